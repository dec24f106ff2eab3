"""Where Mamoru keeps data of its own between runs: `$MAMORU_DATA_DIR`, else the user's data folder."""

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The folder; it need not exist yet. Source for the default: XDG Base Directory Specification 0.8,
    Apple's File System Programming Guide, Windows' LOCALAPPDATA."""
    if named := os.environ.get("MAMORU_DATA_DIR"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "mamoru"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mamoru"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "mamoru"


def memory_folder() -> Path | None:
    """Where a child that reads images keeps what files show: a folder of its own, as it may write there and nowhere
    else. None where `MAMORU_CACHE=off` says so."""
    if os.environ.get("MAMORU_CACHE", "").lower() in ("off", "0", "no"):
        return None
    return data_folder() / "firmware-files"
