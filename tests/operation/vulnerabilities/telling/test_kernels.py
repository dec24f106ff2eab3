"""A kernel in one line: what an update mends, what stays, and the few that have names."""

from datetime import date
from pathlib import Path

from mamoru.operation.vulnerabilities.telling import matches_folded, matches_told
from mamoru.product.component import Component
from material.vulnerabilities import criterion, cve, exploited, part, store

ON = date(2026, 11, 23)
IN_SERIES = [(f"CVE-2024-{n:04d}", f"5.10.{130 + n}") for n in range(1, 31)]
LATER = [(f"CVE-2025-{n:04d}", "6.6.9") for n in range(1, 6)]


def of_kernel(id: str, fixed: str) -> dict[str, object]:
    return cve(id, [criterion("o:linux:linux_kernel", versionEndExcluding=fixed)])


RECORDS = [of_kernel(*each) for each in (*IN_SERIES, *LATER)]
CURL = cve("CVE-2023-0001", [criterion("a:haxx:curl", versionEndExcluding="8.0")])


def bill() -> list[Component]:
    return [part("linux", "5.10.120"), part("curl", "7.80.0")]


def test_a_kernel_is_told_in_sum_with_the_update_that_mends_most(tmp_path: Path) -> None:
    with store(tmp_path, *RECORDS, CURL) as vulnerabilities:
        told = matches_folded(bill(), vulnerabilities, on=ON, path="x")

    [kernel] = told.kernels
    assert (kernel.affected, kernel.update_to, kernel.mended, kernel.remaining) == (35, "5.10.160", 30, 5)
    assert [match.component.name for match in told.matches] == ["curl"]


def test_exploited_ones_of_a_kernel_keep_their_names(tmp_path: Path) -> None:
    listed = exploited(tmp_path, "CVE-2024-0003")
    with store(tmp_path, *RECORDS, files=[listed]) as vulnerabilities:
        told = matches_folded(bill(), vulnerabilities, on=ON, path="x")

    [kernel] = told.kernels
    assert (kernel.exploited, kernel.named) == (1, ("CVE-2024-0003",))
    assert [match.vulnerability for match in told.matches] == ["CVE-2024-0003"]


def test_all_are_told_one_by_one_where_they_are_asked_for_and_the_sum_is_of_all(tmp_path: Path) -> None:
    with store(tmp_path, *RECORDS, CURL) as vulnerabilities:
        every = matches_told(bill(), vulnerabilities, on=ON, path="x")
        folded = matches_folded(bill(), vulnerabilities, on=ON, path="x")

    assert every.kernels == ()
    assert len(every.matches) == 36
    assert sum(match.component.name == "linux" for match in every.matches) == folded.kernels[0].affected


def test_a_kernel_with_a_few_is_told_as_every_other_part(tmp_path: Path) -> None:
    with store(tmp_path, *RECORDS[:3]) as vulnerabilities:
        told = matches_folded(bill(), vulnerabilities, on=ON, path="x")

    assert (told.kernels, len(told.matches)) == ((), 3)


def test_a_kernel_that_is_newer_than_every_fix_has_no_line(tmp_path: Path) -> None:
    with store(tmp_path, *RECORDS) as vulnerabilities:
        told = matches_folded([part("linux", "6.6.10")], vulnerabilities, on=ON, path="x")

    assert (told.kernels, told.matches) == ((), ())


def test_what_is_only_in_the_sum_still_ends_with_a_finding(tmp_path: Path) -> None:
    with store(tmp_path, *RECORDS) as vulnerabilities:
        told = matches_folded([part("linux", "5.10.120")], vulnerabilities, on=ON, path="x")

    assert told.matches == ()
    assert any(kernel.affected for kernel in told.kernels)


def test_no_update_is_named_where_no_source_names_one_in_the_series(tmp_path: Path) -> None:
    later = [of_kernel(f"CVE-2025-{n:04d}", "6.6.9") for n in range(1, 30)]
    with store(tmp_path, *later) as vulnerabilities:
        told = matches_folded([part("linux", "5.10.120")], vulnerabilities, on=ON, path="x")

    [kernel] = told.kernels
    assert (kernel.update_to, kernel.mended, kernel.remaining) == (None, 0, 29)
