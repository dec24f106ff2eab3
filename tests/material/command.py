"""Run the `mamoru` command as a user would, in its own process."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def mamoru(
    *arguments: object,
    cwd: Path | None = None,
    lang: str = "en",
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """What the command gave: status and both streams, as bytes. Nobody is at the terminal."""
    return subprocess.run(
        [sys.executable, "-m", "mamoru", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "MAMORU_LANG": lang, "PYTHONUTF8": "1", **(environment or {})},
        timeout=100,
        check=False,
    )
