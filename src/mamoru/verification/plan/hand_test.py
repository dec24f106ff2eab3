"""The shapes of a test by hand: what to do, what must happen, what to write down."""

from typing import Literal

import msgspec

from mamoru.catalog import Condition
from mamoru.evidence import Severity
from mamoru.language import Text

Over = Literal[
    "network-service", "client", "radio", "debug", "physical", "data", "available-function", "update"
]
"""What of a product a test goes through one by one: interfaces of a kind, its data, the functions that
must stay available, its way of updating."""


class Tool(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that a tester needs on the bench."""

    id: str
    ja: str
    en: str


class HandTest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One test by hand. It shows its `claims` when passed and refutes them when failed.

    `beside` says why a person tests although automatic checks measure a part of it; without it the
    case is planned only where nothing automatic measures the claims. `outside` says why an outside
    laboratory should do it. `applies` narrows it to some products. `version` rises with each change
    of what must be done: a result by an older version calls for a retest.
    """

    id: str
    title: Text
    claims: tuple[str, ...]
    severity: Severity
    tools: tuple[str, ...]
    procedure: tuple[Text, ...]
    expected: tuple[Text, ...]
    record: tuple[Text, ...] = ()
    over: tuple[Over, ...] = ()
    beside: Text | None = None
    outside: Text | None = None
    applies: Condition | None = None
    version: int = 1


class HandTests(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every test by hand, by id, and the tools that they name. `digest` is that of the sources."""

    digest: str
    cases: tuple[HandTest, ...]
    tools: tuple[Tool, ...]

    def case(self, id: str) -> HandTest | None:
        """The case with this id, None if there is none."""
        return next((case for case in self.cases if case.id == id), None)

    def tool(self, id: str) -> Text:
        """What a tool is called; KeyError if there is none."""
        for tool in self.tools:
            if tool.id == id:
                return Text(tool.ja, tool.en)
        raise KeyError(id)
