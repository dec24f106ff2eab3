"""CVSS 3.0 and 3.1. Source: FIRST, CVSS v3.0 and v3.1 specification, chapter 7 and appendix A."""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from mamoru.operation.vulnerabilities.priority.cvss.vector import Vector

_TENTH = Decimal("0.1")
_TEN = Decimal(10)


def score_3(vector: Vector) -> tuple[Decimal, Decimal, Decimal]:
    """Base, temporal and environmental score."""
    scheme = vector.scheme
    up = _up_31 if vector.version == "3.1" else _up_30
    known = scheme.temporal["E"][vector["E"]] * scheme.temporal["RL"][vector["RL"]]
    known *= scheme.temporal["RC"][vector["RC"]]
    one = Decimal(1)
    plain = _joined(
        vector, vector.metrics.__getitem__, _share(vector, vector.metrics.__getitem__, (one, one, one)), up
    )
    requirements = tuple(scheme.environmental[f"{metric}R"][vector[f"{metric}R"]] for metric in "CIA")
    share = min(_share(vector, vector.modified, requirements), Decimal("0.915"))
    changed = _joined(vector, vector.modified, share, up, environment=True)
    return plain, up(plain * known), up(changed * known)


def _share(vector: Vector, value: Callable[[str], str], requirements: tuple[Decimal, ...]) -> Decimal:
    left = Decimal(1)
    for metric, requirement in zip("CIA", requirements, strict=True):
        left *= 1 - vector.scheme.base[metric][value(metric)] * requirement
    return 1 - left


def _joined(
    vector: Vector,
    value: Callable[[str], str],
    share: Decimal,
    up: Callable[[Decimal], Decimal],
    *,
    environment: bool = False,
) -> Decimal:
    weights = vector.scheme.base
    changes = value("S") == "C"
    if not changes:
        impact = Decimal("6.42") * share
    elif environment and vector.version == "3.1":
        bent = share * Decimal("0.9731") - Decimal("0.02")
        impact = Decimal("7.52") * (share - Decimal("0.029")) - Decimal("3.25") * bent**13
    else:
        impact = (
            Decimal("7.52") * (share - Decimal("0.029")) - Decimal("3.25") * (share - Decimal("0.02")) ** 15
        )
    if impact <= 0:
        return Decimal(0)
    privileges = vector.scheme.changed if changes else weights
    ease = Decimal("8.22") * weights["AV"][value("AV")] * weights["AC"][value("AC")]
    ease *= privileges["PR"][value("PR")] * weights["UI"][value("UI")]
    total = impact + ease
    return up(min(total * Decimal("1.08") if changes else total, _TEN))


def _up_30(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, ROUND_CEILING)


def _up_31(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.00001"), ROUND_HALF_UP).quantize(_TENTH, ROUND_CEILING)
