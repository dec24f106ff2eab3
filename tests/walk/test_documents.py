"""The documents are walked: every command of every page that is written by hand, in order, from nothing."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mamoru.exit_status import VERBS, Exit, Kind
from material.command import mamoru
from material.feed_server import Served, running
from material.vulnerabilities import exploited
from material.walking import Ran, hints, lines, ran

REPOSITORY = Path(__file__).parents[2]
PAGES = ("README.md", "README.ja.md", "docs/README.md", "docs/watch.md", "docs/adr/*.md")
GENERATED = {"commands.md", "standards.md", "tests-by-hand.md"}  # by a test of what is in `docs/`

NOW_AND_THEN = {  # what changes the machine or fetches: `test_installing.py`, in long mode
    "make run", "make test", "make data", "make lint", "pipx install .", "pipx inject mamoru apprise",
    "pip install '.[notify]'", "apt install git make python3-venv",
}  # fmt: skip
NO_COMMAND_OF_OURS = {
    "[Unit]", "Description=Mamoru watch", "[Service]", "Type=oneshot", "User=mamoru",
    "EnvironmentFile=/etc/mamoru/notify.env", "SuccessExitStatus=1 3",
    "[Timer]", "OnCalendar=*-*-* 06:30", "Persistent=true", "[Install]", "WantedBy=timers.target",
    "crontab -e", "systemctl enable --now mamoru-watch.timer", "wget --mirror",
    r'schtasks /Create /TN "Mamoru watch" /SC DAILY /ST 06:30 /TR C:\products\watch.cmd',
}  # fmt: skip
IN = "my-company: "  # in this folder
DECIDED = (
    "mamoru vulns decide CVE-2022-0778 my-company --state not-affected "
    "--justification vulnerable_code_not_present --reason … --by "
)
REASON = "--reason 'not built in'"
VALUES = {  # a line that leaves something to the reader, and what this reader types
    **{DECIDED + who: [(DECIDED + who).replace("--reason …", REASON)] for who in ('"Hanako Sato"', '"佐藤花子"')},
    "source <(mamoru completion bash)": ["mamoru completion bash"],
    "mamoru sbom check": ["mamoru sbom check sbom.json"],
    "mamoru sbom check FILE": ["mamoru sbom check sbom.json"],
    "mamoru plan record": ["mamoru plan record demo TC-AUTH-01 --result pass --by Sato --device SN-1"],
    "mamoru explain CVE-…": ["mamoru explain CVE-2022-0778"],
    "mamoru vulns sync --from FILE.bundle": ["mamoru vulns sync --from FILE.bundle --trust 'FINGERPRINT'"],
    "mamoru watch --notify URL": ["mamoru watch my-company --notify {web}/hook"],
    "mamoru watch": [IN + "mamoru watch"],
    "mamoru check": [IN + "mamoru check"],
    "30 6 * * * mamoru vulns sync >/dev/null; mamoru watch /srv/products": [
        "mamoru vulns sync", "mamoru watch my-company",
    ],
    "ExecStartPre=-mamoru vulns sync": ["mamoru vulns sync"],
    "ExecStart=mamoru watch /srv/products": ["mamoru watch my-company"],
    r"mamoru watch C:\products -o C:\products\watch.txt": ["mamoru watch my-company -o my-company/watch.txt"],
}  # fmt: skip
BEFORE = {  # what stands when a page begins that goes on where another ended
    "docs/watch.md": [
        "mamoru init my-company --from firmware.bin --website https://www.example.com --lead 'Hanako Sato'",
        "mamoru check my-company",
    ],
    "docs/adr/*.md": ["mamoru init my-company", "mamoru firmware sbom firmware.bin -o sbom.json"],
}
EXPECTED = {  # of the demo's first release, where a page comes to it first
    "mamoru check firmware.bin": 1,
    "mamoru check my-company": 1,
    "mamoru firmware check firmware.bin --format sarif": 1,
    "mamoru sbom check sbom.json": 1,
    "mamoru design my-company": 1,
    "mamoru watch my-company": 1,
    "mamoru vulns match my-company --format csaf": 0,
}
BARE = {  # the same, where no part has a vulnerability: nothing wants an answer, nothing was answered
    "mamoru watch my-company": 3,
    "mamoru vulns match my-company --format csaf": 2,
}
TOLD = {
    "mamoru vulns sync --from facts.bundle": "mamoru vulns sync --from facts.bundle --trust 'FINGERPRINT'",
    "mamoru vulns sync --from FILE.bundle": "mamoru vulns sync --from FILE.bundle --trust 'FINGERPRINT'",  # a hint that leaves something to the reader, and what this reader types
    "mamoru explain ID": "mamoru explain CVE-2022-0778",
    "mamoru vulns decide ID": DECIDED.replace("--reason …", REASON) + "'Hanako Sato 佐藤花子'",
}


class Images(NamedTuple):
    """The images of the demo's two releases; `bare` where the libraries for them could not be had, so that
    no part in them has a vulnerability that is known."""

    first: Path
    mended: Path
    bare: bool


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Images:
    """Made once, with what the network gives; without one the demo says so and goes on."""
    folder = tmp_path_factory.mktemp("demo")
    told = mamoru("demo", cwd=folder, environment={"MAMORU_DATA_DIR": str(folder / "data")})
    assert told.returncode == 0, told.stderr
    made = folder / "demo" / "products" / "nc-100" / "images"
    bare = b"could not be fetched" in told.stdout
    return Images(made / "netcam-1.0.bin", made / "netcam-1.1.bin", bare)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Served]:
    """What a newcomer's machine can reach: a mirror with two feeds, and a place that takes messages."""
    kev = exploited(tmp_path, "CVE-2022-0778").read_bytes()
    server = Served({"/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json": kev})
    with running(server):
        yield server


def environment(page: str, home: Path, web: Served) -> dict[str, str]:
    for name in ("home", "data"):
        (home / name).mkdir(exist_ok=True)
    return {
        "HOME": str(home / "home"),
        "MAMORU_DATA_DIR": str(home / "data"),
        "MAMORU_FEEDS": web.address,
        "MAMORU_LANG": "ja" if ".ja." in page else "en",
        "PIP_NO_INDEX": "1",
    }


def typed_in(page: str, web: Served) -> Iterator[str]:
    """What is typed, line by line. Fails for a line that nobody has thought of."""
    yield from BEFORE.get(page, ())
    text = "\n".join(path.read_text("utf-8") for path in sorted(REPOSITORY.glob(page)))
    for line in lines(text):
        if line in NOW_AND_THEN or line in NO_COMMAND_OF_OURS:
            continue
        if line not in VALUES and (not line.startswith("mamoru ") or "…" in line):
            pytest.fail(f"{page}: nobody has said what becomes of this line: {line}")
        yield from (each.replace("{web}", web.address) for each in VALUES.get(line, [line]))


def filled(line: str, walked: list[Ran]) -> str:
    """`line` with the fingerprint that was told before."""
    told = re.findall(r"(?:[0-9a-f]{8} ){7}[0-9a-f]{8}", " ".join(done.said for done in walked))
    return line.replace("FINGERPRINT", told[-1] if told else "FINGERPRINT")


def of_hint(hint: str, done: Ran) -> tuple[str, Path]:
    """What a reader types on a hint, and where: one that names no folder is meant for the workspace."""
    typed = filled(TOLD.get(hint, hint), [done])
    named = [done.where / word for word in done.typed.split() if (done.where / word / "maker.yaml").is_file()]
    elsewhere = any((done.where / word).exists() for word in typed.split()[1:])
    return typed, done.where if elsewhere or not named else named[0]


def test_every_page_written_by_hand_is_walked() -> None:
    pages = {page for page in (REPOSITORY / "docs").glob("*.md") if page.name not in GENERATED}

    assert {page.relative_to(REPOSITORY).as_posix() for page in pages} <= set(PAGES)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_and_every_hint_does_what_the_table_says(
    page: str, images: Images, tmp_path: Path, web: Served
) -> None:
    place = tmp_path / "desk"
    place.mkdir()
    for name, image in (
        ("firmware.bin", images.first),
        ("old.bin", images.first),
        ("new.bin", images.mended),
    ):
        shutil.copyfile(image, place / name)
    around = environment(page, tmp_path, web)

    walked: list[Ran] = []
    for line in typed_in(page, web):
        where = place / "my-company" if line.startswith(IN) else place
        walked.append(ran(filled(line.removeprefix(IN), walked), where, around))
    told = dict.fromkeys(of_hint(hint, done) for done in walked for hint in hints(done))
    followed = [ran(typed, where, around) for typed, where in told]

    first = {done.typed: done for done in reversed(walked)}
    expected = EXPECTED | (BARE if images.bare else {})
    assert [wrong for done in walked if (wrong := fault(done)) and done.typed not in BARE] == []
    assert {typed: done.status for typed, done in first.items() if typed in expected} == {
        typed: status for typed, status in expected.items() if typed in first
    }
    assert [wrong for done in followed if (wrong := fault(done))] == []


def fault(done: Ran) -> str | None:
    """What is wrong with how a command ended, None where nothing is."""
    verb = VERBS[done.verb]
    may = {Exit.FINE} | ({Exit.FOUND} if verb.kind is Kind.JUDGES else set())
    may |= {Exit.UNSEEN} if verb.unseen else set()
    unclean = [
        sign for sign in ("Traceback", "Text(ja=", "予期しない誤り", "Unexpected error") if sign in done.said
    ]
    if done.status in may and not unclean:
        return None
    return f"{done.typed} [{done.status}] {' '.join(unclean)} {done.said.strip()[-300:]}"
