"""Whether a kernel may be built without the files that hold a weakness: whether an option decides on each."""

from collections.abc import Sequence
from functools import cache

from mamoru.operation.vulnerabilities.kernel.table import always_optional
from mamoru.operation.vulnerabilities.kernel.verdict import is_in_a_kernel


def optional(files: Sequence[str]) -> bool:
    """Whether every file (a path in the kernel's tree) is built only where some option is on, so that a
    kernel's configuration can rule the weakness out. Of what the table does not know, that is not said."""
    looked = [path for path in files if is_in_a_kernel(path)]
    return bool(looked) and all(_is_gated(path) for path in looked)


@cache
def _is_gated(path: str) -> bool:
    return not path.endswith(".h") and always_optional(path)
