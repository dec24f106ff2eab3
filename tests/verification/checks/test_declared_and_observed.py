"""The checks that set what is declared beside what the images show."""

from datetime import UTC, date, datetime

import pytest

from mamoru.catalog import catalog
from mamoru.evidence import Evidence, Grade, Outcome, Severity, Subject, SubjectKind
from mamoru.evidence.fold import Occasion, evidence_of
from mamoru.evidence.registry import load, registry
from mamoru.language import Text
from mamoru.product import Component, Occurrence
from mamoru.product.sbom import Declared, Inventories, Unread, declared_in_bytes, together
from material.part_lists import BUILDROOT, CYCLONEDX, GNU_MAP, cyclonedx, library

CHECKS = {r.check.id: r for r in registry().checks if r.check.subject is SubjectKind.COMPONENTS}
OCCASION = Occasion(
    subject=Subject(kind="release", id="kc-1@1.0"),
    at=datetime(2026, 11, 23, tzinfo=UTC),
    on=date(2026, 11, 23),
)


def seen(name: str, version: str | None = None, *, confidence: float = 0.9) -> Component:
    """A component as an image shows it."""
    place = Occurrence(
        path=f"/lib/{name}.so", method="version-string", value=name, offset=16, container="rootfs"
    )
    return Component(name=name, version=version, software=name, confidence=confidence, occurrences=(place,))


def sides(declared: Declared, *observed: Component, **more: object) -> Inventories:
    """Both sides, of one image that was opened whole."""
    return Inventories(**({"declared": declared, "observed": observed, "images": 1, "opened": 1} | more))  # type: ignore[arg-type]


def sbom(*components: dict[str, object]) -> Declared:
    """The SBOM with these components."""
    return declared_in_bytes(cyclonedx(*components), "sbom/1.0.cdx.json")


def heard(id: str, looked_at: Inventories) -> Evidence:
    """What one check says, through the real folding."""
    check, run = load(CHECKS[id].module)
    return evidence_of(check, run, looked_at, OCCASION)


OPENSSL = sbom(library("openssl", "1.1.1k"))


def test_the_three_checks_are_there() -> None:
    assert sorted(CHECKS) == ["SBOM-CMP-001", "SBOM-CMP-002", "SBOM-CMP-003"]


@pytest.mark.parametrize("id", sorted(CHECKS))
def test_a_check_speaks_of_claims_that_exist_in_both_languages(id: str) -> None:
    check = CHECKS[id].check
    assert set(check.claims) <= {claim.id for claim in catalog().claims}
    for text in (check.title, check.why, check.remedy):
        assert any("ぁ" <= c <= "ヿ" for c in text.ja) and text.en.isascii()


def test_another_version_is_a_conflict_at_the_line_that_lists_it() -> None:
    told = heard("SBOM-CMP-001", sides(OPENSSL, seen("openssl", "1.1.1n")))
    (finding,) = told.findings
    assert (finding.location.path, finding.location.line) == ("sbom/1.0.cdx.json", 4)
    assert finding.proof == "1.1.1k (sbom/1.0.cdx.json:4) ≠ 1.1.1n (/lib/openssl.so@0x10)"
    assert (finding.severity, told.refutes) == (Severity.MEDIUM, ("sbom-kept",))


def test_the_same_version_shows_that_an_sbom_is_kept_by_measurement() -> None:
    told = heard("SBOM-CMP-001", sides(OPENSSL, seen("openssl", "1.1.1k")))
    assert [(shown.claim, shown.grade) for shown in told.shows] == [("sbom-kept", Grade.MEASURED)]


def test_a_version_known_from_a_file_name_alone_is_no_proof_against_the_list() -> None:
    told = heard("SBOM-CMP-001", sides(OPENSSL, seen("openssl", "1.1", confidence=0.6)))
    assert [finding.severity for finding in told.findings] == [Severity.INFO]
    assert told.refutes == ()


def test_what_no_list_names_is_found_in_the_image_one_finding_each() -> None:
    told = heard(
        "SBOM-CMP-002", sides(OPENSSL, seen("openssl", "1.1.1k"), seen("zlib", "1.2.11"), seen("dropbear"))
    )
    assert [(f.location.path, f.location.container, f.proof) for f in told.findings] == [
        ("/lib/dropbear.so", "rootfs", "dropbear ? (/lib/dropbear.so@0x10)"),
        ("/lib/zlib.so", "rootfs", "zlib 1.2.11 (/lib/zlib.so@0x10)"),
    ]
    assert told.refutes == ("sbom-kept",)


def test_an_image_that_is_listed_wholly_shows_its_sbom() -> None:
    assert heard("SBOM-CMP-002", sides(OPENSSL, seen("openssl", "1.1.1k"))).outcome is Outcome.PASS


def test_a_part_that_the_build_names_and_the_sbom_does_not_is_still_missing_there() -> None:
    built = declared_in_bytes(GNU_MAP.data, GNU_MAP.name)
    told = heard("SBOM-CMP-002", sides(together([OPENSSL, built]), seen("lwip", "2.1.3")))
    assert [finding.proof for finding in told.findings] == ["lwip 2.1.3 (/lib/lwip.so@0x10)"]


def test_a_map_alone_is_no_list_and_shows_no_sbom() -> None:
    built = declared_in_bytes(GNU_MAP.data, GNU_MAP.name)
    for id in ("SBOM-CMP-001", "SBOM-CMP-002"):
        told = heard(id, sides(built, seen("lwip", "2.1.3"), seen("zlib", "1.3")))
        assert (told.findings, told.shows, told.outcome) == ((), (), Outcome.NOT_SHOWN)


def test_a_manifest_of_the_build_lists_all_parts_but_is_no_sbom() -> None:
    built = declared_in_bytes(BUILDROOT.data, BUILDROOT.name)
    told = heard("SBOM-CMP-002", sides(built, seen("busybox", "1.36.1"), seen("zlib", "1.3")))
    assert [finding.proof for finding in told.findings] == ["zlib 1.3 (/lib/zlib.so@0x10)"]
    assert heard("SBOM-CMP-001", sides(built, seen("busybox", "1.36.1"))).shows == ()


def test_a_declared_part_that_no_image_shows_is_told_and_refutes_nothing() -> None:
    told = heard(
        "SBOM-CMP-003", sides(together([OPENSSL, sbom(library("lwip", "2.1.3"))]), seen("openssl", "1.1.1k"))
    )
    (finding,) = told.findings
    assert (finding.severity, finding.location.line) == (Severity.INFO, 4)
    assert told.refutes == ()


def test_a_tool_of_the_build_is_never_looked_for_in_the_image() -> None:
    tool = declared_in_bytes(b'"PACKAGE","VERSION","LICENSE"\n"cmake","3.28.1","BSD"\n', "host-manifest.csv")
    assert heard("SBOM-CMP-003", sides(together([OPENSSL, tool]), seen("openssl", "1.1.1k"))).findings == ()


@pytest.mark.parametrize("id", sorted(CHECKS))
@pytest.mark.parametrize(
    ("looked_at", "outcome"),
    [
        (sides(Declared(), seen("zlib")), Outcome.NOT_APPLICABLE),
        (sides(OPENSSL, images=0, opened=0), Outcome.NOT_APPLICABLE),
        (sides(OPENSSL), Outcome.NOT_APPLICABLE),
        (sides(OPENSSL, opened=0), Outcome.INCONCLUSIVE),
        (sides(Declared(unread=(Unread(path="a.json", why=Text("壊れ", "broken")),))), Outcome.INCONCLUSIVE),
    ],
    ids=["no list", "no image", "an image that tells nothing", "not opened", "unreadable list"],
)
def test_with_one_side_alone_nothing_is_shown_and_the_reason_told(
    id: str, looked_at: Inventories, outcome: Outcome
) -> None:
    told = heard(id, looked_at)
    assert (told.outcome, told.shows, told.findings) == (outcome, (), ())
    assert told.reason is not None


def test_what_could_not_be_opened_keeps_silence_from_being_proof() -> None:
    blind = Text("開けない", "closed")
    told = heard("SBOM-CMP-002", sides(OPENSSL, seen("openssl", "1.1.1k"), blind=blind))
    assert (told.outcome, told.undecided) == (Outcome.INCONCLUSIVE, ("sbom-kept",))


def test_a_list_of_which_a_part_is_unreadable_does_not_show_an_sbom() -> None:
    lost = Declared(unread=(Unread(path="build/x.map", why=Text("壊れ", "broken")),))
    told = heard("SBOM-CMP-001", sides(together([OPENSSL, lost]), seen("openssl", "1.1.1k")))
    assert told.outcome is Outcome.INCONCLUSIVE
    assert "build/x.map" in (told.reason.en if told.reason else "")


def test_a_distributions_package_agrees_with_the_upstream_version_seen() -> None:
    declared = declared_in_bytes(CYCLONEDX.data, CYCLONEDX.name)
    told = heard("SBOM-CMP-001", sides(declared, seen("openssl", "1.1.1k"), seen("wpa-supplicant", "2.10")))
    assert told.outcome is Outcome.PASS
