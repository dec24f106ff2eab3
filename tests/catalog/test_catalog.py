"""What the shipped catalogue asks, held against the facts of the guide and the standards."""

import pytest

from mamoru.catalog import catalog
from mamoru.evidence.grade import Grade

THE_CATALOG = catalog()
GUIDE = THE_CATALOG.standard("guide")
REQUIREMENTS = [(s, r) for s in THE_CATALOG.standards for r in s.requirements]


def requirement(id: str):
    return THE_CATALOG.requirement(id)[1]


def ids(standard: str) -> list[str]:
    return [r.id for r in THE_CATALOG.standard(standard).requirements]


def test_the_guide_stands_first_and_every_standard_has_its_prefix():
    assert [s.id for s in THE_CATALOG.standards] == [
        "guide", "cra", "en-303-645", "iot-gl", "jc-star-1", "nistir-8259", "psti",
    ]  # fmt: skip


def test_the_guide_has_four_phases_six_measures_and_seven_technical_measures():
    kinds = [group.kind for group in GUIDE.groups]

    assert (kinds.count("phase"), kinds.count("measure"), kinds.count("technical-measure")) == (4, 6, 7)


def test_every_group_of_the_guide_says_what_it_asks_and_shows_its_label():
    assert all(group.text and group.label for group in GUIDE.groups)


def test_the_guide_has_31_items_each_below_its_measure():
    assert len(GUIDE.requirements) == 31
    assert all(r.id.startswith(r.group + ".") for r in GUIDE.requirements)


@pytest.mark.parametrize(
    ("measure", "fact"),
    [
        ("1A", "communicates"), ("1B", "communicates"), ("1C", "communicates"), ("2A", "handles-data"),
        ("2B", "handles-data"), ("3A", "must-stay-available"), ("3B", "must-stay-available"),
    ],
)  # fmt: skip
def test_a_technical_measure_is_asked_for_by_what_the_device_does(measure, fact):
    group = next(g for g in GUIDE.groups if g.id == measure)
    items = [r for r in GUIDE.requirements if r.group == measure]

    assert {group.applies.fact, *(r.applies.fact for r in items)} == {fact}


def test_only_outside_advice_is_optional_in_the_guide():
    assert [r.id for r in GUIDE.requirements if r.status != "mandatory"] == ["M4.2"]


@pytest.mark.parametrize(
    ("weakness", "item"),
    [
        ("no-shared-credential", "1A.1"), ("no-needless-service", "1A.1"), ("no-hidden-account", "1A.1"),
        ("debug-closed", "1A.1"), ("credentials-stored-hashed", "1A.1"), ("settings-authorised", "1A.1"),
        ("device-keys-unique", "1A.2"), ("trust-anchors-sound", "1A.2"), ("update-is-signed", "1B.1"),
        ("update-over-secure-channel", "1B.1"), ("logs-kept", "1C.1"), ("secrets-not-in-clear", "2A.1"),
        ("files-guarded", "2A.1"), ("sent-data-protected", "2A.2"), ("strong-cryptography", "2A.2"),
        ("input-validated", "M4.1"), ("memory-hardened", "M4.1"), ("least-privilege", "M4.1"),
    ],
)  # fmt: skip
def test_a_weakness_of_the_device_refutes_the_item_it_belongs_to(weakness, item):
    assert weakness in requirement(item).needs.all


def test_verification_counts_only_when_it_was_measured_on_this_release():
    assert requirement("M5.2").needs.grade is Grade.MEASURED
    assert requirement("M5.3").needs.grade is Grade.MEASURED


def test_organisation_is_taken_at_its_word_and_a_policy_is_not():
    assert requirement("M2.2").needs.grade is Grade.DECLARED
    assert requirement("M1.1").needs.grade is Grade.ATTESTED


def test_the_iot_security_guideline_has_21_points_in_their_order():
    assert ids("iot-gl") == [f"KP{number}" for number in range(1, 22)]


def test_jc_star_1_has_16_requirements_in_their_order():
    assert ids("jc-star-1") == [f"S1.1-{number:02}" for number in range(1, 17)]


def test_jc_star_points_that_nobody_could_read_are_marked_and_nothing_may_be_claimed_of_it():
    jc_star = THE_CATALOG.standard("jc-star-1")
    doubtful = [r.id for r in jc_star.requirements if r.confidence == "medium"]

    assert doubtful == [f"S1.1-{number:02}" for number in range(6, 16)]
    assert jc_star.unconfirmed
    assert not jc_star.claimable


def test_provisions_of_en_303_645_keep_their_numbers_and_their_status():
    recommended = [r for r in THE_CATALOG.standard("en-303-645").requirements if r.status == "recommended"]

    assert len(ids("en-303-645")) == 78
    assert len(recommended) == 42
    assert requirement("en-303-645:5.3-13").status == "mandatory"
    assert requirement("en-303-645:5.7-1").status == "recommended"


def test_a_provision_on_lack_of_updates_applies_only_where_there_are_none():
    assert requirement("en-303-645:5.3-14").applies.not_.fact == "updatable"


@pytest.mark.parametrize(("standard", "fact"), [("cra", "sold-in-eu"), ("psti", "sold-in-uk")])
def test_a_law_binds_only_where_the_product_is_sold(standard, fact):
    for asked in THE_CATALOG.standard(standard).requirements:
        parts = asked.applies.all or (asked.applies,)
        assert fact in [part.fact for part in parts]


def test_the_cra_has_its_annexes_duties_and_reports():
    groups = [group.id for group in THE_CATALOG.standard("cra").groups]

    assert groups == ["annex-i-1", "annex-i-2", "annex-ii", "annex-vii", "article-13", "article-14"]
    assert {"CRA-I.2m", "CRA-II.8", "CRA-UI.8f", "CRA-TD.8", "CRA-13.23", "CRA-14.1"} <= set(ids("cra"))


def test_psti_has_three_requirements_and_the_statement_of_compliance():
    assert ids("psti") == ["PSTI-1", "PSTI-2", "PSTI-3", "PSTI-SoC"]


def test_nistir_8259_keeps_the_activities_of_2020_and_names_those_of_the_revision():
    for number in range(1, 7):
        assert "8259r1" in requirement(f"nistir-8259:A{number}").note.en


@pytest.mark.parametrize("standard", THE_CATALOG.standards, ids=lambda s: s.id)
def test_every_standard_says_on_what_it_rests_and_that_the_result_is_no_certification(standard):
    assert standard.sources
    assert "認証・ラベル・適合宣言ではありません" in standard.notice.ja
    assert "no certification, no label" in standard.notice.en


@pytest.mark.parametrize(("standard", "asked"), REQUIREMENTS, ids=lambda x: getattr(x, "id", None))
def test_every_requirement_is_told_in_sentences(standard, asked):
    assert asked.ref
    assert asked.text.ja.endswith("。")
    assert asked.text.en.endswith(".")
    assert asked.text.ja.rstrip("。").endswith(("ます", "です", "ません"))


def test_a_requirement_is_found_with_and_without_the_guides_prefix():
    assert THE_CATALOG.requirement("1A.1") == THE_CATALOG.requirement("guide:1A.1")
    assert THE_CATALOG.requirement("guide:9Z.9") is None
    assert THE_CATALOG.requirement("nobody:1A.1") is None
