"""Two true histories never alarm when they are united; every record that is removed or altered does."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mamoru.document_store.chain.counting import whole
from mamoru.evidence.verifying import verified
from material.histories import History

ACTS = ("run", "decide", "test_by_hand", "inventory", "seal")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(ACTS), st.integers(0, 2)),
        st.tuples(st.sampled_from(["a", "b", "c"]), st.just("unite"), st.sampled_from(["a", "b", "c"])),
    ),
    min_size=1,
    max_size=12,
)


def done(history: History, act: str, number: int) -> None:
    made = {
        "run": lambda: history.run(number),
        "decide": lambda: history.decide(f"CVE-2022-{number:04}"),
        "test_by_hand": lambda: history.test_by_hand(b"photograph %d" % number),
        "inventory": lambda: history.inventory(f"part-{number}"),
        "seal": history.seal,
    }
    made[act]()


def lived(root: Path, steps: list[tuple[str, str, object]]) -> dict[str, History]:
    """Three copies of one workspace that went on by themselves, and were united now and then."""
    first = History(root / "a")
    first.run()
    copies = {"a": first, "b": first.copied_to(root / "b"), "c": first.copied_to(root / "c")}
    for name, act, with_ in steps:
        if act == "unite" and with_ != name:
            copies[name].united_with(copies[str(with_)])
        elif act != "unite":
            done(copies[name], act, int(str(with_)))
    return copies


@settings(max_examples=40)
@given(steps=STEPS)
def test_no_union_of_true_histories_alarms(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, object]]
) -> None:
    copies = lived(tmp_path_factory.mktemp("union"), steps)
    all_names = {name for each in copies.values() for name in whole(each.root).names}

    copies["a"].united_with(copies["b"])
    copies["a"].united_with(copies["c"])
    copies["a"].run()

    told = verified(copies["a"].root)
    assert told.serious == ()
    assert all_names < set(whole(copies["a"].root).names)
    shutil.rmtree(copies["a"].root.parent)


@settings(max_examples=40)
@given(steps=STEPS, data=st.data())
def test_every_record_removed_or_altered_alarms_and_does_not_count(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, object]], data: st.DataObject
) -> None:
    united = lived(tmp_path_factory.mktemp("loss"), steps)["a"]
    united.run()
    victim = data.draw(st.sampled_from(united.records()))
    body = bytearray(victim.read_bytes())
    if data.draw(st.booleans()):
        victim.unlink()
    else:
        body[data.draw(st.integers(0, len(body) - 1))] ^= data.draw(st.integers(1, 255))
        victim.write_bytes(body)

    told = verified(united.root)

    name = victim.relative_to(united.own).as_posix()
    digest = victim.stem.rpartition("-")[2]
    assert any(fault.file == name or fault.file.endswith(digest) for fault in told.serious)
    assert name not in whole(united.root).names
    shutil.rmtree(united.root.parent)


def test_a_folder_put_back_from_a_backup_and_united_with_what_was_lost_does_not_alarm(tmp_path: Path) -> None:
    here = History(tmp_path / "here")
    here.run()
    backup = here.copied_to(tmp_path / "backup")
    here.run(1)
    offsite = here.copied_to(tmp_path / "offsite")
    shutil.rmtree(here.root)
    shutil.copytree(backup.root, here.root)
    here.run(2)

    here.united_with(offsite)

    assert verified(here.root).serious == ()
    assert len(here.runs.evidence()) == 3


def test_a_record_names_few_others_however_many_there_are(tmp_path: Path) -> None:
    history = History(tmp_path / "x")
    for number in range(30):
        history.run(number)
    others = [history.copied_to(tmp_path / f"copy{number}") for number in range(5)]
    for other in others:
        other.run()
        history.united_with(other)
    history.run()
    assert max(path.stat().st_size for path in history.records()) < 2000
    assert max(len(run.chain.knew) for run in history.runs.runs() if run.chain) == 5
