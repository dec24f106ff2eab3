"""Compile the YAML of `data/`, one file an area, into the JSON that a running Mamoru reads."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml

from mamoru.catalog import Catalog
from mamoru.catalog.conditions import evaluate
from mamoru.catalog.consistency import FORBIDDEN
from mamoru.language import Text
from mamoru.verification.plan.hand_test import HandTest, HandTests, Tool

DATA = Path(__file__).parent / "data"
COMPILED = Path(__file__).parent / "compiled.json"
_TOOLS = "tools.yaml"
_ID = re.compile(r"TC-[A-Z]{3,4}-\d{2}")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def sources() -> list[Path]:
    """The YAML files: the tools, and one file an area of cases."""
    return sorted(DATA.glob("*.yaml"))


def compiled() -> HandTests:
    """All test cases read from YAML; raises `msgspec.ValidationError` naming the file that breaks
    its schema."""
    cases: list[HandTest] = []
    tools: tuple[Tool, ...] = ()
    total = hashlib.sha256()
    for file in sources():
        body = file.read_bytes().replace(b"\r\n", b"\n")
        total.update(file.name.encode() + b"\0" + body + b"\0")
        raw: dict[str, Any] = yaml.load(body, Loader=yaml.CBaseLoader)  # noqa: S506  (reads text only)
        try:
            if file.name == _TOOLS:
                tools = msgspec.convert(raw["tools"], tuple[Tool, ...], strict=False)
            else:
                cases += msgspec.convert(raw["cases"], list[HandTest], strict=False)
        except (msgspec.ValidationError, KeyError) as error:
            raise msgspec.ValidationError(f"{file.name}: {error}") from error
    return HandTests(digest=total.hexdigest(), cases=tuple(sorted(cases, key=lambda c: c.id)), tools=tools)


def faults(found: HandTests, catalog: Catalog) -> list[str]:
    """Every fault that shapes alone cannot tell, each naming its case; empty where there is none."""
    wrong = []
    seen: set[str] = set()
    first: dict[frozenset[str], str] = {}  # a result that names claims alone must fit one case
    about = {claim.id: claim.about for claim in catalog.claims}
    facts = dict.fromkeys((fact.id for fact in catalog.facts), True)
    tools = {tool.id for tool in found.tools}
    for case in found.cases:
        told = [*_faults(case, about, tools)]
        told += ["its id stands twice"] if case.id in seen else []
        same = first.setdefault(frozenset(case.claims), case.id)
        told += [f"it has the claims of {same}"] if same != case.id else []
        told += [f"unknown fact {f!r}" for f in evaluate(case.applies, facts).facts if f not in facts]
        seen.add(case.id)
        wrong += [f"{case.id}: {fault}" for fault in told]
    return wrong + [
        f"tool {id!r} is used by no case" for id in sorted(tools - {t for c in found.cases for t in c.tools})
    ]


def _faults(case: HandTest, about: Mapping[str, str], tools: set[str]) -> Iterator[str]:
    if not _ID.fullmatch(case.id):
        yield "its id is not of the form TC-AREA-01"
    yield from (f"unknown claim {claim!r}" for claim in case.claims if claim not in about)
    if len({about.get(claim) for claim in case.claims}) != 1:
        yield "its claims are about different things"
    yield from (f"unknown tool {tool!r}" for tool in case.tools if tool not in tools)
    if not (case.tools and case.procedure and case.expected):
        yield "tools, procedure or expected result is missing"
    for text in texts(case):
        if not _JAPANESE.search(text.ja) or _JAPANESE.search(text.en) or not text.en:
            yield f"a text lacks one language: {text.en or text.ja}"
        if FORBIDDEN.search(text.ja) or FORBIDDEN.search(text.en):
            yield f"wording that is forbidden: {text.en}"


def texts(case: HandTest) -> Iterator[Text]:
    """Every text of a case."""
    yield case.title
    yield from (*case.procedure, *case.expected, *case.record)
    yield from (text for text in (case.beside, case.outside) if text is not None)
