"""What is new since the last watch, and that the changed vulnerabilities alone give what all would."""

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.decisions import Decision, Scope
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.store.building import build
from mamoru.operation.vulnerabilities.store.excerpt import Excerpt
from mamoru.operation.vulnerabilities.store.layout import vulnerability_number
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.telling import Circumstances, MatchTold, in_order
from mamoru.operation.vulnerabilities.watching import (
    Matcher,
    Parts,
    Portfolio,
    matches_by_release,
    news,
    standings,
)
from mamoru.operation.vulnerabilities.watching.standing import Key, Standing, by_key
from material.vulnerabilities import AT, criterion, cve, nvd_feed, part, store

DAY = date(2026, 11, 28)
LATER = "2026-11-24T00:00:00+00:00"
NAMES = {"zlib": "a:zlib:zlib", "openssl": "a:openssl:openssl", "busybox": "a:busybox:busybox"}
VERSIONS = ("1.0.1", "1.1.1", "1.2.11", "1.35.0", None)
OLD_ZLIB = criterion("a:zlib:zlib", versionEndExcluding="1.2.12")
ACCEPTED = Decision(
    scope=Scope(vulnerability="CVE-2024-0001", releases=("r0",)),
    state="accepted",
    reason="later",
    by="A",
    on=date(2026, 11, 1),
    until=date(2026, 12, 1),
)
CVSS = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:{c}/I:N/A:N"


def parts(*components: Any) -> Parts:
    return Parts(components=components, around=Circumstances(release="1.0"))


def matches(*components: Any, said: Store) -> dict[Key, MatchTold]:
    return Matcher(said, DAY).told(parts(*components), components)


def kinds(before: dict[Key, MatchTold], now: dict[Key, MatchTold]) -> list[str]:
    return [each.kind for each in news("cam", "1.0", standings(before.values()), now)]


def metric(score: float) -> dict[str, Any]:
    data = {"version": "3.1", "vectorString": CVSS.format(c="H" if score > 6 else "L"), "baseScore": score}
    return {"cvssMetricV31": [{"source": "nvd@nist.gov", "type": "Primary", "cvssData": data}]}


def test_what_stands_as_it_stood_is_no_news(tmp_path: Path) -> None:
    with store(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB])) as said:
        now = matches(part("zlib", "1.2.11"), said=said)

    assert kinds(now, now) == []


def test_a_new_match_is_told_with_its_reason(tmp_path: Path) -> None:
    with store(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB])) as said:
        now = matches(part("zlib", "1.2.11"), said=said)

    (told,) = news("cam", "1.0", {}, now)

    assert (told.kind, told.vulnerability, told.component, told.wants_answer) == (
        "new", "CVE-2018-25032", "zlib", True,
    )  # fmt: skip
    assert "< 1.2.12" in told.why[0].en


def test_an_exploit_that_becomes_known_is_told(tmp_path: Path) -> None:
    entry = {"cveID": "CVE-2018-25032", "dateAdded": "2026-11-20", "vulnerabilityName": "zlib"}
    exploited = tmp_path / "kev.json"
    exploited.write_text(json.dumps({"catalogVersion": "2026.11.20", "vulnerabilities": [entry]}))
    with store(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB])) as said:
        before = matches(part("zlib", "1.2.11"), said=said)
    with store(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB]), files=[exploited]) as said:
        now = matches(part("zlib", "1.2.11"), said=said)

    assert kinds(before, now) == ["exploited"]


def test_a_score_that_rose_is_told_and_one_that_fell_is_not(tmp_path: Path) -> None:
    low = cve("CVE-2018-25032", [OLD_ZLIB], metrics=metric(5.3))
    high = cve("CVE-2018-25032", [OLD_ZLIB], metrics=metric(7.5))
    with store(tmp_path, low) as said:
        before = matches(part("zlib", "1.2.11"), said=said)
    with store(tmp_path, high) as said:
        now = matches(part("zlib", "1.2.11"), said=said)

    assert kinds(before, now) == ["raised"]
    assert kinds(now, before) == []


def test_a_version_that_mends_it_is_told_when_it_is_published(tmp_path: Path) -> None:
    open_ended = criterion("a:zlib:zlib", versionEndIncluding="1.2.11")
    with store(tmp_path, cve("CVE-2018-25032", [open_ended])) as said:
        before = matches(part("zlib", "1.2.11"), said=said)
    with store(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB])) as said:
        now = matches(part("zlib", "1.2.11"), said=said)

    assert kinds(before, now) == ["mended"]


def test_a_match_that_no_source_gives_any_more_is_told_as_gone(tmp_path: Path) -> None:
    with store(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB])) as said:
        before = matches(part("zlib", "1.2.11"), said=said)

    assert kinds(before, {}) == ["gone"]


names = st.sampled_from(sorted(NAMES))
records = st.dictionaries(
    st.integers(1, 8).map(lambda n: f"CVE-2024-{n:04}"),
    st.tuples(
        names,
        st.sampled_from(VERSIONS[:4]),
        st.sampled_from([False, False, True]),
        st.sampled_from([5.3, 7.5]),
        st.none() | names,
    ),
    min_size=1,
)
releases = st.lists(
    st.lists(st.tuples(st.sampled_from(sorted(NAMES)), st.sampled_from(VERSIONS)), max_size=4),
    min_size=1,
    max_size=4,
)


def feed(folder: Path, said: dict[str, Any], name: str) -> Path:
    made = []
    for id, (product, version, rejected, score, beside) in sorted(said.items()):
        state = {"vulnStatus": "Rejected"} if rejected else {}
        nodes = [[criterion(NAMES[product], versionEndExcluding=version)]]
        nodes += [[criterion(NAMES[beside], vulnerable=False)]] if beside else []
        made.append(cve(id, *nodes, joined="AND", metrics=metric(score), **state))
    return nvd_feed(folder, *made, name=name)


def of(numbers: tuple[int, ...], stood: dict[Key, Standing]) -> dict[Key, Standing]:
    return {key: each for key, each in stood.items() if vulnerability_number(key.vulnerability) in numbers}


def every(release: Parts, said: Store) -> dict[Key, MatchTold]:
    return by_key(
        in_order(release.components, matched(release.components, said).matches, release.around, DAY)
    )


@settings(max_examples=40)
@given(first=records, delta=records, portfolio=releases)
def test_matching_what_changed_gives_what_matching_all_gives(
    first: dict[str, Any], delta: dict[str, Any], portfolio: list[list[tuple[str, str | None]]]
) -> None:
    all_parts = [
        Parts(
            components=tuple(part(name, version) for name, version in release),
            around=Circumstances(release=f"r{n}", decisions=(ACCEPTED,)),
        )
        for n, release in enumerate(portfolio)
    ]
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "s.db"
        build([feed(Path(name), first, "nvdcve-2.0-2024.json")], target, at=AT, workers=0)
        with Store(target) as said:
            stood = [standings(every(each, said).values()) for each in all_parts]
        build([feed(Path(name), delta, "nvdcve-2.0-modified.json")], target, at=LATER, workers=0)

        with Store(target) as said:
            excerpt = Excerpt(said, said.changed_since(AT))
            changed = dict(matches_by_release(Portfolio(all_parts), excerpt, DAY))
            whole = [every(each, said) for each in all_parts]

    for r, full in enumerate(whole):
        some = changed.get(r, {})
        old = of(excerpt.numbers, stood[r])
        stands = {key: stood[r][key] for key in stood[r].keys() - old.keys()} | standings(some.values())
        assert stands == standings(full.values())
        assert news("cam", "1.0", old, some) == news("cam", "1.0", stood[r], full)
