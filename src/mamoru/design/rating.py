"""The risk of a threat: impact by what it harms, likelihood by where it comes in, what it takes, and
what is declared. It is the gravest over each way in and each asset; none is high without a declared fact."""

from collections.abc import Iterator, Sequence

import msgspec

from mamoru.design.assets import ORDER, level_of
from mamoru.design.library import Effort, Exposure, Matrix, Need, RiskLevel, ThreatEntry
from mamoru.design.model import Asset, Ground, Risk
from mamoru.design.weighing import of_element, of_product, of_way
from mamoru.language import Text, both, joined
from mamoru.product.model import DataItem, Function, Interface, Level, Product

EXPOSURES: dict[Exposure, Text] = {
    "internet": Text("インターネットから届く", "it is within reach of the Internet"),
    "local-network": Text("同じネットワークから届く", "it is within reach of the local network"),
    "on-path": Text("通信の途中にいる人に届く", "it is within reach of somebody on the way"),
    "wide-area": Text("数km離れた所から届く", "it is within reach for kilometres"),
    "public": Text("知らない人の手が届く", "it is at hand for strangers"),
    "nearby": Text("近くにいる人に届く", "it is within reach of people nearby"),
    "board": Text("分解しないと届かない", "it is reached only by opening the case"),
    "in-hand": Text("手に入れた人の手元にある", "whoever got hold of it has it in hand"),
    "supply-chain": Text("つくる途中で起こる", "it happens while the product is made"),
}
EFFORTS: dict[Effort, Text] = {
    "tools": Text("出回っている道具だけでできる", "ready-made tools suffice"),
    "skill": Text("専門の知識と時間が要る", "it takes an expert's time"),
    "chance": Text("攻撃がなくても、事故や故障で起こる", "it needs no attacker, a fault suffices"),
    "means": Text("特別な設備か内部の人が要る", "it takes special equipment or an insider"),
}
LEVELS: dict[RiskLevel, Text] = {
    "critical": Text("最重要", "critical"),
    "high": Text("高", "high"),
    "medium": Text("中", "medium"),
    "low": Text("低", "low"),
}
NEED_WORDS: dict[Need, Text] = {
    "confidentiality": Text("機密性", "confidentiality"),
    "integrity": Text("完全性", "integrity"),
    "availability": Text("可用性", "availability"),
    "safety": Text("安全", "safety"),
    "privacy": Text("プライバシー", "privacy"),
}
WHY = Text(
    "影響は{impact}（「{asset}」の{need}）。起こりやすさは{likelihood}（{exposure}。{effort}）。{facts}",
    "Impact {impact} ({need} of {asset}). Likelihood {likelihood} ({exposure}; {effort}).{facts}",
)
FACTS = Text("決め手: {facts}。", " Decided by: {facts}.")
FACT = Text("{text}（{path}: {value}）", "{text} ({path}: {value})")
NO_ASSET = Text("守るもの", "the product")
REACHED = Text("{id} はインターネットから届く", "{id} is within reach of the Internet")
AT_HAND = Text("知らない人の手が届く所にある", "it stands where strangers can touch it")
WEIGHTY = Text("{id} は機微である", "{id} is sensitive")
HURTS = Text("{id} は人の安全に関わる", "people can be hurt where {id} goes wrong")
MUST_STAY = Text("{id} は止まると困る", "{id} must stay available")
_STRANGERS = frozenset({"public", "outdoors"})
_STEPS: tuple[Level, ...] = ("low", "medium", "high")
_LEVELS: tuple[RiskLevel, ...] = ("low", "medium", "high", "critical")


class Stake(msgspec.Struct, frozen=True):
    """What a threat comes in by, an interface or (None) the device itself, and an asset that it harms."""

    way: Interface | None
    asset: Asset | None


def exposure_of(way: Interface | None, fallback: Exposure, product: Product) -> Exposure:
    """How exposed an interface is, or `fallback` where a threat comes in by none. What the device opens
    itself is exposed to whoever is on the way; what can be touched is public where it stands among
    strangers."""
    if way is None:
        return _at_hand(fallback, product.places)
    if way.kind == "client":
        return "on-path"
    if way.kind in ("physical", "debug"):
        return _at_hand(way.exposure, (way.placement,) if way.placement else product.places)
    return way.exposure


def _at_hand(exposure: Exposure, places: Sequence[str]) -> Exposure:
    strangers = not _STRANGERS.isdisjoint(places)
    return "public" if strangers and exposure in ("nearby", "board") else exposure


def rated(entry: ThreatEntry, matrix: Matrix, stakes: Sequence[Stake], product: Product) -> Risk:
    """The risk by the library: the gravest of `stakes`, with the declared facts that made it so."""
    found = [_risk(entry, matrix, stake, product) for stake in stakes] or [
        _risk(entry, matrix, Stake(None, None), product)
    ]
    return max(found, key=_gravity)


def _gravity(risk: Risk) -> tuple[int, int, int]:
    raising = sum(ground.effect == "raises" for ground in risk.grounds)
    return _LEVELS.index(risk.level), ORDER[risk.impact] + ORDER[risk.likelihood], raising


def _risk(entry: ThreatEntry, matrix: Matrix, stake: Stake, product: Product) -> Risk:
    exposure = exposure_of(stake.way, entry.exposure, product)
    impact, need = _impact(entry, stake.asset)
    weighed = list(of_product(entry.weighs, product))
    if stake.way is not None:
        weighed += of_way(entry.weighs, stake.way)
    element = _element(stake.asset, product)
    if element is not None:
        weighed += of_element(entry.weighs, element)
    steps = sum(step for step, _ in weighed)
    base = _STEPS.index(matrix.likelihood[exposure][entry.effort])
    likelihood = _STEPS[max(0, min(base + steps, len(_STEPS) - 1))]
    grounds = (*_places(stake.way, exposure, product), *(each for _, each in weighed))
    level = matrix.level[impact][likelihood]
    if not any(ground.effect == "raises" for ground in grounds):  # grave by a declared fact only
        level = _LEVELS[min(_LEVELS.index(level), _LEVELS.index("medium"))]
    grounds = (*grounds, *_weighty(element, need))
    return Risk(
        impact=impact,
        likelihood=likelihood,
        level=level,
        exposure=exposure,
        grounds=grounds,
        why=WHY.fill(
            impact=LEVELS[impact],
            likelihood=LEVELS[likelihood],
            asset=stake.asset.title if stake.asset else NO_ASSET,
            need=NEED_WORDS[need],
            exposure=EXPOSURES[exposure],
            effort=EFFORTS[entry.effort],
            facts=_told(grounds),
        ),
    )


def _impact(entry: ThreatEntry, asset: Asset | None) -> tuple[Level, Need]:
    pairs = [(level, need) for need in entry.harms if asset and (level := level_of(asset, need))]
    nothing: tuple[Level, Need] = ("low", entry.harms[0])
    return max(pairs, key=lambda pair: ORDER[pair[0]], default=nothing)


def _element(asset: Asset | None, product: Product) -> DataItem | Function | None:
    if asset is None:
        return None
    every: tuple[DataItem | Function, ...] = (*product.data, *product.functions)
    return next((each for each in every if each.id == asset.id), None)


def _places(way: Interface | None, exposure: Exposure, product: Product) -> Iterator[Ground]:
    if way is not None and exposure == "internet":
        text = REACHED.fill(id=both(way.id))
        yield Ground(path=f"interfaces[{way.id}].exposure", value="internet", effect="raises", text=text)
    elif exposure == "public":
        own = way.placement if way is not None else None
        path = f"interfaces[{way.id}].placement" if way is not None and own else "placement"
        yield Ground(path=path, value=own or ", ".join(product.places), effect="raises", text=AT_HAND)


def _weighty(element: DataItem | Function | None, need: Need) -> Iterator[Ground]:
    if isinstance(element, DataItem) and element.sensitive:
        text = WEIGHTY.fill(id=both(element.id))
        yield Ground(path=f"data[{element.id}].sensitive", value="true", effect="counts", text=text)
    elif isinstance(element, Function):
        if element.safety:
            text = HURTS.fill(id=both(element.id))
            yield Ground(path=f"functions[{element.id}].safety", value="true", effect="counts", text=text)
        elif element.must_stay_available:
            path = f"functions[{element.id}].must_stay_available"
            yield Ground(path=path, value="true", effect="counts", text=MUST_STAY.fill(id=both(element.id)))


def _told(grounds: Sequence[Ground]) -> Text:
    """The grounds in words, those that raise first."""
    order = ("raises", "counts", "lowers")
    listed = [
        FACT.fill(text=each.text, path=both(each.path), value=both(each.value))
        for each in sorted(grounds, key=lambda ground: order.index(ground.effect))
    ]
    return FACTS.fill(facts=joined(listed)) if listed else both("")
