"""The catalogue that ships: nothing leads nowhere, nothing is said in one language only."""

import msgspec
import pytest

from mamoru.catalog import Case, Condition, MappingEntry, Need, catalog
from mamoru.catalog.consistency import FORBIDDEN, faults
from mamoru.language import Text

THE_CATALOG = catalog()


def bent(standard_id: str = "guide", **changes: object):
    """The catalogue with the first requirement of one standard changed."""
    standard = THE_CATALOG.standard(standard_id)
    first, *rest = standard.requirements
    changed = msgspec.structs.replace(first, **changes)
    other = msgspec.structs.replace(standard, requirements=(changed, *rest))
    standards = tuple(other if s.id == standard_id else s for s in THE_CATALOG.standards)
    return msgspec.structs.replace(THE_CATALOG, standards=standards)


def test_the_shipped_catalogue_has_no_fault():
    assert faults(THE_CATALOG) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": "M1.2"}, "requirement 'M1.2' stands twice"),
        ({"group": "M9"}, "group 'M9' does not exist"),
        ({"needs": Need(all=("no-such-claim",))}, "claim 'no-such-claim' does not exist"),
        ({"needs": Need()}, "needs no claim"),
        ({"applies": Condition(fact="no-such-fact")}, "fact 'no-such-fact' does not exist"),
        ({"applies": Condition()}, "not exactly one of"),
        (
            {"applies": Condition(fact="communicates", all=(Condition(fact="updatable"),))},
            "not exactly one of",
        ),
        ({"applies": Condition(any=())}, "combines nothing"),
        ({"applies": Condition(not_=Condition(fact="x"))}, "fact 'x' does not exist"),
        ({"confidence": "low"}, "no note says why"),
        ({"title": Text("題", "")}, "empty in one language"),
        ({"title": Text("題", "題 only")}, "Japanese in the English text"),
        ({"text": Text("★1を取得予定です。", "It is there.")}, "must not be said"),
        ({"text": Text("この製品は安全です。", "It is there.")}, "must not be said"),
        ({"text": Text("文です。", "The product is planned to conform.")}, "must not be said"),
    ],
)
def test_a_fault_of_a_requirement_is_named(changes, fault):
    found = faults(bent(**changes))

    assert any(fault in line for line in found), found


def test_a_requirement_whose_group_has_a_condition_repeats_it():
    standard = THE_CATALOG.standard("guide")
    bare = tuple(msgspec.structs.replace(r, applies=None) for r in standard.requirements)
    other = msgspec.structs.replace(standard, requirements=bare)
    broken = msgspec.structs.replace(THE_CATALOG, standards=(other, *THE_CATALOG.standards[1:]))

    assert sum("its group has a condition" in line for line in faults(broken)) == 10


def test_a_group_below_no_group_is_named():
    standard = THE_CATALOG.standard("guide")
    other = msgspec.structs.replace(standard, groups=standard.groups[1:])
    broken = msgspec.structs.replace(THE_CATALOG, standards=(other, *THE_CATALOG.standards[1:]))

    assert "guide: group 'M1': parent 'P1' does not stand before it" in faults(broken)


def test_a_mapping_that_leads_nowhere_is_named():
    entry = MappingEntry(from_="guide:M1.1", to="cra:aev", relation="equal", basis="judged")
    broken = msgspec.structs.replace(THE_CATALOG, mapping=(entry,))

    assert faults(broken) == ["mapping guide:M1.1 -> cra:aev: 'cra:aev' does not exist"]


def test_a_mapping_said_to_be_stated_names_its_document():
    entry = MappingEntry(from_="guide:M1.1", to="iot-gl:KP1", relation="equal", basis="stated")
    broken = msgspec.structs.replace(THE_CATALOG, mapping=(entry,))

    assert len(faults(broken)) == 1


def test_a_measure_without_a_case_and_a_case_of_no_measure_are_named():
    word = Text("語", "word")
    case = Case(id="x", measures=("M9",), maker=word, situation=word, measure=word, gain=word, source=word)
    found = faults(msgspec.structs.replace(THE_CATALOG, cases=(case,)))

    assert "measure '3B' has no case" in found
    assert "case 'x': 'M9' is no measure" in found


@pytest.mark.parametrize("text", ["適合予定", "ラベル申請中", "Label-ready", "We plan to conform."])
def test_wording_that_a_scheme_forbids_is_recognised(text):
    assert FORBIDDEN.search(text)


def test_wording_that_only_resembles_it_is_let_through():
    assert not FORBIDDEN.search(
        "適合宣言ではありません。 安全な設定方法。 It is no declaration of conformity."
    )
