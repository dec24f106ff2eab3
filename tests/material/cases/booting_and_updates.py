"""Cases of the checks on what is booted, what updates may do, and calls that guard nothing."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from mamoru.verification.firmware.image import OpenedImage, Part, Seal
from material.check_cases import Cases, Given
from material.elves import program
from material.trees import image

_RSA = Seal(signed="RSA-2048")
_NONE = Seal()
_CGI = ("getenv", "puts")
_QUERY = ("", "QUERY_STRING")
_SW = "/etc/init.d/S80swupdate"


@dataclass(frozen=True)
class WithPart(Given):
    """An image with one part more: its format, its name and how it is sealed."""

    format: str = "fit"
    name: str = ""
    seal: Seal | None = None

    def opened(self, folder: Path) -> OpenedImage:
        """The image, opened in `folder`."""
        plain = image(self.files, folder=folder)
        part = Part(name=self.name or self.format, format=self.format, offset=64, bytes=4096, seal=self.seal)
        plain.index = msgspec.structs.replace(plain.index, parts=(part,))
        return plain


def part(format: str, seal: Seal | None, name: str = "") -> WithPart:
    """An image with such a part."""
    return WithPart(files={}, format=format, seal=seal, name=name)


def booting(**variables: str) -> Given:
    """An image whose boot loader has these variables."""
    return Given({}, environment=variables)


CASES = [
    Cases(
        "FW-BOOT-003",
        fails={
            "a FIT image": (part("fit", _NONE), ("fit",)),
            "an ESP32 program": (part("esp32-app", _NONE), ("esp32-app",)),
        },
        passes={
            "a signed FIT image": part("fit", Seal(signed="conf-1 (sha256,rsa2048, dev)")),
            "Secure Boot v2": part("esp32-app", Seal(signed="Secure Boot v2")),
        },
        near_misses={
            "a legacy image cannot be signed": part("uimage", None),
            "an MCUboot image is told as an update": part("mcuboot", _NONE),
        },
    ),
    Cases(
        "FW-UPD-005",
        fails={
            "MCUboot": (part("mcuboot", _NONE), ("mcuboot",)),
            "SWUpdate": (part("cpio", _NONE, "swupdate"), ("swupdate",)),
            "Nordic DFU": (part("zip", _NONE, "nordic-dfu"), ("nordic-dfu",)),
        },
        passes={"signed": part("mcuboot", _RSA), "a signed Mender artifact": part("tar", _RSA, "mender-artifact")},
        near_misses={"a plain archive": part("zip", None), "a boot program": part("fit", _NONE)},
    ),
    Cases(
        "FW-UPD-006",
        fails={
            "opkg is made to": ({"/usr/bin/up": "#!/bin/sh\nopkg install --force-downgrade /tmp/a.ipk\n"}, ("/usr/bin/up:2",)),
            "opkg is set to": ({"/etc/opkg.conf": "dest root /\noption force_downgrade 1\n"}, ("/etc/opkg.conf:2",)),
            "apt is made to": ({"/usr/bin/up": "#!/bin/sh\napt-get -y --allow-downgrades upgrade\n"}, ("/usr/bin/up:2",)),
            "swupdate takes any": ({_SW: ("#!/bin/sh\nswupdate -k /etc/k.pem -w ''\n", 0o755)}, (f"{_SW}:2",)),
        },
        passes={
            "swupdate refuses": {_SW: ("#!/bin/sh\nswupdate -k /etc/k.pem -N 1.0.0\n", 0o755)},
            "so says its setting": {
                "/etc/swupdate.cfg": 'globals :\n{\n  no-downgrading = "1.0.0";\n};\n',
                _SW: ("#!/bin/sh\nswupdate -k /etc/k.pem\n", 0o755),
            },
        },
        near_misses={
            "the option is off": {"/etc/opkg.conf": "option force_downgrade 0\n"},
            "a comment": {"/usr/bin/up": "#!/bin/sh\n# opkg install --force-downgrade x\n"},
            "arguments that are not known": {_SW: ("#!/bin/sh\nswupdate $SWUPDATE_ARGS\n", 0o755)},
        },
    ),
    Cases(
        "FW-BIN-003",
        fails={
            "a web program and a shell": (
                {"/www/cgi-bin/ping": program(names=(*_CGI, "system"), literals=(*_QUERY, "ping -c 3 %s"))},
                ("/www/cgi-bin/ping",),
            ),
            "a web program that copies": (
                {"/www/cgi-bin/set": program(names=(*_CGI, "strcpy"), literals=_QUERY)}, ("/www/cgi-bin/set",),
            ),
            "a started program that listens": (
                {
                    "/usr/sbin/discod": program(names=("recvfrom", "popen"), literals=("ifconfig eth0 %s up",)),
                    "/etc/init.d/S50disco": ("#!/bin/sh\n/usr/sbin/discod &\n", 0o755),
                },
                ("/usr/sbin/discod",),
            ),
            "gets, anywhere": ({"/usr/bin/old": program(names=("gets",))}, ("/usr/bin/old",)),
        },
        passes={"a web program without": {"/www/cgi-bin/a": program(names=(*_CGI, "snprintf"), literals=_QUERY)}},
        near_misses={
            "a fixed command": {"/www/cgi-bin/r": program(names=(*_CGI, "system"), literals=(*_QUERY, "/sbin/reboot"))},
            "a message": {
                "/www/cgi-bin/r": program(names=(*_CGI, "system"), literals=(*_QUERY, "could not open file %s"))
            },
            "the web server itself": {
                "/usr/sbin/httpd": program(names=("getenv", "setenv", "execve", "strcpy"), literals=_QUERY)
            },
            "a program nobody starts": {
                "/usr/bin/tool": program(names=("recvfrom", "popen"), literals=("ifconfig eth0 %s up",))
            },
        },
    ),
    Cases(
        "FW-BOOT-004",
        fails={
            "tftp": (booting(bootcmd="tftp 0x80000000 uImage; bootm"), ("u-boot-env",)),
            "through run": (booting(bootcmd="run net", net="dhcp ${loadaddr} uImage; bootm"), ("u-boot-env",)),
            "images are not checked": (booting(bootcmd="bootm 0x9f050000", verify="no"), ("u-boot-env",)),
        },
        passes={"from flash": booting(bootcmd="sf read 0x80000000 0x50000 0x200000; bootm")},
        near_misses={
            "a variable that nothing runs": booting(bootcmd="bootm 0x9f050000", update="tftp 0x80000000 uImage"),
            "an address of a server": booting(bootcmd="run f", f="setenv tftpserver 10.0.0.1; bootm"),
        },
    ),
]  # fmt: skip
