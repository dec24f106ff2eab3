"""Yocto and OpenEmbedded: patches in recipes and CVE_STATUS lines."""

from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.feeds.yocto import FEED
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Span
from material.feed_files import held, on_lines, one, records, skipped, told

CVE = "CVE-2024-12345"


def patched(recipes: list[str], patch: str, folder: str = "meta/recipes-support/libuv") -> dict[str, object]:
    """A folder of recipes with a patch for the vulnerability."""
    return {"branch": "scarthgap", "folder": folder, "recipes": recipes, "patches": {CVE: [patch]}}


def stated(line: str, file: str = "meta/recipes-support/libuv/libuv_1.44.2.bb") -> dict[str, object]:
    """A line of a recipe."""
    return {"branch": "scarthgap", "file": file, "line": line}


def kernel(line: str) -> dict[str, object]:
    """A line of the kernel's list of exclusions."""
    return stated(line, "meta/recipes-kernel/linux/cve-exclusion_6.6.inc")


@pytest.mark.parametrize(
    ("recipes", "patch"),
    [
        (["libuv_1.44.2"], "libuv/CVE-2024-12345.patch"),
        (["libuv_1.44.2"], "files/CVE-2024-12345.patch"),
        (["libuv_1.44.2", "other_1.0"], "libuv-1.44.2/CVE-2024-12345.patch"),
        (["libuv_1.44.2", "other_1.0"], "files/CVE-2024-12345.patch"),
    ],
)
def test_a_recipe_with_the_patch_is_not_affected_in_its_version(
    recipes: list[str], patch: str, tmp_path: Path
) -> None:
    record = one(FEED, tmp_path, patched(recipes, patch))

    affected = told(record, "pkg:yocto/libuv#scarthgap")

    assert len(record.affected) == 1
    assert (affected.state, affected.exact, affected.every) == ("not-affected", ("1.44.2",), False)
    assert affected.why == reason("yocto.patched", patch)


def test_a_recipe_without_a_version_is_not_affected_in_whichever_it_has(tmp_path: Path) -> None:
    assert told(
        one(FEED, tmp_path, patched(["libuv_git"], "libuv/a.patch")), "pkg:yocto/libuv#scarthgap"
    ).every


def test_a_patch_that_could_be_of_several_recipes_is_told(tmp_path: Path) -> None:
    file = held(tmp_path, on_lines([patched(["a_1", "b_2"], "files/x.patch")]))

    assert [each.why for each in skipped(FEED, file)] == [
        "which of the recipes beside it has the patch is not said"
    ]


@pytest.mark.parametrize(
    ("line", "state", "why"),
    [
        (
            f'CVE_STATUS[{CVE}] = "not-applicable-config: not built"',
            "not-affected",
            "not-applicable-config: not built",
        ),
        (
            f'CVE_STATUS[{CVE}] = "cpe-incorrect: another libuv"',
            "not-affected",
            "cpe-incorrect: another libuv",
        ),
        (f'CVE_STATUS[{CVE}] = "disputed"', "not-affected", "disputed"),
        (f'CVE_STATUS[{CVE}] = "upstream-wontfix: no fix"', "affected", "upstream-wontfix: no fix"),
        (f'CVE_CHECK_IGNORE += "{CVE}"', "not-affected", reason("yocto.ignored")),
    ],
)
def test_a_line_of_a_recipe_has_its_reason(line: str, state: str, why: str, tmp_path: Path) -> None:
    affected = told(one(FEED, tmp_path, stated(line)), "pkg:yocto/libuv#scarthgap")

    assert (affected.state, affected.exact, affected.why) == (state, ("1.44.2",), why)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("cpe-stable-backport: Backported in 6.6.46", (Span("6.6.46", "6.7"),)),
        ("fixed-version: Fixed from version 5.19rc1", (Span("5.19rc1"),)),
        ("fixed-version: only affects 6.8 onwards", (Span(None, "6.8"),)),
        ("not-applicable-platform: other", (Span("6.6", "6.7"),)),
    ],
)
def test_a_line_of_the_kernels_list_clears_the_versions_that_it_names(
    text: str, spans: tuple[Span, ...], tmp_path: Path
) -> None:
    affected = told(
        one(FEED, tmp_path, kernel(f'CVE_STATUS[{CVE}] = "{text}"')), "pkg:yocto/linux-yocto#scarthgap"
    )

    assert (affected.state, affected.spans, affected.exact) == ("not-affected", spans, ())


def test_a_line_that_names_several_speaks_of_each(tmp_path: Path) -> None:
    found = records(
        FEED, held(tmp_path, on_lines([stated('CVE_CHECK_IGNORE += "CVE-2024-1001 CVE-2024-1002"')]))
    )

    assert [record.id for record in found] == ["CVE-2024-1001", "CVE-2024-1002"]


@pytest.mark.parametrize(
    "entry",
    [
        stated(f"CVE_STATUS[{CVE}] = \"${{@bb.utils.contains('PACKAGECONFIG', 'x', 'unpatched', '', d)}}\""),
        stated(f'CVE_STATUS[{CVE}] = "ignored"', "meta/conf/distro/include/cve-extra-exclusions.inc"),
        stated("SUMMARY = 1"),
    ],
)
def test_a_line_that_depends_on_the_build_or_on_no_recipe_is_told(
    entry: dict[str, object], tmp_path: Path
) -> None:
    assert len(skipped(FEED, held(tmp_path, on_lines([entry])))) == 1


@pytest.mark.shared
def test_the_real_build_of_dunfell_has_openssls_patch(shared_data: Path) -> None:
    found = records(FEED, opened(shared_data / "advisories/yocto-oe-core.jsonl.xz"))

    [record] = [each for each in found if each.id == "CVE-2024-0727"]
    [affected] = [each for each in record.affected if each.product == "pkg:yocto/openssl#dunfell"]

    assert (affected.state, affected.exact) == ("not-affected", ("1.1.1w",))
