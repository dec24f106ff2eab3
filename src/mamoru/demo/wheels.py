"""Real ARM libraries of known age for the demo's image: pinned wheels, fetched by pip, checked by hash.

No address is named here: pip asks the index that its user has configured (`PIP_*`, pip.conf). What is
in the cache already is never fetched again.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mamoru.language import Text, both

_TIMEOUT_S = 300
_PLATFORMS = ("manylinux2014", "manylinux_2_17", "manylinux_2_26", "manylinux_2_27", "manylinux_2_28")
_CHUNK = 1 << 20

NO_PIP = Text("pip がありません", "there is no pip")
UNREACHABLE = Text(
    "パッケージの配布元に接続できないか、そこにこの部品がありません",
    "the package index cannot be reached, or does not have it",
)
WRONG_HASH = Text("取得したファイルのハッシュ値が合いません", "what came has another hash")
TOO_SLOW = Text("{s}秒待っても終わりませんでした", "it did not end within {s} s")


class Wheel(msgspec.Struct, frozen=True):
    """One wheel: project, version and SHA-256 of its file."""

    name: str
    version: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """The wheels that are there, by path; those that are not, and why (None where all are)."""

    paths: tuple[Path, ...] = ()
    missing: tuple[Wheel, ...] = ()
    why: Text | None = None


class WheelSet(msgspec.Struct, frozen=True, kw_only=True):
    """The wheels of one firmware release, made for `python` (such as `3.9`) on 64-bit ARM."""

    python: str
    wheels: tuple[Wheel, ...]

    @property
    def abi(self) -> str:
        """The interpreter's tag, such as `cp39`."""
        return "cp" + self.python.replace(".", "")


WHEELS = {
    "1.0": WheelSet(
        python="3.9",
        wheels=(
            Wheel(
                "cryptography", "3.4.7", "240f5c21aef0b73f40bb9f78d2caff73186700bf1bc6b94285699aff98cc16c6"
            ),
            Wheel("lxml", "4.6.2", "7ee8af0b9f7de635c61cdd5b8534b76c52cd03536f29f51151b377f76e214a1a"),
            Wheel("Pillow", "8.3.0", "519b3b24dedc81876d893475bade1b92c4ce7c24b9b82224f0bd8daae682e039"),
            Wheel("pyzmq", "22.1.0", "4c4fe69c7dc0d13d4ae180ad650bb900854367f3349d3c16f0569f6c6447f698"),
        ),
    ),
    "1.1": WheelSet(
        python="3.13",
        wheels=(
            Wheel(
                "cryptography", "50.0.2", "79def8d059362e7831389ed3be0ecdf58a89386e1271e35dd9f5af84e81bffd0"
            ),
            Wheel("lxml", "6.1.3", "611a51e61c92f62345a50b0035df6fc0d678f9299f33728826d831598862f59d"),
            Wheel("pillow", "13.0.0", "19b66ca0a4d25cc0200b381ce824c7ea090db61427315e73cfb05dbf1b35c369"),
            Wheel("pyzmq", "27.3.0", "ad8b828407caee77ff3ab0bdb2984ee8d48922328b226e8fda7c84a71a55dbb4"),
        ),
    ),
}


def fetch(wanted: WheelSet, cache: Path) -> Fetched:
    """The wheels of `wanted` from `cache`, fetched into it where they are not there yet.

    Never raises for want of a network: what could not be had comes back as missing, with the reason.
    """
    there = _present(cache)
    absent = [wheel for wheel in wanted.wheels if wheel.sha256 not in there]
    why = _download(wanted, absent, cache) if absent else None
    there = _present(cache) if absent else there
    missing = tuple(wheel for wheel in wanted.wheels if wheel.sha256 not in there)
    paths = tuple(there[wheel.sha256] for wheel in wanted.wheels if wheel.sha256 in there)
    return Fetched(paths=paths, missing=missing, why=(why or both("?")) if missing else None)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _present(cache: Path) -> dict[str, Path]:
    return {sha256_of(path): path for path in sorted(cache.glob("*.whl"))}


def _download(wanted: WheelSet, absent: Sequence[Wheel], cache: Path) -> Text | None:
    """Fetch `absent` into `cache`; why that failed, None where it did not."""
    pip = _pip()
    if pip is None:
        return NO_PIP
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="fetching-") as work:
        requirements = Path(work) / "requirements.txt"
        requirements.write_text("".join(f"{w.name}=={w.version} --hash=sha256:{w.sha256}\n" for w in absent))
        why = _run([*pip, *_arguments(wanted, requirements, work)])
        for path in sorted(Path(work).glob("*.whl")):
            if sha256_of(path) in {wheel.sha256 for wheel in absent}:
                path.replace(cache / path.name)
    return why


def _pip() -> list[str] | None:
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-P", "-m", "pip"]  # -P: not a pip.py that lies in the working folder
    program = shutil.which("pip3") or shutil.which("pip")
    return None if program is None else [program]


def _arguments(wanted: WheelSet, requirements: Path, target: str) -> list[str]:
    platforms = [part for name in _PLATFORMS for part in ("--platform", f"{name}_aarch64")]
    return [
        "download", "-q", "--no-input", "--disable-pip-version-check", "--no-deps", "--require-hashes",
        "--only-binary=:all:", "--implementation", "cp", "--python-version", wanted.python,
        "--abi", wanted.abi, "--abi", "abi3", *platforms, "-r", str(requirements), "-d", target,
    ]  # fmt: skip


def _run(command: list[str]) -> Text | None:
    environment = {"PIP_RETRIES": "1", **os.environ, "PYTHONUTF8": "1"}
    try:
        ended = subprocess.run(
            command,
            capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL,
            timeout=_TIMEOUT_S, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return TOO_SLOW.fill(s=_TIMEOUT_S)
    except OSError as error:
        return both(error.strerror or str(error))
    return None if ended.returncode == 0 else _why(ended.stderr)


def _why(said: str) -> Text:
    """What pip's words mean; else the first line that it calls an error, without addresses (they may
    hold a password)."""
    if "DO NOT MATCH THE HASHES" in said:
        return WRONG_HASH
    if "No matching distribution found" in said:
        return UNREACHABLE
    errors = [line for line in said.splitlines() if line.startswith("ERROR: ")] or said.splitlines()
    words = (errors or ["pip"])[0].removeprefix("ERROR: ").split()
    return both(" ".join(word for word in words if "://" not in word)[:200])
