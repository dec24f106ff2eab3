"""The makers' own lists: curl, nginx, Node.js, Mbed TLS, Zephyr, ESP-IDF."""

import json
from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.feeds import feed
from mamoru.operation.vulnerabilities.feeds.curl import FEED as CURL
from mamoru.operation.vulnerabilities.feeds.esp_idf import FEED as ESP_IDF
from mamoru.operation.vulnerabilities.feeds.mbedtls import FEED as MBEDTLS
from mamoru.operation.vulnerabilities.feeds.nginx import FEED as NGINX
from mamoru.operation.vulnerabilities.feeds.node import FEED as NODE
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.feeds.zephyr import FEED as ZEPHYR
from mamoru.operation.vulnerabilities.record import Needed, Span
from material.feed_files import held, on_lines, one, records, skipped, told

ADVISORY = {"file": "a-1.md", "cve": "CVE-2026-1234", "title": "T"}
MANIFEST = """manifests:
- dest: components/lwip/lwip
  manifest:
    cpe:
    - cpe:2.3:a:lwip_project:lwip:{}:*:*:*:*:*:*:*
    version: 2.1.2
    cve-exclude-list:
    - cve: CVE-2020-22284
      reason: fixed here
"""


def test_curl_names_the_first_and_the_last_release(tmp_path: Path) -> None:
    record = one(
        CURL,
        tmp_path,
        {
            "cve": "CVE-2023-38545",
            "first": "7.69.0",
            "last": "8.3.0",
            "announced": "20231011",
            "cwe": "CWE-122: x",
        },
    )

    assert told(record, "software:curl").spans == (Span("7.69.0", "8.3.0", high_closed=True),)
    assert (record.published, record.weaknesses) == ("2023-10-11", ("CWE-122",))


def test_curl_in_osv_form_gives_the_fixed_release(tmp_path: Path) -> None:
    events = [{"introduced": "7.69.0"}, {"fixed": "8.4.0"}]
    git = {"type": "GIT", "events": [{"introduced": "a" * 40}, {"fixed": "b" * 40}]}
    entry = {
        "id": "CURL-CVE-2023-38545",
        "aliases": ["CVE-2023-38545"],
        "affected": [{"ranges": [{"type": "SEMVER", "events": events}, git]}],
    }
    file = held(tmp_path, json.dumps([entry], indent=1))

    [record] = records(CURL, file)

    assert CURL.mine(file)
    assert (record.id, record.aliases) == ("CVE-2023-38545", ("CURL-CVE-2023-38545",))
    assert told(record, "software:curl").spans == (Span("7.69.0", "8.4.0"),)
    assert told(record, "software:curl").fixed == ("8.4.0",)


def test_nginx_spares_the_mended_releases_of_a_lower_series(tmp_path: Path) -> None:
    record = one(
        NGINX,
        tmp_path,
        {
            "cve": "CVE-2026-1234",
            "vulnerable": "1.1.4-1.2.8, 1.3.9-1.4.0, 1.5.3",
            "good": "1.5.4+, 1.4.1+, 1.2.9+",
        },
    )

    affected = told(record, "software:nginx")

    assert affected.spans == (
        Span("1.1.4", "1.2.8", high_closed=True),
        Span("1.3.9", "1.4.0", high_closed=True),
    )
    assert affected.exact == ("1.5.3",)
    assert affected.spared == (Span("1.2.9", "1.3"), Span("1.4.1", "1.5"))


def test_nginx_in_words_is_skipped(tmp_path: Path) -> None:
    file = held(tmp_path, on_lines([{"cve": "CVE-2026-1234", "vulnerable": "some versions", "good": ""}]))

    assert [each.why for each in skipped(NGINX, file)] == ["not a range: some versions"]


@pytest.mark.parametrize(
    ("vulnerable", "patched", "spans", "exact", "spared"),
    [
        ("8.x || 0.10.x", "^8.1.4 || ^0.10.48", (Span("8", "9"), Span("0.10", "0.11")), (), (Span("8.1.4", "9"), Span("0.10.48", "0.11"))),
        (">=6.0.0 <6.2.0", "", (Span("6.0.0", "6.2.0"),), (), ()),
        ("8.5.0", "^8.6.0", (), ("8.5.0",), (Span("8.6.0", "9"),)),
        ("<= 10", ">= 10.9.0", (Span(None, "11"),), (), (Span("10.9.0"),)),
        ("^4.8.2", "15.2.1", (Span("4.8.2", "5"),), (), (Span("15.2.1", "16"),)),
    ],
)  # fmt: skip
def test_node_reads_ranges_as_npm_does(
    vulnerable: str,
    patched: str,
    spans: tuple[Span, ...],
    exact: tuple[str, ...],
    spared: tuple[Span, ...],
    tmp_path: Path,
) -> None:
    affected = told(
        one(NODE, tmp_path, {"cve": ["CVE-2026-1234"], "vulnerable": vulnerable, "patched": patched}),
        "software:nodejs",
    )

    assert (affected.spans, affected.exact, affected.spared) == (spans, exact, spared)


def test_node_says_which_system_alone_is_hit(tmp_path: Path) -> None:
    entry = {"cve": ["CVE-2026-1234"], "vulnerable": "8.x", "affectedEnvironments": ["win32"]}

    assert told(one(NODE, tmp_path, entry), "software:nodejs").on == "windows"
    assert (
        told(one(NODE, tmp_path, entry | {"affectedEnvironments": ["linux"]}), "software:nodejs").on is None
    )


def test_node_is_read_as_it_is_published_too(tmp_path: Path) -> None:
    file = held(
        tmp_path,
        json.dumps(
            {"1": {"cve": ["CVE-2026-1234"], "vulnerable": "8.x", "patched": ""}, "2": {"cve": []}}, indent=2
        ),
    )

    assert [record.id for record in records(NODE, file)] == ["CVE-2026-1234"]
    assert len(skipped(NODE, file)) == 1


def test_mbedtls_ends_an_open_range_where_it_is_mended(tmp_path: Path) -> None:
    entry = ADVISORY | {
        "affects": "Mbed TLS 3.2.0 and above",
        "resolution": "Affected users will want to upgrade to Mbed TLS 3.5.0.",
    }

    affected = told(one(MBEDTLS, tmp_path, entry), "software:mbedtls")

    assert affected.spans == (Span("3.2.0", "3.5.0"),)
    assert affected.fixed == ("3.5.0",)


def test_mbedtls_that_is_open_for_ever_is_shown(tmp_path: Path) -> None:
    record = one(
        MBEDTLS, tmp_path, ADVISORY | {"affects": "PolarSSL 1.0 and up", "resolution": "a one-line fix"}
    )

    assert record.affected == ()
    assert record.shown == "PolarSSL 1.0 and up / a one-line fix"


def test_mbedtls_without_a_cve_has_the_advisorys_id(tmp_path: Path) -> None:
    assert one(MBEDTLS, tmp_path, ADVISORY | {"affects": "Mbed TLS 3.6.0", "cve": "(none)"}).id == "a-1"


def test_mbedtls_that_is_not_affected_says_so(tmp_path: Path) -> None:
    affected = told(
        one(MBEDTLS, tmp_path, ADVISORY | {"affects": "PolarSSL not affected"}), "software:mbedtls"
    )

    assert (affected.state, affected.every) == ("not-affected", True)


def test_zephyr_spares_a_series_that_has_its_own_fix(tmp_path: Path) -> None:
    affected = told(
        one(
            ZEPHYR,
            tmp_path,
            {"cve": "CVE-2020-10019", "fixed": ["1.14.2", "2.1.1", "2.2.0"], "product": "zephyr"},
        ),
        "software:zephyr",
    )

    assert affected.spans == (Span(None, "2.2.0"),)
    assert affected.spared == (Span("1.14.2", "1.15"), Span("2.1.1", "2.2"))


def test_a_reason_of_esp_idf_holds_inside_esp_idf_only(tmp_path: Path) -> None:
    record = one(ESP_IDF, tmp_path, {"file": "v4.4.8.yml", "yaml": MANIFEST})

    affected = told(record, "cpe:a:lwip_project:lwip")

    assert (affected.state, affected.exact, affected.why) == ("not-affected", ("2.1.2",), "fixed here")
    assert affected.needs == (Needed(("cpe:2.3:a:espressif:esp-idf:4.4.8:*:*:*:*:*:*:*",)),)


def test_a_manifest_of_esp_idf_that_is_no_yaml_is_skipped(tmp_path: Path) -> None:
    file = held(tmp_path, on_lines([{"file": "v4.4.8.yml", "yaml": "a: [&x *x"}]))

    assert len(skipped(ESP_IDF, file)) == 1


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "id", "cve", "product"),
    [
        ("curl", "curl", "CVE-2023-38545", "software:curl"),
        ("nginx", "nginx", "CVE-2021-23017", "software:nginx"),
        ("node", "node", "CVE-2022-0778", "software:nodejs"),
        ("zephyr", "zephyr", "CVE-2020-10019", "software:zephyr"),
        ("mbedtls", "mbedtls", "CVE-2024-45159", "software:mbedtls"),
    ],
)
def test_a_known_vulnerability_is_found_in_the_real_list(
    name: str, id: str, cve: str, product: str, shared_data: Path
) -> None:
    found = feed(id)
    assert found is not None

    [record] = [
        each for each in records(found, opened(shared_data / f"advisories/{name}.jsonl.xz")) if each.id == cve
    ]

    assert told(record, product).spans
