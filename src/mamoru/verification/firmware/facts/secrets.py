"""What is a secret, what only stands in for one, and how a secret is shown: never whole."""

import re

from mamoru.verification.firmware.facts.words import word_set

_SEPARATORS = re.compile(r"[^A-Za-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONE = word_set(
    "password passwd passphrase pass passwort pwd pw psk passcode secret secrets wpapsk userpass kennwort "
    "rootpw adminpw authpass dbpass adminpass adminpassword loginpassword userpassword rootpassword apikey "
    "secretkey authtoken accesstoken"
)
_PAIRS = word_set(
    "api key|secret key|access key|auth key|shared key|encryption key|aes key|signing key|master key|"
    "access token|auth token|api token|bearer token|client token|device token|refresh token|account key|"
    "auth code|security code|admin key|session key|hmac key|device key|product key",
    apart_by="|",
)
_NOT_SECRET = word_set(
    "min max minimum maximum require required use allow show hide ask prompt forgot no number num change "
    "reset enable disable is has need expire expiry age history label confirm quality public pub"
)
_WORDS_FOR_NOTHING = word_set(
    "true false yes no on off none null nil undefined ask prompt auto default disabled enabled required "
    "optional text string str password passwd pass pwd secret hidden md5 sha sha1 sha256 sha512 bcrypt "
    "plain plaintext crypt unset empty void any all never always user username login file files "
    "compat systemd sss db dns nis ldap"
)
_FILLING = re.compile(
    r"^(?:your|my|the|insert|enter|replace|put|fill|todo|tbd|fixme|placeholder|some|sample|dummy|example)[-_ ]"
    r"|^(?:placeholder|todo|tbd|fixme|redacted|masked|n/?a|unknown|example|sample|dummy)$"
    r"|^change[-_ ]?(?:me|this|it)[-_ ](?:at|on|before|after|now|please|in)",
    re.IGNORECASE,
)
_STAND_IN = re.compile(
    r"^[\"']?(?:\$[\w{(@%]|\$\$|%[\w(]|\{\{|<|@\w+@|__\w+__|\[\w+\]$|&[\w{]|`|!|\\|env:|file:|vault:|secret:|ref:|/|\./|~/|\$)"
)
_REPEATED = re.compile(r"^(.)\1*$")
_HASHED = re.compile(
    r"^(?:\$(?:[0-9a-z]{1,8})\$|\{(?:SSHA|SHA|MD5|CRYPT|SMD5)[^}]*\}|(?:pbkdf2|scrypt|argon2)[:$_])", re.I
)
_HEX_DIGEST = re.compile(r"^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$")


def redacted(secret: str) -> str:
    """The first characters (two at most, none of a very short secret) and the length."""
    return f"{secret[: min(2, len(secret) // 3)]}…({len(secret)})"


def without(line: str, *secrets: str) -> str:
    """`line` with each of `secrets` redacted, at most 160 characters long."""
    shown = " ".join(line.split())
    for secret in sorted({s for s in secrets if s}, key=len, reverse=True):
        shown = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", redacted(secret), shown)
        if len(secret) > 5:  # longer ones also where they are part of something
            shown = shown.replace(secret, redacted(secret))
    return shown if len(shown) <= 160 else shown[:159] + "…"


def words_of(name: str) -> tuple[str, ...]:
    """The lower-case words of a key or variable: `mqttPassword_2` is mqtt, password, 2."""
    return tuple(w.lower() for w in _SEPARATORS.split(_HUMP.sub(" ", name)) if w)


def names_secret(key: str) -> bool:
    """Whether a setting or variable called `key` holds a secret itself (`password_file` does not)."""
    words = words_of(key.rsplit("/", 1)[-1])
    while words and words[-1].isdigit():
        words = words[:-1]
    if not words or _NOT_SECRET.intersection(words):
        return False
    last = words[-1].rstrip("0123456789")
    return last in _LONE or " ".join((*words[-2:-1], last)) in _PAIRS or last.endswith("password")


def stands_in(value: str) -> bool:
    """Whether `value` is no secret: empty, a variable, a path, a hash, a placeholder, a plain word."""
    value = value.strip()
    if len(value) < 3 or len(value) > 256 or _REPEATED.match(value):
        return True
    if _STAND_IN.match(value) or _FILLING.match(value) or _HASHED.match(value) or _HEX_DIGEST.match(value):
        return True
    return value.lower() in _WORDS_FOR_NOTHING or any(c.isspace() for c in value) or not value.isprintable()


def classes(value: str) -> int:
    """How many of lower case, upper case, digit and symbol occur."""
    return sum(
        (
            any(c.islower() for c in value),
            any(c.isupper() for c in value),
            any(c.isdigit() for c in value),
            any(not c.isalnum() for c in value),
        )
    )
