"""Compile the YAML of `data/`, one file an area, into the JSON that a running Mamoru reads."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from mamoru.catalog import Catalog
from mamoru.catalog.conditions import evaluate
from mamoru.catalog.consistency import FORBIDDEN
from mamoru.language import Text
from mamoru.verification.plan.hand_test import HandTest, HandTests, PartKind, Step, Tool

DATA = Path(__file__).parent / "data"
COMPILED = Path(__file__).parent / "compiled.json"
_TOOLS = "tools.yaml"
_PARTS = "parts.yaml"
_ID = re.compile(r"TC-[A-Z]{3,4}-\d{2}")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def sources() -> list[Path]:
    """The YAML files: the tools, the kinds of part, and one file an area of cases."""
    return sorted(DATA.glob("*.yaml"))


def compiled() -> HandTests:
    """All test cases read from YAML; raises `msgspec.ValidationError` naming the file that breaks
    its schema."""
    cases: list[HandTest] = []
    tools: tuple[Tool, ...] = ()
    parts: tuple[PartKind, ...] = ()
    total = hashlib.sha256()
    for file in sources():
        body = file.read_bytes().replace(b"\r\n", b"\n")
        total.update(file.name.encode() + b"\0" + body + b"\0")
        raw: dict[str, Any] = yaml.load(body, Loader=yaml.CBaseLoader)  # noqa: S506  (reads text only)
        try:
            if file.name == _TOOLS:
                tools = msgspec.convert(raw["tools"], tuple[Tool, ...], strict=False)
            elif file.name == _PARTS:
                parts = msgspec.convert(raw["parts"], tuple[PartKind, ...], strict=False)
            else:
                cases += msgspec.convert(raw["cases"], list[HandTest], strict=False)
        except (msgspec.ValidationError, KeyError) as error:
            raise msgspec.ValidationError(f"{file.name}: {error}") from error
    ordered = tuple(sorted(cases, key=lambda case: case.id))
    return HandTests(digest=total.hexdigest(), cases=ordered, tools=tools, parts=parts)


def faults(found: HandTests, catalog: Catalog) -> list[str]:
    """Every fault that shapes alone cannot tell, each naming its case; empty where there is none."""
    wrong = []
    seen: set[str] = set()
    first: dict[frozenset[str], str] = {}  # a result that names claims alone must fit one case
    about = {claim.id: claim.about for claim in catalog.claims}
    parts = {part.id for part in found.parts}
    facts = dict.fromkeys([*(fact.id for fact in catalog.facts), *parts], True)
    tools = {tool.id for tool in found.tools}
    for case in found.cases:
        told = [*_faults(case, about, tools), *_unknown_parts(case.over, case, parts)]
        told += ["its id stands twice"] if case.id in seen else []
        same = first.setdefault(frozenset(case.claims), case.id)
        told += [f"it has the claims of {same}"] if same != case.id else []
        told += [f"unknown fact {f!r}" for f in evaluate(case.applies, facts).facts if f not in facts]
        seen.add(case.id)
        wrong += [f"{case.id}: {fault}" for fault in told]
    wrong += [f"tool {t.id!r}: unknown part {p!r}" for t in found.tools for p in t.over if p not in parts]
    return wrong + [
        f"tool {id!r} is used by no case" for id in sorted(tools - {t for c in found.cases for t in c.tools})
    ]


def _unknown_parts(over: Sequence[str], case: HandTest, parts: set[str]) -> Iterator[str]:
    named = [*over, *(part for step in steps(case) for part in step.over)]
    yield from (f"unknown part {part!r}" for part in dict.fromkeys(named) if part not in parts)


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


def steps(case: HandTest) -> Iterator[Step]:
    """Everything of a case that may be for some kinds of part only."""
    yield from (*case.procedure, *case.expected, *case.stop, *case.record)


def texts(case: HandTest) -> Iterator[Text]:
    """Every text of a case."""
    yield case.title
    yield from steps(case)
    yield from (text for text in (case.beside, case.outside) if text is not None)
