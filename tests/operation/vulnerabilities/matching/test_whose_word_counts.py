"""Whose word rules a hit out, and whose does not: each rule with the nearest case in which it must not hold."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.matching.against import against, is_weak, not_built, ruled_out_by
from mamoru.operation.vulnerabilities.matching.conditions import Surroundings
from mamoru.operation.vulnerabilities.matching.found import Found
from mamoru.operation.vulnerabilities.matching.names import Field, Known
from mamoru.operation.vulnerabilities.matching.says import Says
from mamoru.operation.vulnerabilities.matching.verdict import verdict
from mamoru.operation.vulnerabilities.record import Needed, Span
from mamoru.operation.vulnerabilities.store.kept import Kept
from mamoru.operation.vulnerabilities.store.reading import Said, Source
from mamoru.product.component import Component, Kernel
from material.vulnerabilities import kept_row, part

SOURCES = {
    number: Source(id=number, name=name, as_of=None, synced="2026-11-23")
    for number, name in enumerate(("nvd", "osv", "debian", "cna", "alpine"))
}
STORE = cast(Says, SimpleNamespace(sources=SOURCES))
NVD, OSV, DEBIAN, CNA, ALPINE = SOURCES
OURS = "1.1.5"
HERE, ABOVE = Span(low="1.0", high="1.2"), Span(low="2.0", high="2.2")
LINUX = part("linux", "5.10.223")


def known(
    product: str = "software:openssl", field: Field = "software", *, distribution: bool = False
) -> Known:
    return Known(product, OURS, "generic", field, distribution)


UPSTREAM = known()
CPE = known("cpe:a:openssl:openssl", "cpe")
HOME = known("pkg:deb/debian/openssl", "purl", distribution=True)
KERNEL = known("software:linux")
PART = Component(name="openssl", version=OURS)


def hit(name: Known = UPSTREAM, source: str = "nvd", **fields: Any) -> Found:
    row = kept_row(**(fields or {"spans": (HERE,)}))
    return Found(source, name, verdict(name.version, row), Certainty.AFFECTED)


def out(
    found: list[Found], *said: tuple[Known, int, list[Kept]], names: tuple[Known, ...] = (UPSTREAM, CPE, HOME)
) -> tuple[str, str] | None:
    """Whose word rules `found` out: the source, and the sentence."""
    rows: dict[str, list[Said]] = {}
    for name, source, kept in said:
        rows.setdefault(name.product, []).append(Said(1, source, tuple(kept)))
    judged = against(names, rows, found, PART, Surroundings([PART, LINUX]), STORE)
    return (judged[0], judged[1].en) if judged else None


def test_the_distributions_word_on_its_own_package_goes_before_upstreams() -> None:
    assert out([hit()], (HOME, DEBIAN, [kept_row(spans=(ABOVE,))])) == (
        "debian",
        "The distribution (pkg:deb/debian/openssl) says that this version is mended or not affected: "
        "pkg:deb/debian/openssl (purl): 1.1.5 lies in no range (>= 2.0, < 2.2)",
    )
    assert out([hit()], (HOME, DEBIAN, [kept_row(spans=(HERE,))])) is None
    assert out([hit()], (HOME, DEBIAN, [kept_row(spans=(ABOVE,)), kept_row(spans=(HERE,))])) is None
    assert out([hit()], (HOME, DEBIAN, [])) is None
    assert out([hit()]) is None


def test_the_distributions_own_hit_is_ruled_out_by_nobody() -> None:
    own = [hit(), hit(HOME, "debian")]
    assert out(own, (HOME, DEBIAN, [kept_row(spans=(ABOVE,))])) is None
    assert out(own, (UPSTREAM, CNA, [kept_row(spans=(HERE,), state="not-affected")])) is None


def test_the_second_source_of_a_distribution_counts_where_the_first_is_silent() -> None:
    silent = (HOME, ALPINE, [kept_row(spans=(HERE,))])
    assert out([hit()], silent, (HOME, DEBIAN, [kept_row(spans=(ABOVE,))])) is not None


def test_the_kernels_makers_know_best_of_a_kernel() -> None:
    names = (KERNEL, known("cpe:o:linux:linux_kernel", "cpe"))
    found = [hit(names[1])]
    mended = (KERNEL, CNA, [kept_row(spans=(ABOVE,))])
    assert out(found, mended, names=names) == (
        "cna",
        "The kernel's makers say that this version is mended or not affected: "
        "software:linux (software): 1.1.5 lies in no range (>= 2.0, < 2.2)",
    )
    assert out([*found, hit(KERNEL)], mended, names=names) is None
    assert (
        out([hit(CPE)], (UPSTREAM, CNA, [kept_row(spans=(ABOVE,))])) is None
    )  # no kernel: nobody knows best


def test_that_it_does_not_affect_counts_for_the_versions_that_are_named() -> None:
    found = [hit(CPE)]
    assert out(
        found, (UPSTREAM, CNA, [kept_row(spans=(HERE,), state="not-affected", why="patched in 1.1.4")])
    ) == ("cna", "software:openssl (software): 1.1.5 lies in the range >= 1.0, < 1.2 (“patched in 1.1.4”)")
    every = out(found, (UPSTREAM, CNA, [kept_row(every=True, state="not-affected")]))
    assert every == ("cna", "software:openssl (software): Every version is named")
    assert out(found, (UPSTREAM, CNA, [kept_row(spans=(ABOVE,), state="not-affected")])) is None
    assert out(found, (UPSTREAM, CNA, [kept_row(git=True, state="not-affected")])) is None


def test_that_it_does_not_affect_elsewhere_counts_for_nothing_here() -> None:
    windows = kept_row(spans=(HERE,), state="not-affected", on="windows")
    assert out([hit(CPE)], (UPSTREAM, CNA, [windows])) is None
    beside = kept_row(spans=(HERE,), state="not-affected")
    assert out([hit(CPE)], (UPSTREAM, CNA, [windows, beside])) is not None


BOUND = {"spans": (Span(high="1.9"),), "upper": True}


def test_an_exact_range_goes_before_a_bound_from_above_and_before_nothing_else() -> None:
    exact = (CPE, NVD, [kept_row(spans=(ABOVE,))])
    assert out([hit(UPSTREAM, "alpine", **BOUND)], exact) == (
        "nvd",
        "cpe:a:openssl:openssl (cpe): 1.1.5 lies in no range (>= 2.0, < 2.2)",
    )
    assert out([hit(UPSTREAM, "alpine")], exact) is None
    assert out([hit(UPSTREAM, "alpine", **BOUND), hit(CPE)], exact) is None


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ([{"spans": (ABOVE,)}, {"spans": (HERE,)}], False),
        ([{"exact": ("0.9",)}], False),
        ([{"exact": ("0.9", "0.8")}], True),
        ([{"exact": ("0.9",)}, {"exact": ("0.8",)}], True),
        ([{"exact": ("0.9",)}, {"spans": (ABOVE,)}], True),
        ([{"spans": (ABOVE,), "state": "under-investigation"}], False),
        ([{"spans": (ABOVE,), "git": True}], False),
        ([{"spans": (ABOVE,), "upper": True}], False),
        ([{"git": True}], False),
    ],
)
def test_what_an_exact_range_is(rows: list[dict[str, Any]], rules: bool) -> None:
    said = (CPE, NVD, [kept_row(**row) for row in rows])
    assert (out([hit(UPSTREAM, "alpine", **BOUND)], said) is not None) is rules


def test_what_osv_counts_out_of_commits_is_no_exact_range() -> None:
    row = [kept_row(spans=(ABOVE,))]
    assert out([hit(CPE, "alpine", **BOUND)], (UPSTREAM, OSV, row)) is None
    assert out([hit(CPE, "alpine", **BOUND)], (UPSTREAM, CNA, row)) is not None
    assert out([hit(CPE, "osv", **BOUND)], (CPE, OSV, row)) is not None


def test_who_states_a_range_only_weakly() -> None:
    row, bound = kept_row(spans=(HERE,)), kept_row(**BOUND)
    github, npm = known("pkg:github/openssl/openssl", "purl"), known("pkg:npm/x", "purl")
    assert [is_weak(name, row, "osv") for name in (UPSTREAM, github, npm, CPE)] == [True, True, False, False]
    assert not any(is_weak(name, row, "nvd") for name in (UPSTREAM, github, npm))
    assert is_weak(CPE, bound, "nvd")


def test_the_lowest_bound_of_the_same_series_is_the_nearest_to_the_truth() -> None:
    found = [hit(UPSTREAM, "alpine", **BOUND)]
    mended = kept_row(spans=(Span(high="1.1.4"),), upper=True)
    assert out(found, (UPSTREAM, ALPINE, [mended])) == (
        "alpine",
        "software:openssl (software): 1.1.5 lies in no range (< 1.1.4)",
    )
    for other in (
        kept_row(spans=(Span(high="1.1.4", high_closed=True),), upper=True),
        kept_row(spans=(Span(high="1.0.9"),), upper=True),
        kept_row(spans=(Span(high="1.1.6"),), upper=True),
        kept_row(spans=(Span(high="1.1.4"),), upper=True, every=True),
    ):
        assert out(found, (UPSTREAM, ALPINE, [other])) is None
    assert out(found, (UPSTREAM, ALPINE, [kept_row(spans=(HERE,)), mended])) is not None


def test_why_a_row_says_that_it_is_not_affected() -> None:
    here = Surroundings([PART, LINUX])

    def why(**fields: Any) -> str | None:
        found = ruled_out_by(UPSTREAM, kept_row(**fields), PART, here)
        return found.en if found else None

    assert why(spans=(ABOVE,)) == "software:openssl (software): 1.1.5 lies in no range (>= 2.0, < 2.2)"
    assert why(spans=(HERE,)) is None
    assert why(spans=(HERE,), on="windows") == "It is for windows, and this product runs linux"
    assert why(spans=(HERE,), on="some-cloud") is None  # not known is no denial
    ours = Needed(names=("cpe:2.3:o:microsoft:windows:*:*:*:*:*:*:*:*",))
    assert why(spans=(HERE,), needs=(ours,)) == "It is for microsoft:windows, and this product runs linux"
    python = Component(name="x", version=OURS, purl="pkg:pypi/x@1.1.5")
    assert ruled_out_by(UPSTREAM, kept_row(spans=(HERE,), on="python"), python, here) is None


FILES = ("net/bluetooth/hci_core.c",)


def kernel_with(*built_in: str, off: tuple[str, ...] = ()) -> Component:
    built = Kernel(release="5.10.223", built_in=built_in, modular=(), off=off)
    return Component(name="linux", version="5.10.223", software="linux", kernel=built)


def test_a_kernel_that_was_built_without_the_file_does_not_have_it() -> None:
    without, with_it = kernel_with("NET", off=("BT",)), kernel_with("NET", "BT")
    told, other = hit(KERNEL, "cna", every=True, files=FILES), hit(KERNEL, "nvd")
    source, why = not_built([other, told], without) or ("", None)
    assert source == "cna"
    assert why is not None
    assert "CONFIG_BT" in why.en
    assert not_built([other, told], with_it) is None
    assert not_built([other], without) is None
    assert not_built([told], LINUX) is None


def test_the_version_of_the_part_speaks_where_the_kernel_tells_no_release() -> None:
    """`hci_sync.c` came after 5.10: only of a newer kernel without Bluetooth it is sure that it lacks it."""
    newer = hit(KERNEL, "cna", every=True, files=("net/bluetooth/hci_sync.c",))
    built = Kernel(built_in=("NET",), modular=(), off=("BT",))
    of = {
        v: Component(name="linux", version=v, software="linux", kernel=built) for v in ("5.10.223", "6.1.176")
    }
    assert not_built([newer], of["5.10.223"]) is None
    assert not_built([newer], of["6.1.176"]) is not None
