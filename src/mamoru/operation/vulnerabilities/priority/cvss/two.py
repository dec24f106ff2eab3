"""CVSS 2.0. Source: FIRST, A Complete Guide to CVSS 2.0, 3.2."""

from decimal import ROUND_HALF_UP, Decimal

from mamoru.operation.vulnerabilities.priority.cvss.vector import Vector

_TENTH = Decimal("0.1")
_TEN = Decimal(10)


def score_2(vector: Vector) -> tuple[Decimal, Decimal, Decimal]:
    """Base, temporal and environmental score."""
    scheme = vector.scheme

    def weight(metric: str) -> Decimal:
        group = next(g for g in (scheme.base, scheme.temporal, scheme.environmental) if metric in g)
        return group[metric][vector[metric]]

    def impact(*requirements: Decimal) -> Decimal:
        left = Decimal(1)
        for metric, requirement in zip("CIA", requirements, strict=True):
            left *= 1 - weight(metric) * requirement
        return Decimal("10.41") * (1 - left)

    def base(harm: Decimal) -> Decimal:
        ease = 20 * weight("AV") * weight("AC") * weight("Au")
        factor = Decimal("1.176") if harm else Decimal(0)
        return _rounded((Decimal("0.6") * harm + Decimal("0.4") * ease - Decimal("1.5")) * factor)

    known = weight("E") * weight("RL") * weight("RC")
    plain = base(impact(Decimal(1), Decimal(1), Decimal(1)))
    adjusted = _rounded(base(min(_TEN, impact(weight("CR"), weight("IR"), weight("AR")))) * known)
    environmental = _rounded((adjusted + (_TEN - adjusted) * weight("CDP")) * weight("TD"))
    return plain, _rounded(plain * known), environmental


def _rounded(value: Decimal) -> Decimal:
    return max(value, Decimal(0)).quantize(_TENTH, ROUND_HALF_UP)
