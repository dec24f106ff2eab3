"""What becomes of records that somebody tampers with: what `verify` says, and what still counts.

Each row bends one thing in a workspace that has records of every kind, by two writers, and is whole before.
Beside them stand harmless things that must not alarm.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mamoru.data_folder import data_folder
from mamoru.document_store.places import ATTACHMENTS, DECISIONS, EVIDENCE, HEADS, OWN
from mamoru.evidence.seal import new_key
from mamoru.evidence.verifying import verified
from material.histories import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A workspace that two writers wrote in, with every kind of record, sealed."""
    first = History(tmp_path / "first")
    first.run(0)
    first.decide("CVE-2022-0001")
    second = first.copied_to(tmp_path / "work")
    second.run(1)
    second.decide("CVE-2022-0002")
    second.test_by_hand()
    second.inventory()
    key = tmp_path / "key.pem"
    key.write_bytes(new_key())
    second.seal(key)
    second.decide("CVE-2022-0003")
    second.run(2)
    assert verified(second.root).serious == ()
    return second


def files(history: History, place: str) -> list[Path]:
    return sorted(path for path in (history.own / place).rglob("*") if path.is_file())


def oldest(history: History, place: str) -> Path:
    return files(history, place)[0]


def newest(history: History, place: str) -> Path:
    return files(history, place)[-1]


def edited(path: Path) -> None:
    body = path.read_bytes()
    path.write_bytes(body.replace(b"2026-11-30", b"2026-11-29", 1))
    assert path.read_bytes() != body


def fitted(path: Path, body: bytes) -> Path:
    """Write `body` under the name that fits it, at the moment of `path`."""
    stamp = path.name.partition("-")[0]
    target = path.with_name(f"{stamp}-{hashlib.sha256(body).hexdigest()[:32]}.json")
    target.write_bytes(body)
    return target


def renamed_to_fit(path: Path) -> None:
    body = path.read_bytes().replace(b"2026-11-30", b"2026-11-29", 1)
    path.unlink()
    fitted(path, body)


def copied_and_edited(path: Path) -> None:
    fitted(path, path.read_bytes().replace(b"2026-11-30", b"2026-11-29", 1))


def as_an_older_mamoru_would(path: Path) -> None:
    """A forged record without a link, as records were written at first."""
    body = path.read_bytes()
    start = body.index(b'"chain"')
    fitted(path, body[:start] + body[body.index(b"}", start) + 1 :].lstrip(b", \n"))


def from_another_workspace(history: History) -> None:
    other = History(history.root.parent / "another")
    other.decide("CVE-2099-0001")
    shutil.copy(newest(other, "decisions"), history.root / DECISIONS)


def of_another_head(history: History, change: tuple[str, str]) -> None:
    path = newest_head(history)
    path.write_text(path.read_text().replace(*change, 1))


def newest_head(history: History) -> Path:
    return max(files(history, "heads"), key=lambda path: path.stat().st_size)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def swapped(history: History) -> None:
    """A decision put among the runs."""
    path = newest(history, "decisions")
    path.rename(history.root / EVIDENCE / path.name)


def resealed(history: History) -> None:
    newest(history, "seals").unlink()
    other = history.root.parent / "other.pem"
    other.write_bytes(new_key())
    history.seal(other)


def stripped(path: Path) -> None:
    body = path.read_text()
    start = body.index(',\n "signature"')
    path.write_text(body[:start] + "\n}\n")


def linked(path: Path, elsewhere: Path) -> None:
    shutil.copy(path, elsewhere)
    path.unlink()
    path.symlink_to(elsewhere)


def exchanged(one: Path, other: Path) -> None:
    body = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(body)


DAMAGED, GONE, PUT_IN, INSTEAD = (
    "do not fit the digest",
    "is not there",
    "counted by no writer",
    "in the place of",
)
TAMPERINGS: dict[str, tuple[Callable[[History], object], str]] = {
    "a run edited": (lambda h: edited(oldest(h, "evidence")), DAMAGED),
    "a decision edited": (lambda h: edited(oldest(h, "decisions")), DAMAGED),
    "an inventory edited": (lambda h: newest(h, "inventory").write_bytes(b"{}"), DAMAGED),
    "the oldest run deleted": (lambda h: oldest(h, "evidence").unlink(), GONE),
    "the newest run deleted": (lambda h: newest(h, "evidence").unlink(), GONE),
    "the oldest decision deleted": (lambda h: oldest(h, "decisions").unlink(), GONE),
    "the newest decision deleted": (lambda h: newest(h, "decisions").unlink(), GONE),
    "the only inventory deleted": (lambda h: newest(h, "inventory").unlink(), GONE),
    "all decisions deleted": (lambda h: shutil.rmtree(h.root / DECISIONS), GONE),
    "all runs deleted": (lambda h: shutil.rmtree(h.root / EVIDENCE), GONE),
    "a run renamed to fit its new contents": (lambda h: renamed_to_fit(oldest(h, "evidence")), GONE),
    "a decision renamed to fit its new contents": (lambda h: renamed_to_fit(newest(h, "decisions")), INSTEAD),
    "a decision copied and edited": (lambda h: copied_and_edited(oldest(h, "decisions")), INSTEAD),
    "a run copied and edited": (lambda h: copied_and_edited(newest(h, "evidence")), INSTEAD),
    "a decision forged in the older form": (lambda h: as_an_older_mamoru_would(newest(h, "decisions")), PUT_IN),
    "a decision from another workspace": (from_another_workspace, "the head file of this writer is not there"),
    "a run cut short": (lambda h: cut(newest(h, "evidence")), DAMAGED),
    "a decision emptied": (lambda h: newest(h, "decisions").write_bytes(b""), DAMAGED),
    "two runs exchanged": (lambda h: exchanged(oldest(h, "evidence"), newest(h, "evidence")), DAMAGED),
    "a decision put among the runs": (swapped, GONE),
    "a head file lost": (lambda h: newest_head(h).unlink(), "the head file of this writer is not there"),
    "all head files lost": (lambda h: shutil.rmtree(h.root / HEADS), "the head file of this writer is not there"),
    "a head file edited": (lambda h: of_another_head(h, ('"count": 2', '"count": 1')), "is damaged or edited"),
    "a head file emptied": (lambda h: newest_head(h).write_bytes(b""), "is damaged or edited"),
    "a seal stripped of its signature": (lambda h: stripped(newest(h, "seals")), DAMAGED),
    "a seal deleted": (lambda h: newest(h, "seals").unlink(), GONE),
    "sealed anew by another key": (resealed, GONE),
    "an attachment deleted": (lambda h: newest(h, "attachments").unlink(), GONE),
    "an attachment edited": (lambda h: newest(h, "attachments").write_bytes(b"x"), "is damaged or edited"),
    "an attachment replaced by a link": (
        lambda h: linked(newest(h, "attachments"), h.root.parent / "x.jpg"), "was replaced by a link"),
    "a run replaced by a link": (lambda h: linked(newest(h, "evidence"), h.root.parent / "x.json"), "is a link"),
    "a file that is no record": (lambda h: (h.root / DECISIONS / "notes.json").write_text("{}"), "is no record"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_told_with_what_was_done(history: History, name: str) -> None:
    tamper, said = TAMPERINGS[name]

    tamper(history)

    told = verified(history.root)
    assert any(said in fault.what.en for fault in told.serious), [f.what.en for f in told.faults]


def git_round_trip(history: History) -> None:
    """Committed, and checked out anew with line ends made those of Windows."""
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "core.autocrlf=true"]
    subprocess.run([*git, "init", "-q"], cwd=history.root, check=True)
    subprocess.run([*git, "add", "."], cwd=history.root, check=True, capture_output=True)
    subprocess.run([*git, "commit", "-qm", "x"], cwd=history.root, check=True)
    shutil.move(history.root / ".git", history.root.parent / "git")
    shutil.rmtree(history.root)
    history.root.mkdir()
    shutil.move(history.root.parent / "git", history.root / ".git")
    subprocess.run([*git, "checkout", "-q", "."], cwd=history.root, check=True)
    assert not (history.own / "lock").exists()


def other_times(history: History) -> None:
    for path in history.own.rglob("*"):
        os.utime(path, (1, 1))


def second_writer(history: History) -> None:
    other = history.copied_to(history.root.parent / "other")
    other.decide("CVE-2022-0009")
    history.run(3)
    history.united_with(other)


def older_head(history: History) -> None:
    """A copy from before, put over what came after."""
    before = history.copied_to(history.root.parent / "before")
    history.run(3)
    history.decide("CVE-2022-0010")
    shutil.copytree(before.root / HEADS, history.root / HEADS, dirs_exist_ok=True)


HARMLESS: dict[str, Callable[[History], object]] = {
    "nothing": lambda _: None,
    "a git checkout with other line ends set": git_round_trip,
    "files with other times": other_times,
    "a temporary file left over": lambda h: (h.root / EVIDENCE / ".tmp-0123").write_bytes(b"{"),
    "a temporary attachment left over": lambda h: (h.root / ATTACHMENTS / ".tmp-0123").write_bytes(b"{"),
    "an attachment that nothing names": lambda h: (h.root / ATTACHMENTS / ("0" * 64)).write_bytes(b"x"),
    "a second writer": second_writer,
    "an older head put over a newer one": older_head,
    "what is remembered of this folder lost": lambda _: shutil.rmtree(
        data_folder() / "writers", ignore_errors=True
    ),
    "the lock lost": lambda h: (h.own / "lock").unlink(),
    "the workspace moved": lambda h: h.root.rename(h.root.parent / "moved"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_does_not_alarm_and_the_work_goes_on(history: History, name: str) -> None:
    HARMLESS[name](history)
    root = history.root if history.root.exists() else history.root.parent / "moved"
    assert verified(root).serious == ()

    going_on = History(root, 100)
    going_on.run(4)
    going_on.decide("CVE-2022-0011")

    assert verified(root).serious == ()


@pytest.mark.parametrize("name", [name for name in TAMPERINGS if "head" not in name])
def test_what_was_tampered_with_stays_told_while_the_work_goes_on(history: History, name: str) -> None:
    TAMPERINGS[name][0](history)
    before = {fault.file for fault in verified(history.root).serious}

    history.run(5)
    history.decide("CVE-2022-0012")

    assert {fault.file for fault in verified(history.root).serious} == before


def test_a_forged_decision_does_not_count(history: History) -> None:
    before = history.decided.decisions()
    copied_and_edited(newest(history, "decisions"))
    as_an_older_mamoru_would(oldest(history, "decisions"))
    from_another_workspace(history)
    assert history.decided.decisions() == before


def test_a_result_by_hand_whose_attachment_went_is_withdrawn_with_the_reason(history: History) -> None:
    newest(history, "attachments").unlink()
    (by_hand,) = [item for item in history.runs.evidence() if item.by_hand is not None]
    assert (by_hand.shows, by_hand.undecided) == ((), ("c3",))
    assert by_hand.reason is not None
    assert "“photograph.jpg” of TC-DEL-01 is not there" in by_hand.reason.en


def test_a_result_by_hand_whose_record_was_edited_is_withdrawn_with_the_reason(history: History) -> None:
    path = next(path for path in files(history, "evidence") if b"TC-DEL-01" in path.read_bytes())
    path.write_bytes(path.read_bytes().replace("高橋".encode(), "山田".encode()))
    (by_hand,) = [item for item in history.runs.evidence() if item.by_hand is not None]
    assert by_hand.shows == ()
    assert by_hand.reason is not None
    assert path.name in by_hand.reason.en


def test_no_record_names_a_place_outside_the_workspace(history: History) -> None:
    assert str(history.root).encode() not in b"".join(path.read_bytes() for path in history.records())
    assert (history.root / OWN).is_dir()
