"""Which release of a distribution a package is of: `11` of Debian, `3.18` of Alpine, `20.04` of Ubuntu."""

import re

_CODENAMES = {
    "debian": {
        "stretch": "9", "buster": "10", "bullseye": "11", "bookworm": "12", "trixie": "13", "forky": "14",
    },
    "ubuntu": {
        "xenial": "16.04", "bionic": "18.04", "focal": "20.04", "jammy": "22.04", "noble": "24.04",
        "resolute": "26.04",
    },
}  # fmt: skip
_NUMBER = re.compile(r"(?:^|[-_/:v])(\d+(?:\.\d+)?)")
_DEBIAN = re.compile(r"[+~]deb(\d{1,2})u\d")
_ENTERPRISE = re.compile(r"\.(?:el|fc|amzn)(\d{1,4})(?![0-9])")


_SAME = {
    "rhel": "redhat", "red-hat": "redhat", "rockylinux": "rocky", "alma": "almalinux", "mariner": "azurelinux",
    "opensuse-leap": "opensuse", "sles": "suse", "ol": "oracle", "oraclelinux": "oracle", "photonos": "photon",
}  # fmt: skip
_BY_MAJOR = frozenset({"redhat", "rocky", "almalinux", "centos", "oracle", "fedora", "amazon", "debian"})


def distribution_of(namespace: str) -> str:
    """A distribution as the sources' names have it: `rhel` is `redhat`, `rockylinux` is `rocky`."""
    low = namespace.lower()
    return _SAME.get(low, low)


def release_of(distribution: str, said: str | None, version: str | None) -> str | None:
    """The release by a package URL's `distro` (`debian-11`, `bullseye`, `alpine-3.18.4`), else by the mark
    in a version (`1.1.1n-0+deb11u4`, `1.9.5p2-1.el9`); None where neither tells. Where a distribution mends
    its major releases (Red Hat, Rocky …), `9.2` is of 9."""
    if said:
        low = said.lower()
        for codename, number in _CODENAMES.get(distribution, {}).items():
            if codename in low:
                return number
        if match := _NUMBER.search(low):
            number = match[1]
            return number.partition(".")[0] if distribution in _BY_MAJOR else number
    if distribution == "debian" and version and (match := _DEBIAN.search(version)):
        return match[1]
    if distribution in _BY_MAJOR and version and (match := _ENTERPRISE.search(version)):
        return match[1]
    return None
