"""How a declared interface is exposed and encrypted, as far as its file says."""

import re

from mamoru.language import Text
from mamoru.product.model import Interface
from mamoru.product.wording import denies, filled_in

NO_RELEASE = Text(
    "版（releases）が登録されていないので、版についての判断はまだできません。",
    "No release is registered (releases), so nothing can be said of one yet.",
)
NO_INTERFACES = Text(
    "インターフェース（interfaces）が書かれていません。", "No interface is listed (interfaces)."
)

# fmt: off
PLAIN = frozenset({
    "http", "ftp", "tftp", "telnet", "rtsp", "rtp", "mqtt", "coap", "ws", "syslog", "modbus", "modbus-tcp",
    "bacnet", "snmp", "snmpv1", "snmpv2", "snmpv2c", "smtp", "pop3", "imap", "ldap", "amqp", "xmpp", "onvif",
    "upnp", "ssdp",
})
SECURE = frozenset({
    "https", "tls", "dtls", "mqtts", "wss", "coaps", "ssh", "sftp", "scp", "ftps", "rtsps", "srtp", "amqps",
    "ldaps", "smtps", "imaps", "quic", "http/3", "ipsec", "wireguard", "openvpn", "snmpv3",
})
# fmt: on


def on_a_network(interface: Interface) -> bool:
    """Whether others can reach it over a wire or the air."""
    return interface.kind in ("network-service", "client", "radio")


def guarded(interface: Interface) -> bool:
    """Whether it is switched off, asks who is there, or says otherwise what guards it. Words do not guard
    what is said to ask nobody and lies open to the Internet, or is an entry for developers."""
    asks = interface.asks not in (None, "none")
    says = filled_in(interface.protection) and not denies(interface.protection)
    open_ = interface.asks == "none" and (interface.kind == "debug" or interface.exposure == "internet")
    return not interface.enabled or asks or (says and not open_)


_ASKED_BY_ALL = r"s?ntp|m?dns|dhcp(?:v6)?|icmp(?:v6)?|arp|nbns|llmnr|ssdp"
_TIME_OR_NAME = re.compile(
    rf"(?:{_ASKED_BY_ALL})(?:v\d)?(?:$|[^a-z0-9-])|時刻(?:同期|取得|合わせ)$", re.IGNORECASE
)
_DISCOVERY = re.compile(
    rf"(?:{_ASKED_BY_ALL}|dns-sd|bonjour|upnp|ws-?discovery|(?:onvif|coap)[- ]?discovery)", re.IGNORECASE
)


def asks_time_or_name(interface: Interface) -> bool:
    """Whether its protocol is one that has to take an answer from anybody: time, names, addresses."""
    return _TIME_OR_NAME.match(interface.protocol.strip()) is not None


def answers_whoever_asks(interface: Interface) -> bool:
    """Whether its protocol is one that has to answer anybody, so that words may say that it does no more."""
    return _DISCOVERY.fullmatch(interface.protocol.strip()) is not None


def in_clear(interface: Interface) -> bool:
    """Whether its encryption is denied, or its protocol has none and nobody says otherwise."""
    return encrypted(interface) is False


_CIPHERS = re.compile(
    r"(?<![a-z])(?:d?tls|ssl|s?rtps|dtls-srtp|srtp|aes|wpa|ssh|ipsec|ike|wireguard|vpn|chacha|noise|quic|https|macsec"
    r"|oscore|edhoc|snow|kasumi|zuc|[gce]cm|ccm|cbc|ctr|3?des|rc4|ecdh|ecies|rsa|secure channel|le secure"
    r"|security mode|encrypt|cipher)|暗号",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"^(?:not|no|un|without|off|disabled)\b|\bnot (?:yet )?encrypted|unencrypt|非暗号"
    r"|暗号化(?:し|され)(?:ない|ていない|ません)|暗号(?:化)?は?(?:なし|無し|無効)",
    re.IGNORECASE,
)


def _says_encrypted(said: str) -> bool | None:
    """What the words under `encryption` say: no where they deny it, None where they name nothing that is known."""
    if _NOT.search(said):
        return False
    return True if _CIPHERS.search(said) else None


def encrypted(interface: Interface) -> bool | None:
    """Whether it carries its data encrypted; None where neither its encryption nor its protocol
    says so."""
    if denies(interface.encryption):
        return False  # said outright, whatever the protocol could do
    if filled_in(interface.encryption):
        return _says_encrypted(interface.encryption or "")
    protocol = interface.protocol.strip().casefold().replace(" ", "-")
    if protocol in SECURE:
        return True
    return False if protocol in PLAIN else None
