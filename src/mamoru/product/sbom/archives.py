"""Which known software an archive or object file of a build belongs to, by its path."""

from functools import cache
from itertools import pairwise

from mamoru.product.sbom.identity import titled

_ARCHIVES = {  # of libraries that are split up, or packed under another name
    "mbedcrypto": "mbedtls", "mbedx509": "mbedtls", "mbedtlscrypto": "mbedtls", "mbedtlsx509": "mbedtls",
    "wpasupplicant": "wpa-supplicant", "hostap": "wpa-supplicant", "freertoskernel": "freertos",
    "openthreadftd": "openthread", "openthreadmtd": "openthread", "coap3": "libcoap", "nghttp": "nghttp2",
    "crypto": "openssl", "ssl": "openssl", "z": "zlib", "png16": "libpng", "sodium": "libsodium",
    "expat": "expat", "protobufc": "protobuf-c", "cjson": "cjson", "usb10": "libusb", "lwipcore": "lwip",
    "pahomqtt3c": "paho-mqtt-c", "pahomqtt3as": "paho-mqtt-c", "websockets": "libwebsockets",
    "zephyr": "zephyr", "nxd": "netxduo", "tx": "threadx", "fx": "filex",
}  # fmt: skip
_HOUSES = frozenset({
    "components", "modules", "third_party", "thirdparty", "third-party", "3rdparty", "external", "externals",
    "extern", "lib", "libs", "libraries", "middleware", "middlewares", "vendor", "deps", "dependencies",
    "subprojects", "packs", "crypto", "esp-idf", "managed_components", "rtos", "net", "contrib",
})  # fmt: skip
_AMBIGUOUS = frozenset({"gcc", "gdb", "file", "less", "screen", "orc", "go", "tor", "patch", "bash", "dash"})


def library_of_path(path: str) -> str | None:
    """The known software's id, or the name of a library known by its archives; None where the path
    names none. A folder counts only below one that holds other makers' work."""
    steps = path.replace("\\", "/").lower().split("/")
    base = steps[-1].partition("(")[0]
    if base.endswith((".a", ".lib")) and (found := of_archive(base.rpartition(".")[0])):
        return found
    for above, step in pairwise(steps[:-1]):
        if above in _HOUSES and (found := _of_folder(step)):
            return found
    return None


@cache
def of_archive(stem: str) -> str | None:
    """What `libmbedcrypto` or `mbedcrypto` is an archive of."""
    bare = stem.removeprefix("lib").replace("_", "").replace("-", "").replace(".", "")
    if bare in _ARCHIVES:
        return _ARCHIVES[bare]
    found = titled(stem.removeprefix("lib")) or titled(stem)
    return found.id if found is not None and found.id not in _AMBIGUOUS and len(bare) > 2 else None


@cache
def _of_folder(step: str) -> str | None:
    found = titled(step.rpartition("__")[2])
    return found.id if found is not None and found.id not in _AMBIGUOUS and len(step) > 2 else None
