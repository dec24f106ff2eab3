"""CVSS: published vectors get their published scores, and nothing that is no vector is read as one."""

import contextlib
import lzma
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.priority.cvss import Rating, rated, read_vector, severity
from mamoru.operation.vulnerabilities.priority.tables import tables


# Source: the worked examples of CVSS v2.0 (3.3), v3.0 and v3.1 (example guides), v4.0 (examples).
@pytest.mark.parametrize(
    ("vector", "base"),
    [
        ("AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8),
        ("AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0),
        ("AV:L/AC:H/Au:N/C:C/I:C/A:C", 6.2),
        ("AV:L/AC:L/Au:N/C:N/I:N/A:N", 0.0),
        ("CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4),
        ("CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1),
        ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5),
        ("CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", 4.6),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7),
        ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.8),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0),
    ],
)
def test_a_published_example_gets_its_base_score(vector: str, base: float) -> None:
    assert rated(read_vector(vector)) == Rating(base=base)


@pytest.mark.parametrize(
    ("vector", "rating"),
    [
        ("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C", Rating(base=7.8, temporal=6.4)),
        (
            "AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H",
            Rating(base=7.8, temporal=6.4, environmental=9.2),
        ),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C", Rating(base=9.8, temporal=8.8)),
        (
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:L/CR:L",
            Rating(base=9.8, environmental=8.1),
        ),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/E:P/CR:H/IR:M/AR:H/MAV:A",
            Rating(base=8.8, temporal=7.8, environmental=5.7),
        ),
        (
            "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/MSI:S",
            Rating(base=7.0, environmental=9.2),
        ),
    ],
)
def test_temporal_and_environmental_metrics_change_the_score(vector: str, rating: Rating) -> None:
    assert rated(read_vector(vector)) == rating


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CVSS:3.1/",
        "CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/A:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:X",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/",
        "CVSS:3.1/av:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "(AV:N/AC:L/Au:N/C:P/I:P/A:P)",
        "AV:N/AC:L/Au:N/C:P/I:P/A:P" + "/E:ND" * 200,
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:S/SA:H",
    ],
)
def test_what_is_no_vector_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        read_vector(text)


@given(st.text(max_size=80) | st.text("CVSS:34.10/AVNLPUIHX", max_size=80))
def test_any_text_is_a_vector_or_a_format_error(text: str) -> None:
    with contextlib.suppress(FormatError):
        assert 0 <= rated(read_vector(text)).base <= 10


@st.composite
def vectors(draw: st.DrawFn) -> str:
    prefix = draw(st.sampled_from(["", "CVSS:3.0/", "CVSS:3.1/", "CVSS:4.0/"]))
    scheme = tables().schemes[prefix[5:6] or "2"]
    parts = [f"{metric}:{draw(st.sampled_from(sorted(values)))}" for metric, values in scheme.base.items()]
    for group in (scheme.temporal, scheme.environmental, scheme.supplemental):
        for metric, values in group.items():
            if draw(st.booleans()):
                parts.append(f"{metric}:{draw(st.sampled_from(sorted(values)))}")
    return prefix + "/".join(draw(st.permutations(parts)))


@given(vectors())
def test_every_vector_has_scores_from_0_to_10_with_one_decimal(text: str) -> None:
    rating = rated(read_vector(text))

    for score in (rating.base, rating.temporal, rating.environmental, rating.overall):
        assert score is None or (0 <= score <= 10 and round(score, 1) == score)


def test_the_words_are_those_of_the_scale() -> None:
    assert [severity(score) for score in (0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10)] == [
        "none", "low", "low", "medium", "medium", "high", "high", "critical", "critical",
    ]  # fmt: skip
    assert severity(10, "2.0") == "high"


def of_the_nvd(feed: Path) -> set[tuple[str, float]]:
    """The NVD's own scores in a feed; some CNAs publish others than their vector gives."""
    records = msgspec.json.decode(lzma.decompress(feed.read_bytes()))
    return {
        (metric["cvssData"]["vectorString"], metric["cvssData"]["baseScore"])
        for record in records["vulnerabilities"]
        for metrics in record["cve"].get("metrics", {}).values()
        for metric in metrics
        if metric.get("source") == "nvd@nist.gov"
    }


@pytest.mark.shared
def test_every_score_that_the_nvd_gives_to_embedded_software_is_ours(shared_data: Path) -> None:
    published = of_the_nvd(shared_data / "nvd-embedded.json.xz")

    assert len(published) > 300
    assert [(v, base) for v, base in sorted(published) if rated(read_vector(v)).base != base] == []


@pytest.mark.shared
@pytest.mark.long
def test_every_score_that_the_nvd_gives_is_ours(shared_data: Path) -> None:
    feeds = sorted((shared_data / "nvd").glob("nvdcve-2.0-*.json.xz"))
    published = {pair for feed in feeds for pair in of_the_nvd(feed)}

    assert len(published) > 1700
    assert [(v, base) for v, base in sorted(published) if rated(read_vector(v)).base != base] == []
