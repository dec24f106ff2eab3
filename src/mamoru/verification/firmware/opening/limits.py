"""How much opening an image may cost, and the count of what was spent."""

import time

import msgspec

from mamoru.errors import LimitReached
from mamoru.language import Text

MIB = 1 << 20


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What opening one image may cost. `output_bytes` counts everything written into the spool; the
    smaller of it and `ratio` × input + `allowance_bytes` holds. `depth` counts containers within
    containers, `seconds` wall time, `path_bytes` one stored path, `parts` structures recorded."""

    output_bytes: int = 2048 * MIB
    ratio: int = 64
    allowance_bytes: int = 256 * MIB
    files: int = 200_000
    parts: int = 20_000
    depth: int = 12
    seconds: float = 300.0
    path_bytes: int = 4096

    def output_for(self, input_bytes: int) -> int:
        """The most that may be written for an input of `input_bytes`."""
        return min(self.output_bytes, self.ratio * input_bytes + self.allowance_bytes)


class Budget:
    """What is left of the limits. Each act that costs asks here first and gets `LimitReached`."""

    def __init__(self, limits: Limits, input_bytes: int) -> None:
        self.limits = limits
        self._bytes = limits.output_for(input_bytes)
        self._files = limits.files
        self._parts = limits.parts
        self._until = time.monotonic() + limits.seconds

    @property
    def share(self) -> int:
        """The most bytes that one content may take: half of what is left, so that one bomb leaves
        room for its neighbours."""
        return max(self._bytes // 2, 0)

    def write(self, size: int) -> None:
        """Spend `size` bytes of output."""
        self._bytes -= size
        if self._bytes < 0:
            raise _reached("展開後の大きさ", "size once unpacked")
        self.look()

    def file(self) -> None:
        """Spend one file."""
        self._files -= 1
        if self._files < 0:
            raise _reached(f"ファイル数 {self.limits.files}", f"number of files, {self.limits.files}")
        if self._files % 256 == 0:
            self.look()

    def part(self) -> None:
        """Spend one part."""
        self._parts -= 1
        if self._parts < 0:
            raise _reached(f"構成部分の数 {self.limits.parts}", f"number of parts, {self.limits.parts}")

    def look(self) -> None:
        """Look at the clock."""
        if time.monotonic() > self._until:
            raise _reached(f"時間 {self.limits.seconds:g} 秒", f"time, {self.limits.seconds:g} s")

    def too_large(self) -> LimitReached:
        """The error for one content that would take more than its share."""
        return _reached("一つのデータの展開後の大きさ", "size of one content once unpacked")


def _reached(ja: str, en: str) -> LimitReached:
    return LimitReached(
        Text(
            f"上限({ja})に達したため、残りは開いていません。",
            f"A limit was reached ({en}); the rest stays unopened.",
        ),
        Text(
            "中身が正しければ、上限を上げるか、ルートファイルシステムを単独で渡してください。",
            "If the contents are right, raise the limit or hand in the root file system alone.",
        ),
    )
