"""Names as the tools of a build write them: what they add, and what served the build alone."""

import re

from mamoru.product.sbom.identity import named

_ESP = re.compile(r"^(component|submodule|subpackage|toolchain)-(?=.)", re.I)
_ZEPHYR = re.compile(r"-(?:sources|deps)$")
_NATIVE = re.compile(r"(?:^nativesdk-.|.-native$|.-cross(?:sdk|-canadian)?-.|^(?:recipe-)?host-.)")


def named_by_tool(written: str, made_by: str = "") -> tuple[str, bool]:
    """The part's own name, and whether it is a tool of the build: `mbedtls-deps` of Zephyr's list is
    `mbedtls`, `cmake-native` of Yocto a tool. `made_by` is what the list says of its maker."""
    if _NATIVE.search(written):
        return written, True
    if (match := _ESP.match(written)) and ("esp" in made_by.lower() or named(written[match.end() :])):
        return written[match.end() :], match.group(1).lower() == "toolchain"
    if "zephyr" in made_by.lower() or named(_ZEPHYR.sub("", written)):
        return _ZEPHYR.sub("", written), False
    return written, False
