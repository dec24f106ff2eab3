"""Kernels built without the defences that Linux offers against its own memory errors and against root.

Source: Linux, security/Kconfig.hardening, arch/Kconfig, drivers/char/Kconfig, kernel/module/Kconfig,
kernel/Kconfig.kexec, security/lockdown/Kconfig; an option of an older name counts as the newer one.
"""

from collections.abc import Iterator, Set

import msgspec

from mamoru.evidence import (
    Check,
    Effort,
    Location,
    NotApplicable,
    Observation,
    Severity,
    Silence,
    SubjectKind,
)
from mamoru.language import Text
from mamoru.product import Component
from mamoru.verification.firmware.facts.words import word_set
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-KRN-001",
    title=Text("カーネルの防御が無効なままつくられています", "The kernel is built without its defences"),
    why=Text(
        "カーネルの誤り一つで機器全体を乗っ取られやすくなり、侵入した人がカーネルを読み書きしたり差し替えたりできます。",
        "One error in the kernel more easily gives the whole device away, and an intruder can read, write or replace it.",
    ),
    remedy=Text(
        "カーネルの構成で、挙げた項目を有効（「=y」とあるものは無効）にしてつくり直します。",
        "Rebuild the kernel with the options named switched on (those told as `=y` off).",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-693",),
    claims=("memory-hardened",),
    silence=Silence.SAYS_NOTHING,  # a kernel alone says nothing of the programs
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    needs=(),
    limits=Text(
        "カーネルの構成（IKCONFIG か /boot/config-*）がイメージにあるときだけ分かります。起動引数による変更は見ません。",
        "Needs the kernel's configuration in the image (IKCONFIG or /boot/config-*); boot arguments are left out.",
    ),
)
NO_KERNEL = Text("Linux カーネルが見つかりません。", "No Linux kernel was found.")
NO_CONFIGURATION = Text(
    "カーネルの構成がイメージにないため、防御の有無が分かりません。",
    "The image holds no configuration of the kernel, so its defences cannot be seen.",
)


class _Defence(msgspec.Struct, frozen=True):
    """An option that should be on, where one of `where` is on, unless one of `instead` is."""

    option: str
    where: frozenset[str]
    instead: frozenset[str]


class _Opening(msgspec.Struct, frozen=True):
    """An option that should be off, unless one of `unless` guards it; `minor` where it helps only an
    intruder who is root already, or only to learn addresses."""

    option: str
    unless: frozenset[str]
    minor: bool


_DEFENCES = (
    _Defence(
        "STACKPROTECTOR_STRONG",
        word_set("HAVE_STACKPROTECTOR HAVE_CC_STACKPROTECTOR X86 ARM ARM64"),
        # the weaker kind counts: some compilers have no other
        word_set(
            "STACKPROTECTOR CC_STACKPROTECTOR CC_STACKPROTECTOR_REGULAR CC_STACKPROTECTOR_STRONG CC_STACKPROTECTOR_AUTO"
        ),
    ),
    _Defence("STRICT_KERNEL_RWX", word_set("ARCH_HAS_STRICT_KERNEL_RWX X86 ARM64"), word_set("DEBUG_RODATA")),
    _Defence("STRICT_MODULE_RWX", word_set("ARCH_HAS_STRICT_MODULE_RWX"), word_set("DEBUG_SET_MODULE_RONX")),
    _Defence("RANDOMIZE_BASE", word_set("X86 ARM64"), frozenset()),
)
_LOCKED = "LOCK_DOWN_KERNEL_FORCE_INTEGRITY LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY"
_OPENINGS = (
    _Opening("DEVMEM", word_set("STRICT_DEVMEM " + _LOCKED), minor=False),
    _Opening("DEVKMEM", word_set(_LOCKED), minor=False),
    _Opening("KEXEC", word_set(_LOCKED), minor=True),  # this system call knows no signature at all
    _Opening("KEXEC_FILE", word_set("KEXEC_SIG KEXEC_VERIFY_SIG " + _LOCKED), minor=True),
    _Opening("PROC_KCORE", word_set("LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY"), minor=True),
    _Opening("DEBUG_FS", word_set("DEBUG_FS_ALLOW_NONE " + _LOCKED), minor=True),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each kernel whose configuration is known and lacks something."""
    kernels = [component for component in image.index.components if component.software == "linux"]
    if not kernels:
        yield NotApplicable(reason=NO_KERNEL)
    for component in kernels:
        if component.kernel is None or component.kernel.built_in is None:
            yield CHECK.missing(reason=NO_CONFIGURATION, at=_at(component))
            continue
        lacking, minor = weaknesses(frozenset(component.kernel.built_in))
        if lacking or minor:
            proof = f"Linux {component.version or '?'}: " + ", ".join(lacking + minor)
            yield CHECK.finding(at=_at(component), proof=proof, severity=None if lacking else Severity.LOW)


def weaknesses(on: Set[str]) -> tuple[list[str], list[str]]:
    """What a kernel lacks whose options `on` are y: what weighs, and what is minor. A defence that its
    architecture does not offer is not told."""
    lacking = [
        f"CONFIG_{defence.option} is not set"
        for defence in _DEFENCES
        if defence.where & on and not ({defence.option} | defence.instead) & on
        and (defence.option != "STRICT_MODULE_RWX" or "MODULES" in on)
    ]  # fmt: skip
    minor = ["CONFIG_MODULE_SIG is not set"] if "MODULES" in on and "MODULE_SIG" not in on else []
    for opening in _OPENINGS:
        if opening.option in on and not opening.unless & on:
            (minor if opening.minor else lacking).append(_opened(opening))
    return lacking, minor


def _opened(opening: _Opening) -> str:
    without = {"DEVMEM": " without STRICT_DEVMEM", "KEXEC_FILE": " without KEXEC_SIG"}
    return f"CONFIG_{opening.option}=y{without.get(opening.option, '')}"


def _at(kernel: Component) -> Location:
    if not kernel.occurrences:
        return Location(path="kernel")
    place = kernel.occurrences[0]
    return Location(path=place.path, offset=place.offset, container=place.container)
