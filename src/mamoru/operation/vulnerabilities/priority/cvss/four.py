"""CVSS 4.0: the score of the macro vector, lowered by how far the vector is from its worst.

Source: FIRST, CVSS v4.0 specification, chapter 8. Levels and distances are whole tenths.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from mamoru.operation.vulnerabilities.priority.cvss.vector import Vector
from mamoru.operation.vulnerabilities.priority.tables import MacroSet, tables

_CIA = ("C", "I", "A")
_BELOW_36 = {"00": ("01", "10"), "01": ("11",), "10": ("11",), "11": ("21",), "21": ()}
Value = Callable[[str], str]


def score_4(vector: Vector) -> tuple[Decimal, Decimal, Decimal]:
    """The base score, the score with the threat metric, and that with the environmental ones too."""
    worst = {"E": "A", "CR": "H", "IR": "H", "AR": "H"}
    threat = vector["E"] if vector["E"] != "X" else "A"
    with_threat = {**worst, "E": threat}
    everything = {metric: vector[metric] if vector[metric] != "X" else worst[metric] for metric in worst}
    return (
        _score(vector, lambda metric: worst.get(metric) or vector.metrics[metric]),
        _score(vector, lambda metric: with_threat.get(metric) or vector.metrics[metric]),
        _score(vector, lambda metric: everything.get(metric) or vector.modified(metric)),
    )


def _score(vector: Vector, value: Value) -> Decimal:
    if all(value(f"{where}{metric}") == "N" for where in "VS" for metric in _CIA):
        return Decimal("0.0")
    levels = _levels(value)
    score = _of(levels)
    assert score is not None  # the table covers every vector
    steps: list[Fraction] = []
    for place, macro_set in enumerate(tables().macro.sets):
        below = [of for level in _below(place, levels) if (of := _of({**levels, place: level})) is not None]
        if not below:
            continue
        level = macro_set.levels[levels[place]]
        steps.append(
            (score - max(below)) * Fraction(_distance(vector, value, macro_set, levels[place]), level.depth)
        )
    if int(levels[4]) < 2:
        steps.append(Fraction(0))  # EQ5 has one vector a level: no distance, but it counts
    lowered = score - (sum(steps, Fraction(0)) / len(steps) if steps else 0)
    bounded = min(max(lowered, Fraction(0)), Fraction(10))
    exact = Decimal(bounded.numerator) / Decimal(bounded.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _levels(value: Value) -> dict[int, str]:
    """The level of each set, by its place in `tables().macro.sets`; 4 is EQ5."""
    easy = [value("AV") == "N", value("PR") == "N", value("UI") == "N"]
    eq1 = "0" if all(easy) else "1" if any(easy) and value("AV") != "P" else "2"
    eq2 = "0" if value("AC") == "L" and value("AT") == "N" else "1"
    high = [value(f"V{metric}") == "H" for metric in _CIA]
    eq3 = "0" if high[0] and high[1] else "1" if any(high) else "2"
    wanted = any(value(f"{m}R") == "H" and h for m, h in zip(_CIA, high, strict=True))
    beyond = any(value(f"S{metric}") == "H" for metric in _CIA)
    eq4 = "0" if "S" in (value("SI"), value("SA")) else "1" if beyond else "2"
    eq5 = {"A": "0", "P": "1", "U": "2"}[value("E")]
    return {0: eq1, 1: eq2, 2: f"{eq3}{'0' if wanted else '1'}", 3: eq4, 4: eq5}


def _below(place: int, levels: dict[int, str]) -> tuple[str, ...]:
    if place == 2:
        return _BELOW_36[levels[2]]
    return (str(int(levels[place]) + 1),)


def _of(levels: dict[int, str]) -> Fraction | None:
    row = tables().macro.scores.get(f"{levels[0]}{levels[1]}{levels[2]}")
    column = int(levels[3]) * 3 + int(levels[4])
    if row is None or int(levels[3]) > 2:
        return None
    return Fraction(row.split()[column])


def _distance(vector: Vector, value: Value, macro_set: MacroSet, level: str) -> int:
    """How many tenths the vector lies below the first worst vector of its level that is not below it."""
    scheme = vector.scheme
    changed = {
        metric: scheme.environmental[f"M{metric}"] for metric in scheme.base
    }  # knows SI:S and SA:S too
    weights = {**scheme.environmental, **changed}
    for worst in macro_set.levels[level].worst:
        steps = [
            int(weights[metric][value(metric)] - weights[metric][top])
            for metric, _, top in (part.partition(":") for part in worst.split("/"))
        ]
        if all(step >= 0 for step in steps):
            return sum(steps)
    raise AssertionError(f"no worst vector of {macro_set.id} {level}")  # the table covers every vector
