"""Suppliers' advisories and VEX in CSAF."""

import json
from pathlib import Path

import pytest

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds.csaf import FEED
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Needed, Record, Span
from material.feed_files import held, records, skipped, told

SOC = "cna:example semiconductor:wlan driver"
Json = dict[str, object]


def version(name: str, id: str, *, category: str = "product_version", **helper: object) -> Json:
    """A branch that is a product."""
    product: Json = {"product_id": id, "name": f"{name} of a product"}
    return {
        "category": category,
        "name": name,
        "product": product | ({"product_identification_helper": helper} if helper else {}),
    }


def tree(*versions: Json, **more: object) -> Json:
    """A product tree: a maker's driver in these versions."""
    product = {"category": "product_name", "name": "WLAN Driver", "branches": versions}
    return {
        "branches": [{"category": "vendor", "name": "Example Semiconductor", "branches": [product]}],
        **more,
    }


def document(products: Json, *flaws: Json, category: str = "csaf_security_advisory") -> str:
    """A CSAF document."""
    head = {
        "category": category,
        "csaf_version": "2.0",
        "title": "T",
        "publisher": {"name": "P"},
        "tracking": {"id": "EX-1"},
    }
    return json.dumps({"document": head, "product_tree": products, "vulnerabilities": flaws})


def flaw(**status: list[str]) -> Json:
    """A vulnerability with this status of products."""
    return {"cve": "CVE-2026-1234", "product_status": status}


def read(folder: Path, text: str) -> Record:
    """The only record of a document."""
    file = held(folder, text)
    assert FEED.mine(file)
    [found] = records(FEED, file)
    return found


def test_a_maker_without_a_cpe_is_named_by_its_branches(tmp_path: Path) -> None:
    record = read(
        tmp_path,
        document(tree(version("1.0", "a"), version("1.1", "b")), flaw(known_affected=["a"], fixed=["b"])),
    )

    affected, mended = record.affected

    assert (affected.product, affected.exact, affected.fixed, affected.state) == (
        SOC,
        ("1.0",),
        ("1.1",),
        "affected",
    )
    assert (mended.product, mended.exact, mended.why, mended.state) == (
        SOC,
        ("1.1",),
        reason("csaf.fixed"),
        "not-affected",
    )


def test_a_range_in_vers_becomes_a_span(tmp_path: Path) -> None:
    branch = version("vers:generic/>=1.0|<1.4", "a", category="product_version_range")

    assert told(read(tmp_path, document(tree(branch), flaw(known_affected=["a"]))), SOC).spans == (
        Span("1.0", "1.4"),
    )


def test_a_range_in_words_that_are_not_sure_is_shown(tmp_path: Path) -> None:
    branch = version("builds of last summer", "a", category="product_version_range")

    record = read(tmp_path, document(tree(branch), flaw(known_affected=["a"])))

    assert (record.affected, record.shown) == ((), f"{SOC}: builds of last summer")


def test_a_cpe_and_a_package_url_name_the_product(tmp_path: Path) -> None:
    by_cpe = version("1.0", "a", cpe="cpe:2.3:o:example:wlan_driver:1.0:*:*:*:*:*:*:*")
    by_purl = version("2.0", "b", purls=["pkg:deb/debian/wlan@2.0-1%2Bb1?arch=all"])

    record = read(tmp_path, document(tree(by_cpe, by_purl), flaw(known_affected=["a", "b"])))

    assert told(record, "cpe:o:example:wlan_driver").exact == ("1.0",)
    assert told(record, "pkg:deb/debian/wlan").exact == ("2.0-1+b1",)
    assert told(record, "pkg:deb/debian/wlan").order == "dpkg"


def test_a_justification_and_the_impact_in_words_say_why_not(tmp_path: Path) -> None:
    products = tree(version("1.0", "a"), product_groups=[{"group_id": "g", "product_ids": ["a", "b"]}])
    why = {"flags": [{"label": "vulnerable_code_not_present", "group_ids": ["g"]}],
           "threats": [{"category": "impact", "details": "Not  built.", "product_ids": ["a"]}]}  # fmt: skip

    affected = told(read(tmp_path, document(products, flaw(known_not_affected=["a"]) | why)), SOC)

    assert (affected.state, affected.why) == ("not-affected", "vulnerable_code_not_present: Not built.")


def test_what_is_under_investigation_stays_so(tmp_path: Path) -> None:
    record = read(tmp_path, document(tree(version("1.0", "a")), flaw(under_investigation=["a"])))

    assert told(record, SOC).state == "under-investigation"


def test_a_product_in_another_needs_the_other(tmp_path: Path) -> None:
    module = {"category": "vendor", "name": "Module Maker", "branches": [
        version("Module X", "m", category="product_name", cpe="cpe:/h:maker:module_x")]}  # fmt: skip
    products = tree(version("1.0", "a"), relationships=[{
        "category": "default_component_of", "product_reference": "a", "relates_to_product_reference": "m",
        "full_product_name": {"product_id": "a-in-m", "name": "driver in module"}}])  # fmt: skip
    products["branches"] = [*products["branches"], module]  # type: ignore[misc]  # a list of branches

    affected = told(read(tmp_path, document(products, flaw(known_not_affected=["a-in-m"]))), SOC)

    assert affected.needs == (Needed(("cpe:2.3:h:maker:module_x:*:*:*:*:*:*:*:*",)),)


def test_a_product_in_another_that_has_no_name_is_not_told_of_alone(tmp_path: Path) -> None:
    products = tree(version("1.0", "a"), relationships=[{
        "category": "installed_on", "product_reference": "a", "relates_to_product_reference": "nobody",
        "full_product_name": {"product_id": "a-on", "name": "driver on something"}}])  # fmt: skip
    file = held(tmp_path, document(products, flaw(known_not_affected=["a-on"])))

    assert records(FEED, file)[0].affected == ()
    assert [each.why for each in skipped(FEED, file)] == ["products without a name that is read: a-on"]


def test_a_vulnerability_without_a_cve_has_another_id(tmp_path: Path) -> None:
    other = flaw(known_affected=["a"]) | {"cve": "", "ids": [{"system_name": "Bug", "text": "BUG-7"}]}

    assert read(tmp_path, document(tree(version("1.0", "a")), other)).id == "BUG-7"
    assert read(tmp_path, document(tree(version("1.0", "a")), flaw() | {"cve": ""})).id == "EX-1"


def test_a_withdrawn_advisory_is_withdrawn(tmp_path: Path) -> None:
    assert read(tmp_path, document(tree(), flaw(), category="csaf_withdrawn")).withdrawn


def test_an_advisory_without_a_vulnerability_is_told_and_a_notice_is_not(tmp_path: Path) -> None:
    advisory, notice = document(tree()), document(tree(), category="csaf_informational_advisory")

    assert len(skipped(FEED, held(tmp_path, advisory))) == 1
    assert list(FEED.read(held(tmp_path, notice))) == []


def test_a_bad_vulnerability_costs_only_itself(tmp_path: Path) -> None:
    file = held(tmp_path, document(tree(version("1.0", "a")), {"cve": 7}, flaw(known_affected=["a"])))

    assert [record.id for record in records(FEED, file)] == ["CVE-2026-1234"]
    assert [each.where for each in skipped(FEED, file)] == ["EX-1, vulnerability 1"]


def test_a_tree_that_is_too_deep_is_refused(tmp_path: Path) -> None:
    text = document(tree(), flaw()).replace(
        '"branches": []', '"branches": [' + '{"branches": [' * 5000 + "]}" * 5000 + "]"
    )

    with pytest.raises(FormatError):
        list(FEED.read(held(tmp_path, text)))


@pytest.mark.shared
def test_the_real_example_of_many_ranges_gives_each_its_state(shared_data: Path) -> None:
    found = records(
        FEED, opened(shared_data / "csaf/csaf_2.0/examples/csaf/csaf_vex/2022-evd-uc-08-001.json")
    )

    states = {affected.state for record in found for affected in record.affected}

    assert [record.id for record in found] == ["CVE-2021-44228", "CVE-2021-45105"]
    assert states == {"affected", "not-affected"}
