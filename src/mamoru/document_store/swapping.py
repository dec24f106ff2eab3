"""Put a finished file in another's place, also where somebody holds that one open for a moment."""

import time
from pathlib import Path

from mamoru.errors import LimitReached, why
from mamoru.language import Text

PATIENCE_S = 5.0
_PAUSE_S = 0.05
HELD = Text(
    "{path} をほかのプログラムが使っているため、書き換えられません（{why}）。",
    "{path} cannot be replaced while another program holds it ({why}).",
)
CLOSE_IT = Text(
    "そのファイルを開いているプログラム（ウイルス対策、表計算など）を閉じて、もう一度実行してください。",
    "Close the program that has it open (virus scanner, spreadsheet …) and run again.",
)


def swap(finished: Path, target: Path, patience_s: float = PATIENCE_S) -> None:
    """Rename `finished` to `target`, which is replaced. On Windows a file that is open cannot be replaced: it is
    tried again for some seconds. Raises `LimitReached` where it stays held, `OSError` for anything else."""
    due = time.monotonic() + patience_s
    while True:
        try:
            finished.replace(target)
            return
        except PermissionError as error:
            if not _is_held(error):
                raise
            if time.monotonic() >= due:
                raise LimitReached(HELD.fill(path=target, why=why(error)), CLOSE_IT) from error
        time.sleep(_PAUSE_S)


_SHARING_VIOLATION, _ACCESS_DENIED, _LOCK_VIOLATION = 32, 5, 33


def _is_held(error: PermissionError) -> bool:
    """Whether Windows says that somebody has the file open; other systems never do."""
    return getattr(error, "winerror", None) in (_SHARING_VIOLATION, _ACCESS_DENIED, _LOCK_VIOLATION)
