"""What holds of every check that reads documents, by walking the registry."""

import importlib
import re
from types import ModuleType

import pytest
import yaml

from mamoru.catalog import catalog
from mamoru.evidence import Check, Grade, Silence, SubjectKind
from mamoru.evidence.registry import registry
from mamoru.product.files import parsed
from mamoru.product.maker import Maker
from mamoru.product.model import Product
from material.documents import bare, documents, heard

PAPER = (SubjectKind.MAKER, SubjectKind.PRODUCT, SubjectKind.RELEASE)
MODULES = [e.module for e in registry().checks if e.check.subject in PAPER and e.check.id.startswith("DOC-")]
ABOUT = {claim.id: claim.about for claim in catalog().claims}

NAMED = {  # what an example may refer to
    "data": "data: [{id: video, kind: privacy, description: x}]\n",
    "releases": "releases: [{version: '1.0'}]\n",
}


@pytest.fixture(params=MODULES)
def module(request: pytest.FixtureRequest) -> ModuleType:
    """Each document check in turn."""
    return importlib.import_module(request.param)


def test_the_document_checks_are_found() -> None:
    assert len(MODULES) >= 42


def test_a_good_workspace_gives_no_finding_and_nothing_missing(module: ModuleType) -> None:
    said = heard(module, documents())
    assert not said.findings
    assert not said.missing
    assert said.shown


def test_what_only_names_say_is_missing_and_never_a_finding(module: ModuleType) -> None:
    said = heard(module, bare())
    assert said.missing
    assert not said.findings
    assert all(shown.grade is Grade.DECLARED for shown in said.shown)


def test_nothing_written_is_ever_measured(module: ModuleType) -> None:
    assert all(shown.grade is not Grade.MEASURED for shown in heard(module, documents()).shown)


def test_every_observation_names_a_file_and_a_line(module: ModuleType) -> None:
    for workspace in (documents(), bare()):
        said = heard(module, workspace)
        places = [o.location for o in (*said.findings, *said.missing, *said.shown)]
        assert all(place is not None and place.path and place.line for place in places)


MAKER_IN_A_PRODUCT = {"DOC-OPS-012", "DOC-VER-004"}  # what product.yaml says of its maker


def test_claims_are_in_the_catalogue_and_about_the_subject(module: ModuleType) -> None:
    check: Check = module.CHECK
    assert {ABOUT[claim] for claim in check.claims} <= {str(check.subject)}
    shown = {ABOUT[shown.claim] for shown in heard(module, documents()).shown}
    about = {"maker"} if check.id in MAKER_IN_A_PRODUCT else {str(check.subject)}
    assert shown == about


def test_silence_shows_nothing(module: ModuleType) -> None:
    assert module.CHECK.silence is Silence.SAYS_NOTHING


def test_the_first_yaml_example_of_each_remedy_is_read_without_an_error(module: ModuleType) -> None:
    check: Check = module.CHECK
    for text, mark in ((check.remedy.ja, "例: "), (check.remedy.en, "Example: ")):
        example = _example(text.split(mark, 1)[1])
        key = next(iter(yaml.load(example, Loader=yaml.BaseLoader)))
        group = Maker if key in Maker.__struct_fields__ else Product
        known = "" if group is Maker else "".join(v for k, v in NAMED.items() if k != key)
        parsed(group, f"id: x\nname: {{ja: x}}\n{known}{example}\n".encode(), shown="example.yaml")


def _example(text: str) -> str:
    """The first `field: {…}` or `field: […]` of a text, up to its closing bracket."""
    start = re.search(r"[a-z_]+: [\[{]", text)
    assert start, text
    depth = 0
    for n, letter in enumerate(text[start.start() :], start.start()):
        depth += (letter in "[{") - (letter in "]}")
        if depth == 0 and letter in "]}":
            return text[start.start() : n + 1]
    raise AssertionError(f"a bracket is not closed: {text}")
