"""The shapes of a test by hand: what to do, what must happen, when to stop, what to write down."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from mamoru.catalog import Condition
from mamoru.evidence import Severity
from mamoru.language import Text


class PartKind(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A kind of part that tests go through, and how it is seen in a list of the product file: entries
    whose fields have one of the words of `where` and none of `except`. `off`: switched-off ones too."""

    id: str
    ja: str
    en: str
    in_: Literal["interfaces", "data", "functions", "users", "components", "update", "product"] = (
        msgspec.field(name="in")
    )
    where: Mapping[str, tuple[str, ...]] = {}
    except_: Mapping[str, tuple[str, ...]] = msgspec.field(name="except", default_factory=dict)
    at_least: int = 1
    off: bool = False

    @property
    def name(self) -> Text:
        """What such a part is called."""
        return Text(self.ja, self.en)


class Step(Text, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A step or an expected result; `over` names the kinds of part that it is for, any of which the
    product must have. Without one it is for every product."""

    over: tuple[str, ...] = ()


class Tool(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that a tester needs on the bench, by a name under which it is found; `over` as of a step."""

    id: str
    ja: str
    en: str
    over: tuple[str, ...] = ()


class HandTest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One test by hand. It shows its `claims` when passed and refutes them when failed.

    `stop` says when a tester ends it: what is enough, and what must not go on. `beside` says why a
    person tests although automatic checks measure a part of it; without it the case is planned only
    where nothing automatic measures the claims. `outside` says why an outside laboratory should do it.
    `over` names the kinds of part that it goes through one by one: a product that has none of them is
    not tested so. `applies` narrows it further, by facts. `version` rises with each change of what must
    be done: a result by an older version calls for a retest.
    """

    id: str
    title: Text
    claims: tuple[str, ...]
    severity: Severity
    tools: tuple[str, ...]
    procedure: tuple[Step, ...]
    expected: tuple[Step, ...]
    stop: tuple[Step, ...] = ()
    record: tuple[Step, ...] = ()
    over: tuple[str, ...] = ()
    beside: Text | None = None
    outside: Text | None = None
    applies: Condition | None = None
    version: int = 1


class HandTests(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every test by hand, by id, the tools that they name and the kinds of part that they go through.
    `digest` is that of the sources."""

    digest: str
    cases: tuple[HandTest, ...]
    tools: tuple[Tool, ...]
    parts: tuple[PartKind, ...] = ()

    def case(self, id: str) -> HandTest | None:
        """The case with this id, None if there is none."""
        return next((case for case in self.cases if case.id == id), None)

    def tool(self, id: str) -> Text:
        """What a tool is called; KeyError if there is none."""
        return Text(self._tool(id).ja, self._tool(id).en)

    def tools_of(self, case: HandTest) -> tuple[Step, ...]:
        """The tools of a case, each with the kinds of part that it is for."""
        found = (self._tool(id) for id in case.tools)
        return tuple(Step(ja=tool.ja, en=tool.en, over=tool.over) for tool in found)

    def _tool(self, id: str) -> Tool:
        for tool in self.tools:
            if tool.id == id:
                return tool
        raise KeyError(id)
