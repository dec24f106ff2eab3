"""Cases of the checks on how the kernel was built."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from mamoru.product import Component, Kernel, Occurrence
from mamoru.verification.firmware.image import OpenedImage
from material.check_cases import Cases, Given
from material.trees import image

_GOOD = (
    "ARM64 MODULES MODULE_SIG HAVE_STACKPROTECTOR STACKPROTECTOR STACKPROTECTOR_STRONG ARCH_HAS_STRICT_KERNEL_RWX "
    "STRICT_KERNEL_RWX ARCH_HAS_STRICT_MODULE_RWX STRICT_MODULE_RWX RANDOMIZE_BASE DEVMEM STRICT_DEVMEM"
)


@dataclass(frozen=True)
class WithKernel(Given):
    """An image with one kernel: the options of its configuration that are y, None where it has none."""

    options: str | None = None

    def opened(self, folder: Path) -> OpenedImage:
        """The image, opened in `folder`."""
        plain = image(self.files, folder=folder)
        kernel = None if self.options is None else Kernel(built_in=tuple(sorted(self.options.split())))
        place = Occurrence(path="kernel", method="kernel-banner", value="Linux version 5.10.100", offset=64)
        linux = Component(
            name="linux", software="linux", version="5.10.100", kernel=kernel, occurrences=(place,)
        )
        plain.index = msgspec.structs.replace(plain.index, components=(linux,))
        return plain


def built(options: str | None, *, without: str = "") -> WithKernel:
    """An image whose kernel has `options`, but not those of `without`."""
    left = None if options is None else " ".join(o for o in options.split() if o not in without.split())
    return WithKernel(files={}, options=left)


CASES = [
    Cases(
        "FW-KRN-001",
        fails={
            "no stack protector": (built(_GOOD, without="STACKPROTECTOR STACKPROTECTOR_STRONG"), ("kernel",)),
            "writable code": (built(_GOOD, without="STRICT_KERNEL_RWX"), ("kernel",)),
            "a fixed address": (built(_GOOD, without="RANDOMIZE_BASE"), ("kernel",)),
            "all of memory as a file": (built(_GOOD, without="STRICT_DEVMEM"), ("kernel",)),
            "the kernel's memory as a file": (built(_GOOD + " DEVKMEM"), ("kernel",)),
            "any other kernel can be started": (built(_GOOD + " KEXEC"), ("kernel",)),
            "modules of anybody": (built(_GOOD, without="MODULE_SIG"), ("kernel",)),
            "debugging left on, told once": (built(_GOOD + " PROC_KCORE DEBUG_FS"), ("kernel",)),
        },
        passes={
            "arm64 with all of it": built(_GOOD),
            "no /dev/mem at all": built(_GOOD, without="DEVMEM STRICT_DEVMEM"),
            "no modules, so none to sign": built(_GOOD, without="MODULES MODULE_SIG STRICT_MODULE_RWX"),
        },
        near_misses={
            "a kernel without a configuration": built(None),
            "MIPS, which has no such defences": built("MIPS CPU_MIPS32_R2"),
            "32-bit ARM cannot move its base": built(_GOOD, without="ARM64 RANDOMIZE_BASE"),
            "the older names": built("ARM64 CC_STACKPROTECTOR_STRONG DEBUG_RODATA RANDOMIZE_BASE"),
            "locked down": built(_GOOD + " KEXEC KEXEC_FILE DEBUG_FS LOCK_DOWN_KERNEL_FORCE_INTEGRITY"),
            "kexec of signed kernels only": built(_GOOD + " KEXEC_FILE KEXEC_SIG"),
            "nobody may mount debugfs": built(_GOOD + " DEBUG_FS DEBUG_FS_ALLOW_NONE"),
        },
    ),
]
