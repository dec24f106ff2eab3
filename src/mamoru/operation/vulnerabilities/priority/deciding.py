"""What is to be done first: the SSVC decision of a match, with every input, and the order of many."""

from functools import cache, lru_cache
from itertools import product as combinations
from typing import Literal, cast

import msgspec

from mamoru.language import Text, joined
from mamoru.operation.vulnerabilities.match import Match
from mamoru.operation.vulnerabilities.priority.inputs import GIVEN, Asked, Input, asked_of
from mamoru.operation.vulnerabilities.priority.place import Place
from mamoru.operation.vulnerabilities.priority.scores import Chosen, chosen
from mamoru.operation.vulnerabilities.priority.tables import Table, tables

TreeId = Literal["deployer", "supplier"]
Decided = Literal["defer", "scheduled", "out-of-cycle", "immediate"]
DERIVED = Text("「{table}」の表から: {inputs}", "by the table of {table}: {inputs}")
ANSWERED = Text("{point}は「{value}」", "{point} {value}")


class Priority(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How soon a match is to be dealt with, by which tree, and on which inputs. `inputs` are those of the
    tree and those that they were worked out from; `epss` is the probability in 30 days."""

    decision: Decided
    tree: TreeId
    inputs: tuple[Input, ...]
    score: Chosen | None
    kev: bool
    epss: float | None

    @property
    def assumed(self) -> bool:
        """Whether any input is assumed."""
        return any(each.assumed for each in self.inputs)


def priority(match: Match, place: Place, tree: TreeId = "deployer") -> Priority:
    """The priority of `match` at `place`.

    A maker deploys what others wrote into the product, so the deployer's tree is asked unless another
    is; the supplier's is for what the maker wrote.
    """
    told = match.told
    score = chosen(told)
    decision, inputs = _decided(tree, asked_of(told, score, place))
    return Priority(
        decision=decision,
        tree=tree,
        inputs=inputs,
        score=score,
        kev=told.exploited is not None,
        epss=told.epss[0] if told.epss is not None else None,
    )


@lru_cache(1 << 13)
def _decided(tree: TreeId, asked: Asked) -> tuple[Decided, tuple[Input, ...]]:
    """The decision by `tree`, with every input that it was worked out from."""
    inputs: dict[str, Input] = {}

    def answer(id: str) -> Input:
        if id not in inputs:
            inputs[id] = GIVEN[id](asked) if id in GIVEN else _derived(id, tuple(answer_all(id)))
        return inputs[id]

    def answer_all(id: str) -> list[Input]:
        return [answer(each) for each in _table(id).inputs]

    decision = outcome(_table(tree), [each.value for each in answer_all(tree)])
    return cast(Decided, decision), tuple(inputs.values())  # the table's letters are these words


@lru_cache(1 << 10)
def _derived(id: str, parts: tuple[Input, ...]) -> Input:
    table = _table(id)
    return Input(
        id=id,
        value=outcome(table, [part.value for part in parts]),
        source="ssvc",
        why=DERIVED.fill(
            table=tables().point(id).title, inputs=joined([_said(part.id, part.value) for part in parts])
        ),
        assumed=any(part.assumed for part in parts),
    )


def _said(point: str, value: str) -> Text:
    """An answer to a decision point in words."""
    asked = tables().point(point)
    title = next(each.title for each in asked.values if each.id == value)
    return ANSWERED.fill(point=asked.title, value=title)


def outcome(table: Table, values: list[str]) -> str:
    """The outcome of `table` for `values`, in the order of its inputs. Raises `KeyError` for others."""
    return _rows(table.id)[tuple(values)]


@cache
def _table(id: str) -> Table:
    return tables().table(id)


@cache
def _rows(id: str) -> dict[tuple[str, ...], str]:
    table = _table(id)
    possible = [[value.id for value in tables().point(point).values] for point in table.inputs]
    letters = "".join(table.rows.split())
    return {values: table.letters[row] for values, row in zip(combinations(*possible), letters, strict=True)}


@cache
def _ranks() -> dict[str, int]:
    return {value.id: rank for rank, value in enumerate(tables().point("decision").values)}


def order(match: Match, priority: Priority) -> tuple[int, bool, float, float, str]:
    """The key that sorts matches, the most pressing first: the decision, KEV, EPSS, CVSS, the id."""
    return (
        -_ranks()[priority.decision],
        not priority.kev,
        -(priority.epss if priority.epss is not None else -1.0),
        -(priority.score.score if priority.score is not None else -1.0),
        match.vulnerability,
    )
