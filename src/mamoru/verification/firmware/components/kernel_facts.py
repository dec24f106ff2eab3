"""How a kernel was built and which modules lie beside it, so that later its vulnerabilities can be
filtered by what it contains.

Source: Linux, kernel/configs.c (`IKCFG_ST`, gzip, `IKCFG_ED`), Documentation/kbuild/kbuild.rst
(`modules.builtin`), the `CONFIG_NAME=value` lines of a configuration.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

import msgspec

from mamoru.product import Component, Kernel
from mamoru.verification.firmware.image import FileTree

_START, _LARGEST, _LARGEST_LIST = b"IKCFG_ST\x1f\x8b", 4 << 20, 1 << 20
_MOST_MODULES = 20_000
_OPTION = re.compile(r"^CONFIG_(\w{1,80})=([ym])$", re.M)
_OFF = re.compile(r"^# CONFIG_(\w{1,80}) is not set$", re.M)
_CONFIGURATION = re.compile(
    r"/boot/config-(?P<release>[^/]{1,100})|/(?:usr/)?lib/modules/(?P<under>[^/]{1,100})/(?:build/\.)?config"
    r"|/proc/config(?:\.gz)?"
)
_MODULE = re.compile(
    r"/(?:usr/)?lib/modules/(?P<release>[^/]{1,100})/.*?(?P<name>[^/]{1,80})\.ko(?:\.(?:gz|xz|zst))?"
)
_BUILT_IN = re.compile(r"/(?:usr/)?lib/modules/(?P<release>[^/]{1,100})/modules\.builtin")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What one place tells of one kernel. `release` is what `uname -r` would say, None where the place
    does not tell; each list is None where it was not found."""

    release: str | None = None
    container: str | None = None
    built_in: tuple[str, ...] | None = None
    modular: tuple[str, ...] | None = None
    off: tuple[str, ...] | None = None
    modules: tuple[str, ...] | None = None
    built_in_modules: tuple[str, ...] | None = None


def of_configuration(data: bytes, release: str | None = None, container: str | None = None) -> Facts | None:
    """The options of a configuration, plain or packed with gzip; None where `data` is none."""
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data)
    text = data[:_LARGEST].decode("utf-8", "replace")
    options = _OPTION.findall(text)
    if not options:
        return None
    return Facts(
        release=release,
        container=container,
        built_in=tuple(sorted({name for name, value in options if value == "y"})),
        modular=tuple(sorted({name for name, value in options if value == "m"})),
        off=tuple(sorted(set(_OFF.findall(text)))),
    )


def of_image(data: bytes, container: str | None = None) -> Facts | None:
    """The configuration that an unpacked kernel carries in itself (CONFIG_IKCONFIG)."""
    at = data.find(_START)
    return None if at < 0 else of_configuration(data[at + 8 : at + 8 + _LARGEST], container=container)


def of_tree(tree: FileTree) -> Iterator[Facts]:
    """What the files of `tree` tell: configurations, modules as files, modules linked in."""
    modules: dict[str, set[str]] = {}
    for entry in tree.files:
        if (found := _MODULE.fullmatch(entry.path)) is not None:
            names = modules.setdefault(found["release"], set())
            if len(names) < _MOST_MODULES:
                names.add(found["name"].replace("-", "_"))
        elif (found := _BUILT_IN.fullmatch(entry.path)) is not None:
            lines = tree.read(entry, most=_LARGEST_LIST).decode("utf-8", "replace").splitlines()
            linked = {line.rpartition("/")[2].removesuffix(".ko").replace("-", "_") for line in lines}
            yield Facts(
                release=found["release"],
                container=tree.container,
                built_in_modules=tuple(sorted(linked - {""})),
            )
        elif (found := _CONFIGURATION.fullmatch(entry.path)) is not None:
            told = of_configuration(
                tree.read(entry, most=_LARGEST), found["release"] or found["under"], tree.container
            )
            if told is not None:
                yield told
    for release, names in modules.items():
        yield Facts(release=release, container=tree.container, modules=tuple(sorted(names)))


def with_kernels(components: Sequence[Component], facts: Sequence[Facts]) -> tuple[Component, ...]:
    """`components` with what `facts` tell of each kernel. Facts that name a release belong to the kernel
    that was seen under it; others, or those of a release seen nowhere, to the only kernel there is."""
    kernels = [component for component in components if component.software == "linux"]
    if not kernels or not facts:
        return tuple(components)
    return tuple(
        _with(component, [f for f in facts if _belongs(f, component, alone=len(kernels) == 1)])
        if component.software == "linux"
        else component
        for component in components
    )


def _belongs(facts: Facts, kernel: Component, *, alone: bool) -> bool:
    if alone:
        return True
    if facts.release is None:
        return any(place.container == facts.container for place in kernel.occurrences)
    return any(
        facts.release in place.value or f"/{facts.release}/" in place.path for place in kernel.occurrences
    )


def _with(component: Component, facts: Sequence[Facts]) -> Component:
    if not facts:
        return component
    releases = sorted({f.release for f in facts if f.release})
    kernel = Kernel(
        release=releases[0] if len(releases) == 1 else None,
        built_in=next((f.built_in for f in facts if f.built_in is not None), None),
        modular=next((f.modular for f in facts if f.modular is not None), None),
        off=next((f.off for f in facts if f.off is not None), None),
        modules=_joined([f.modules for f in facts]),
        built_in_modules=_joined([f.built_in_modules for f in facts]),
    )
    return msgspec.structs.replace(component, kernel=kernel)


def _joined(lists: Sequence[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    told = [names for names in lists if names is not None]
    return tuple(sorted(set().union(*told))) if told else None


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, _LARGEST)
    except zlib.error:
        return b""
