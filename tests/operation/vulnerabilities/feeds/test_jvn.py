"""JVN iPedia: Japanese words, entries without a CVE, prose ranges."""

from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.feeds.jvn import FEED
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.record import Affected, Score, Span
from material.feed_files import held, records, skipped, told

BEFORE_5 = "for NetApp 5.8 (Build 1299) 未満"


def vuldef(*versions: str, id: str = "JVNDB-2026-000001", cves: tuple[str, ...] = ("CVE-2026-1",)) -> str:
    """A document of VULDEF with one entry, of a product with these versions."""
    numbers = "".join(f"<VersionNumber>{version}</VersionNumber>" for version in versions)
    related = "".join(
        f'<RelatedItem type="advisory"><VulinfoID>{cve}</VulinfoID></RelatedItem>' for cve in cves
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <VULDEF-Document version="3.2" xmlns="http://jvn.jp/vuldef/"><Vulinfo><VulinfoID>{id}</VulinfoID><VulinfoData>
    <Title>カメラにおける脆弱性</Title><Affected><AffectedItem><Name>例</Name><ProductName>カメラ</ProductName>
    <Cpe version="2.2">cpe:/o:example:camera</Cpe>{numbers}</AffectedItem></Affected>
    <Solution><SolutionItem><Description>更新してください。</Description></SolutionItem></Solution>
    <Related>{related}</Related></VulinfoData></Vulinfo></VULDEF-Document>"""


def test_an_entry_gives_the_cve_its_japanese_title_and_solution(tmp_path: Path) -> None:
    [record] = records(FEED, held(tmp_path, vuldef("1.5 未満", cves=("CVE-2026-1234",))))

    assert (record.id, record.aliases) == ("CVE-2026-1234", ("JVNDB-2026-000001",))
    assert (record.title_ja, record.solution_ja) == ("カメラにおける脆弱性", "更新してください。")
    assert told(record, "cpe:o:example:camera").spans == (Span(None, "1.5"),)


def test_an_entry_without_a_cve_has_its_own_id(tmp_path: Path) -> None:
    [record] = records(FEED, held(tmp_path, vuldef("1.5", cves=())))

    assert (record.id, record.aliases) == ("JVNDB-2026-000001", ())
    assert told(record, "cpe:o:example:camera").exact == ("1.5",)


def test_versions_that_hold_for_one_of_the_cves_go_to_that_one(tmp_path: Path) -> None:
    text = vuldef("Ver.1.3.0より前のバージョン（CVE-2026-1001）", cves=("CVE-2026-1001", "CVE-2026-1002"))

    first, second = records(FEED, held(tmp_path, text))

    assert told(first, "cpe:o:example:camera").spans == (Span(None, "1.3.0"),)
    assert second.affected == ()


def test_prose_that_is_not_sure_is_shown_and_leaves_the_product_undecided(tmp_path: Path) -> None:
    [record] = records(FEED, held(tmp_path, vuldef(BEFORE_5, cves=("CVE-2026-1234",))))

    assert told(record, "cpe:o:example:camera") == Affected(
        product="cpe:o:example:camera", unread=(BEFORE_5,)
    )
    assert record.shown == f"例 カメラ: {BEFORE_5}"


def test_prose_that_is_not_sure_beside_a_sure_range_stays_shown(tmp_path: Path) -> None:
    [record] = records(FEED, held(tmp_path, vuldef(BEFORE_5, "6.0 未満", cves=("CVE-2026-1234",))))

    assert told(record, "cpe:o:example:camera").spans == (Span(None, "6.0"),)
    assert record.shown is not None
    assert BEFORE_5 in record.shown


def test_an_entry_that_names_no_version_speaks_of_every(tmp_path: Path) -> None:
    [record] = records(FEED, held(tmp_path, vuldef("", cves=("CVE-2026-1234",))))

    assert told(record, "cpe:o:example:camera").every


def test_a_bad_entry_costs_only_itself(tmp_path: Path) -> None:
    good, bad = vuldef("1.5", cves=("CVE-2026-1234",)), vuldef("1.5", id="JVN-1")
    both = good.replace("</VULDEF-Document>", bad[bad.index("<Vulinfo>") :])

    assert [record.id for record in records(FEED, held(tmp_path, both))] == ["CVE-2026-1234"]
    assert [each.why for each in skipped(FEED, held(tmp_path, both))] == ["no JVNDB id: JVN-1"]


@pytest.mark.shared
def test_the_real_example_without_a_cve_names_its_products(shared_data: Path) -> None:
    file = opened(shared_data / "jvn/examples/hnd/getVulnDetailInfo_hnd_JVNDB-2018-009328.xml")

    [record] = records(FEED, file)

    assert record.id == "JVNDB-2018-009328"
    assert told(record, "cpe:a:veritas:netbackup").exact == ("7.7", "8.0", "8.1")
    assert Score("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, "JVN") in record.scores


@pytest.mark.shared
def test_the_json_form_reads_its_ranges_though_its_frame_is_no_json(shared_data: Path) -> None:
    found = records(FEED, opened(shared_data / "jvn/examples/oka/dataFeed_jvndb_detail_oka.json"))

    spans = [span for record in found for affected in record.affected for span in affected.spans]

    assert Span("0.0.0", "1.0.6") in spans
    assert Span("2.1.0", "2.1.3", high_closed=True) in spans


@pytest.mark.shared
def test_an_overview_list_gives_titles_and_claims_no_range(shared_data: Path) -> None:
    file = opened(shared_data / "jvn/examples/hnd/getVulnOverviewList_hnd.xml")

    found = records(FEED, file)

    assert FEED.as_of(file) == "2025-04-07"
    assert [record.id for record in found] == ["CVE-2025-31084", "CVE-2025-23120"]
    assert all(record.title_ja and not record.affected for record in found)


def test_the_yearly_files_are_fetched_from_the_year_of_the_last_sync_on() -> None:
    names = [download.name for download in FEED.downloads("2025-03-01T00:00:00Z")]

    assert names[0] == "jvndb_detail_2025.rdf"
    assert names[-1] == "jvndb.rdf"
