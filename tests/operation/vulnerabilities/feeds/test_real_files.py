"""Every real file is one feed's, is read whole, and what it skips is known."""

from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.cpe import order_of_product
from mamoru.operation.vulnerabilities.feeds import Feed, feed, feeds
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.product.software import software
from material.feed_files import NAMES, records, skipped

pytestmark = pytest.mark.shared

ADVISORIES = {  # file: feed, at least so many records, at most so many skipped
    "alpine-secdb": ("alpine-secdb", 1822, 0),
    "arch-avg": ("arch", 1167, 8),
    "curl": ("curl", 206, 0),
    "esp-idf": ("esp-idf", 13, 0),
    "freebsd-vuxml": ("freebsd-vuxml", 917, 5),
    "gentoo-glsa": ("gentoo-glsa", 1452, 0),
    "mbedtls": ("mbedtls", 81, 1),
    "netbsd-pkgsrc": ("netbsd-pkgsrc", 1954, 0),
    "nginx": ("nginx", 52, 0),
    "node": ("node", 171, 14),
    "ubuntu-tracker": ("ubuntu-tracker", 6462, 0),
    "yocto-meta-oe": ("yocto", 1026, 3),
    "yocto-oe-core": ("yocto", 15214, 78),
    "zephyr": ("zephyr", 48, 0),
}


def the(id: str) -> Feed:
    """The feed of this id."""
    found = feed(id)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ADVISORIES)
def test_every_file_of_the_advisories_is_read(name: str, shared_data: Path) -> None:
    id, least, most_skipped = ADVISORIES[name]
    file = opened(shared_data / "advisories" / f"{name}.jsonl.xz")

    found = records(the(id), file)

    assert len(found) >= least
    assert len({record.id for record in found}) == len(found)
    assert len(skipped(the(id), file)) <= most_skipped


@pytest.mark.parametrize("name", ADVISORIES)
def test_upstreams_versions_are_in_the_order_of_the_software(name: str, shared_data: Path) -> None:
    found = records(the(ADVISORIES[name][0]), opened(shared_data / "advisories" / f"{name}.jsonl.xz"))
    told = {(each.product, each.order) for record in found for each in record.affected}

    strange = [
        (product, order)
        for product, order in told
        if (known := software(product.removeprefix("software:"))) is not None
        and product.startswith("software:")
        and known.order != order
    ]
    strange += [each for each in told if each[0].startswith("cpe:") and order_of_product(each[0]) != each[1]]

    assert strange == []


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("hnd/dataFeed_jvndb_detail_hnd.xml", 11),
        ("hnd/dataFeed_jvndb_rss_hnd.xml", 4),
        ("hnd/getVulnDetailInfo_hnd_JVNDB-2017-009608.xml", 1),
        ("hnd/getVulnDetailInfo_hnd_JVNDB-2018-009328.xml", 1),
        ("hnd/getVulnOverviewList_hnd.xml", 2),
        ("oka/dataFeed_jvndb_detail_oka.json", 7),
        ("oka/dataFeed_jvndb_rss_oka.json", 3),
        ("oka/getVulnOverviewList_oka.json", 3),
    ],
)
def test_every_answer_of_myjvn_about_vulnerabilities_is_read(
    name: str, least: int, shared_data: Path
) -> None:
    file = opened(shared_data / "jvn/examples" / name)

    assert the("jvn").mine(file)
    assert len(records(the("jvn"), file)) == least


def test_the_kev_catalogue_is_read_with_its_day(shared_data: Path) -> None:
    file = opened(shared_data / "kev/known_exploited_vulnerabilities.json.xz")

    assert len(records(the("kev"), file)) == 1404
    assert skipped(the("kev"), file) == []
    assert the("kev").as_of(file) == "2025-08-25"


@pytest.mark.parametrize(("day", "count"), [("2021-04-14", 64712), ("2021-08-31", 72272)])
def test_each_day_of_epss_is_read(day: str, count: int, shared_data: Path) -> None:
    file = opened(shared_data / f"epss/epss_scores-{day}.csv.gz")

    assert len(records(the("epss"), file)) == count
    assert skipped(the("epss"), file) == []
    assert the("epss").as_of(file) == day


def test_every_csaf_document_is_read_valid_or_not(shared_data: Path) -> None:
    documents = [
        path
        for version in ("csaf_2.0", "csaf_2.1")
        for part in ("examples/csaf", "tests")
        for path in (shared_data / "csaf" / version / part).rglob("*.json")
        if path.name != "testcases.json" and not path.name.endswith(".result.json")
    ]

    found = {path: list(the("csaf").read(opened(path))) for path in documents}
    silent = [path for path in documents if not found[path] and b'"cve"' in path.read_bytes()]

    assert len(documents) > 250
    assert silent == []


def test_no_file_is_two_feeds_and_a_schema_is_nobodys(shared_data: Path) -> None:
    folders = ("advisories", "jvn", "kev", "epss", "csaf")
    paths = [path for folder in folders for path in (shared_data / folder).rglob("*") if path.is_file()]

    claims = {
        path: [each.id for each in feeds() if each.id in NAMES and each.mine(opened(path))] for path in paths
    }

    assert [path for path, ids in claims.items() if len(ids) > 1] == []
    assert [path for path, ids in claims.items() if ids and "schema" in path.parts[-1]] == []
    assert [
        path
        for path, ids in claims.items()
        if ids and path.name.startswith(("nvd", "cve5", "kernel", "debian"))
    ] == []


@pytest.mark.parametrize(
    ("id", "names"),
    [
        ("yocto", ["advisories/yocto-oe-core.jsonl.xz", "advisories/yocto-meta-oe.jsonl.xz"]),
        ("jvn", ["jvn/examples/oka/dataFeed_jvndb_detail_oka.json", "jvn/examples/oka/dataFeed_jvndb_rss_oka.json"]),
        ("csaf", ["csaf/csaf_2.0/examples/csaf/csaf_vex/2022-evd-uc-01-a-001.json",
                  "csaf/csaf_2.0/examples/csaf/csaf_vex/2022-evd-uc-01-f-001.json"]),
    ],
)  # fmt: skip
def test_two_files_that_speak_of_one_vulnerability_do_not_replace_each_other(
    id: str, names: list[str], shared_data: Path
) -> None:
    first, second = (
        {(record.id, record.origin or record.id) for record in records(the(id), opened(shared_data / name))}
        for name in names
    )

    assert first & second == set()
