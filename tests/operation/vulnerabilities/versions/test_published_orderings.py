"""Every line of the published ordering facts is right: osv-scalibr's and the VERS conformance tests."""

import json

import pytest

from mamoru.operation.vulnerabilities.versions import key

pytestmark = pytest.mark.shared
LINES = {
    "debian": "dpkg", "alpine": "apk", "pypi": "pep440", "semver": "semver", "cran": "cran", "hackage": "hackage",
    "rubygems": "rubygems", "pub": "pub", "maven": "maven",
}  # fmt: skip


def _facts(text):
    lines = (line.split() for line in text.splitlines() if line.strip() and not line.startswith(("#", "//")))
    return [(first, sign, second) for first, sign, second, *_ in lines]


def _sign(order, first, second):
    a, b = key(order, first), key(order, second)
    if a is None or b is None:
        return "?"
    return "<" if a < b else ">" if a > b else "="


@pytest.mark.parametrize("ecosystem", LINES)
def test_every_line_of_an_ecosystem_is_right(ecosystem, shared_data):
    facts = _facts(
        (shared_data / "versions" / "osv-scalibr" / f"{ecosystem}-versions.txt").read_text("utf-8")
    )

    assert len(facts) > 10
    assert [fact for fact in facts if _sign(LINES[ecosystem], fact[0], fact[2]) != fact[1]] == []


@pytest.mark.parametrize("scheme", ["maven", "nuget"])
def test_every_comparison_of_the_vers_conformance_tests_is_right(scheme, shared_data):
    path = shared_data / "versions" / "vers-spec" / "tests" / f"{scheme}_version_cmp_test.json"
    cases = [
        (case["test_type"], case["input"]["versions"], case["expected_output"])
        for case in json.loads(path.read_bytes())["tests"]
    ]
    equal = [(versions, "=" if same else "≠") for kind, versions, same in cases if kind == "equality"]
    ascending = [(versions, "<") for kind, _, versions in cases if kind == "comparison"]

    assert [case for case in equal if (_sign(scheme, *case[0]) == "=") != (case[1] == "=")] == []
    assert [case for case in ascending if _sign(scheme, *case[0]) not in "<="] == []
