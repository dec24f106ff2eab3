"""Measure how many mutants of the rules are killed by their own tests (`make mutants`), with mutmut.

Each folder of rules is mutated against its own folder of tests, in a copy of what git holds. A mutant that changes
nothing that anybody could see is listed with its reason in `tests/house/equivalent_mutants.toml`; a `no mutate` mark
counts as a survivor, as there is none. Names the survivors; ends with 1 where more survive than may.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[1]
EQUIVALENT = REPOSITORY / "tests" / "house" / "equivalent_mutants.toml"
FOLDERS = {
    "src/mamoru/operation/vulnerabilities/matching": "tests/operation/vulnerabilities/matching",
    "src/mamoru/assessment": "tests/assessment",
}
LEAST_KILLED = 0.90  # of all that are not equivalent
MOST_EQUIVALENT = 0.05  # of all
EXAMPLES = "10"  # of each property test, for each mutant
DEAD = frozenset((1, 3, 24, 36, 152, 255, -24))  # killed by a test, or out of time
SETTINGS = """
[tool.mutmut]
source_paths = ["src/"]
only_mutate = ["{folder}/*.py"]
do_not_mutate = ["{folder}/*/*"]
also_copy = ["examples", "docs", "README.md", "README.ja.md"]
pytest_add_cli_args_test_selection = ["{tests}"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "no:randomly", "--ignore={tests}/report"]
"""


class Mutant(NamedTuple):
    """A mutant: the function that it is in, the lines that it takes away, and those that stand there instead."""

    function: str
    before: str
    after: str


def main() -> int:
    """Measure each folder, or those that are named by the end of their path."""
    asked = [folder for folder in FOLDERS if not sys.argv[1:] or folder.endswith(tuple(sys.argv[1:]))]
    known = {Mutant(m["function"], m["before"], m["after"]) for m in equivalent()}
    return max((_measured(folder, known) for folder in asked), default=0)


def equivalent() -> list[dict[str, str]]:
    """The mutants that are known to change nothing, each with its reason."""
    found: list[dict[str, str]] = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("mutant", [])
    return found


def _measured(folder: str, known: set[Mutant]) -> int:
    with tempfile.TemporaryDirectory(prefix="mamoru-mutants-") as place:
        copy = Path(place)
        _copied(copy)
        with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
            file.write(SETTINGS.format(folder=folder, tests=FOLDERS[folder]))
        few = os.environ | {"MAMORU_EXAMPLES": EXAMPLES}
        ran = subprocess.run(
            [_mutmut(), "run"], cwd=copy, env=few, capture_output=True, text=True, check=False
        )
        codes = dict(_codes(copy / "mutants" / folder))
        if not codes or None in codes.values():
            print(ran.stdout[-2000:], ran.stderr[-2000:], sep="\n")
            print(f"{folder}: mutmut did not come to its end")
            return 1
        left = [_shown(name, copy) for name, code in codes.items() if code not in DEAD]
    return _told(folder, len(codes), left, known)


def _told(folder: str, count: int, left: list[Mutant], known: set[Mutant]) -> int:
    same = [each for each in left if each in known]
    alive = [each for each in left if each not in known]
    for each in alive:
        print(f"\n{each.function}\n- {each.before}\n+ {each.after}")
    killed = count - len(left)
    share, of_all = killed / (count - len(same)), len(same) / count
    print(
        f"{folder}: {killed} of {count - len(same)} killed ({share:.1%}), "
        f"{len(same)} of {count} equivalent ({of_all:.1%})"
    )
    return int(share < LEAST_KILLED or of_all > MOST_EQUIVALENT)


def _copied(target: Path) -> None:
    """What git holds, as it stands in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        source, place = REPOSITORY / name, target / name
        if source.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.read_bytes())


def _codes(folder: Path) -> Iterator[tuple[str, int | None]]:
    for file in sorted(folder.glob("*.meta")):
        yield from json.loads(file.read_bytes())["exit_code_by_key"].items()


def _shown(name: str, copy: Path) -> Mutant:
    said = subprocess.run([_mutmut(), "show", name], cwd=copy, capture_output=True, text=True, check=True)
    lines = [line for line in said.stdout.splitlines() if not line.startswith(("+++", "---"))]
    before, after = (
        " ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in ("-", "+")
    )
    return Mutant(name.rpartition("__mutmut_")[0].removeprefix("mamoru."), before, after)


def _mutmut() -> str:
    return str(Path(sys.executable).parent / "mutmut")


if __name__ == "__main__":
    sys.exit(main())
