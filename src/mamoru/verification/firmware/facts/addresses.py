"""Addresses of peers: which are reached without encryption."""

import re

_CLEAR = re.compile(
    r"\b(http|ws|ftp|tftp|mqtt|coap|ldap|amqp|telnet|rtmp|tcp(?=://[^/\s]*:1883))://([^\s/\"'<>,;|)\\]+)(/[^\s\"'<>]*)?",
    re.I,
)
_HERE = re.compile(
    r"^(?:[^@]*@)?(?:localhost|127\.\d|\[?::1|0\.0\.0\.0|unix|host(?:name)?$|[$%{<\[(]|192\.168\.|10\.\d|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|"
    r"[^:/]*\.(?:local|lan|internal|invalid|localdomain)(?::|$)|[\w-]+(?::\d+)?$)",
    re.IGNORECASE,
)
_NAMES_ONLY = re.compile(
    r"^(?:www\.)?(?:w3\.org|xmlsoap\.org|schemas\.[\w.-]+|purl\.org|xml\.org|gnu\.org|json-schema\.org|docbook\.org|oasis-open\.org|"
    r"apple\.com$|freedesktop\.org|ns\.adobe\.com|java\.sun\.com|microsoft\.com$|onvif\.org|openoffice\.org|relaxng\.org|etherx\.jabber\.org|"
    r"apache\.org|opensource\.org|creativecommons\.org|fsf\.org|sourceforge\.net|github\.com|wikipedia\.org|ietf\.org|rfc-editor\.org|"
    r"upnp\.org|cablelabs\.com|broadband-forum\.org|xmlns\.com|inkscape\.org|sodipodi\.sourceforge\.net|bugs\.[\w.-]+|wiki\.[\w.-]+|"
    r"connectivity[\w.-]*|captive\.[\w.-]+|clients\d\.google\.com|detectportal\.[\w.-]+|ocsp\.[\w.-]+|crl\.[\w.-]+)",
    re.IGNORECASE,
)  # fmt: skip


def clear_text_addresses(text: str) -> tuple[str, ...]:
    """The addresses in `text` that are reached without encryption: not this device, its own network,
    or names that only name (schemas, licences, certificate revocation)."""
    found = []
    for hit in _CLEAR.finditer(text[:8192]):
        if not _HERE.match(hit[2]) and not _NAMES_ONLY.match(hit[2]) and "generate_204" not in (hit[3] or ""):
            found.append(hit[0])
    return tuple(found)
