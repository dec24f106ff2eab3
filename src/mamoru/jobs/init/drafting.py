"""Draft a product file from what an image shows: its release, services and parts."""

import re
import tempfile
from pathlib import Path, PurePosixPath

from mamoru.product.answers import Answers
from mamoru.product.drafting import SeenService, draft_from
from mamoru.verification.firmware.facts.services import started
from mamoru.verification.firmware.image import load
from mamoru.verification.firmware.opening.contained import Progress, open_contained

# Programs that listen, their protocol and usual port (IANA service names).
LISTENING = {
    "telnetd": ("telnet", 23), "utelnetd": ("telnet", 23),
    "dropbear": ("ssh", 22), "sshd": ("ssh", 22),
    "httpd": ("http", 80), "uhttpd": ("http", 80), "lighttpd": ("http", 80), "nginx": ("http", 80),
    "boa": ("http", 80), "thttpd": ("http", 80), "mini_httpd": ("http", 80), "goahead": ("http", 80),
    "vsftpd": ("ftp", 21), "ftpd": ("ftp", 21), "proftpd": ("ftp", 21), "pure-ftpd": ("ftp", 21),
    "tftpd": ("tftp", 69), "udpsvd": ("tftp", 69), "tcpsvd": ("ftp", 21),
    "mosquitto": ("mqtt", 1883), "snmpd": ("snmp", 161), "miniupnpd": ("ssdp", 1900),
    "dnsmasq": ("dns", 53), "avahi-daemon": ("mdns", 5353), "mdnsd": ("mdns", 5353),
    "smbd": ("smb", 445), "rtspd": ("rtsp", 554), "rtsp_server": ("rtsp", 554), "adbd": ("adb", 5555),
    "gdbserver": ("gdb", None), "sntpd": ("ntp", 123), "hostapd": ("wifi", None),
}  # fmt: skip
_VERSION = re.compile(r"(?<![\d.])v?(\d+\.\d+(?:\.\d+){0,2})(?![\d.]*\d)")


def draft(image: Path, answers: Answers, named: str, progress: Progress | None) -> Answers:
    """`answers` with what `image` shows; `named` is the image's path from the product's folder.

    Raises `InputError` where the image cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="mamoru-") as work:
        index = open_contained(image, Path(work), progress)
        opened = load(Path(work))
        services = [
            SeenService(protocol=protocol, port=port, location=str(service.at))
            for root in opened.roots
            for service in started(root)
            for protocol, port in [LISTENING.get(PurePosixPath(service.name).name, ("", None))]
            if protocol
        ]
    found = _VERSION.search(image.stem)
    return draft_from(
        answers,
        image_file=named,
        sha256=index.sha256,
        version=found.group(1) if found else None,
        components=index.components,
        services=services,
    )
