"""Whether a kernel built the files that hold a weakness, and how we know."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.kernel.switches import Off, Switches, of_kernel
from mamoru.operation.vulnerabilities.kernel.table import ARCHITECTURES, Gate, gates
from mamoru.product.component import Kernel

State = Literal["built", "not-built", "unknown"]
_NEVER_IN_A_KERNEL = re.compile(r"Documentation/|MAINTAINERS$|tools/testing/|scripts/|\.mailmap$")
_MOST_TOLD = 3


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the files are in the kernel, and why."""

    state: State
    why: Text


def built(files: Sequence[str], kernel: Kernel | None, version: str | None = None) -> Verdict:
    """Whether `kernel` holds what `files` (paths in the kernel's tree) are compiled to.

    "not-built" where of every one it is sure that it is not: its option is off, its module is not there,
    or it belongs to another architecture. `version` is the upstream version where it is known; without it
    the kernel's release is looked at. Of a kernel that is None nothing is known. Documentation and tests are passed over.
    """
    switches = of_kernel(kernel or Kernel(), version)
    looked = [path for path in dict.fromkeys(files) if is_in_a_kernel(path)]
    found = [(path, _state(path, switches)) for path in looked]
    if path := next((path for path, state in found if state is True), None):
        return Verdict(
            state="built",
            why=Text(f"{path} はこのカーネルに組み込まれています", f"{path} is built into this kernel"),
        )
    off = [(path, state) for path, state in found if isinstance(state, Off)]
    if found and len(off) == len(found):
        return Verdict(state="not-built", why=_joined([_missing(path, state) for path, state in off]))
    unsure = [path for path, state in found if state is None]
    return Verdict(state="unknown", why=_unknown(unsure, switches))


@lru_cache(1 << 14)
def is_in_a_kernel(path: str) -> bool:
    """Whether a file of the kernel's tree can be part of a kernel at all: documentation and tests are not."""
    return _NEVER_IN_A_KERNEL.match(path) is None


def _state(path: str, switches: Switches) -> bool | Off | None:
    known = gates(path)
    if known is None:
        return None if path.endswith(".h") else switches.foreign(_architecture(path))
    spoken = [known[release] for release in switches.releases]
    if any(gate is None for gate in spoken):
        return None  # not in this release: what it holds today may have lain elsewhere then
    states = [
        _gate(gate, switches, release)
        for gate, release in zip(spoken, switches.releases, strict=True)
        if gate is not None
    ]
    if all(isinstance(state, Off) for state in states):
        return states[-1]
    return True if not path.endswith(".h") and all(state is True for state in states) else None


def _gate(gate: Gate, switches: Switches, release: int) -> bool | Off | None:
    states = [switches.alternative(alternative, release) for alternative in gate]
    if any(state is True for state in states):
        return True
    off = [state for state in states if isinstance(state, Off)]
    return off[0] if len(off) == len(states) else None


def _architecture(path: str) -> str | None:
    parts = path.split("/")
    return ARCHITECTURES.get(parts[1]) if len(parts) > 2 and parts[0] == "arch" else None


def _missing(path: str, off: Off) -> Text:
    if off.module is not None:
        return Text(
            f"{path} のモジュール {off.module}.ko がイメージにありません",
            f"{path} goes into the module {off.module}.ko, which the image does not hold",
        )
    return Text(
        f"{path} は CONFIG_{off.option} が無効なので、このカーネルに入っていません",
        f"{path} is not in this kernel: CONFIG_{off.option} is off",
    )


def _unknown(paths: Sequence[str], switches: Switches) -> Text:
    if not switches.told:
        return Text(
            "このカーネルの設定もモジュールの一覧も分かりません",
            "Neither the configuration of this kernel nor its modules are known",
        )
    named = ", ".join(paths[:_MOST_TOLD]) + (" …" if len(paths) > _MOST_TOLD else "")
    if not named:
        return Text("どのファイルの問題か、情報源が示していません", "The source names no file of the kernel")
    return Text(
        f"{named} がこのカーネルに入っているかどうかは、設定だけでは分かりません",
        f"Whether {named} is in this kernel cannot be told from its configuration",
    )


def _joined(reasons: Sequence[Text]) -> Text:
    told = reasons[:_MOST_TOLD]
    more = len(reasons) - len(told)
    return Text(
        "。".join(text.ja for text in told) + (f"。ほか{more}ファイルも同様です" if more else ""),
        "; ".join(text.en for text in told) + (f"; and so with {more} more" if more else ""),
    )
