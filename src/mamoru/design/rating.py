"""The risk of a threat: impact by what it harms, likelihood by where it comes in and what it takes."""

from collections.abc import Sequence

from mamoru.design.assets import ORDER, level_of
from mamoru.design.library import Effort, Exposure, Matrix, Need, RiskLevel
from mamoru.design.model import Asset, Risk
from mamoru.language import Text
from mamoru.product.model import Interface, Level, Product

EXPOSURES: dict[Exposure, Text] = {
    "internet": Text("インターネットから届く", "it is within reach of the Internet"),
    "local-network": Text("同じネットワークから届く", "it is within reach of the local network"),
    "on-path": Text("通信の途中にいる人に届く", "it is within reach of somebody on the way"),
    "public": Text("知らない人の手が届く", "it is at hand for strangers"),
    "nearby": Text("近くにいる人に届く", "it is within reach of people nearby"),
    "board": Text("分解しないと届かない", "it is reached only by opening the case"),
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
    "影響は{impact}（「{asset}」の{need}）。起こりやすさは{likelihood}（{exposure}。{effort}）。",
    "Impact {impact} ({need} of {asset}). Likelihood {likelihood} ({exposure}; {effort}).",
)
NO_ASSET = Text("守るもの", "the product")
_WIDEST: tuple[Exposure, ...] = (
    "internet",
    "local-network",
    "public",
    "on-path",
    "nearby",
    "board",
    "supply-chain",
)


def exposure_of(entries: Sequence[object], fallback: Exposure, product: Product) -> Exposure:
    """The widest exposure of the interfaces among `entries` that are switched on, else of those that are
    off, else `fallback`. What the device opens itself is exposed to whoever is on the way; what can be
    touched is public where the product stands among strangers."""
    interfaces = [entry for entry in entries if isinstance(entry, Interface)]
    counted = [i for i in interfaces if i.enabled] or interfaces
    exposures = [_exposure(interface, product) for interface in counted]
    return min(exposures, key=_WIDEST.index, default=_at_hand(fallback, product))


def _exposure(interface: Interface, product: Product) -> Exposure:
    if interface.kind == "client":
        return "on-path"
    return (
        _at_hand(interface.exposure, product)
        if interface.kind in ("physical", "debug")
        else interface.exposure
    )


def _at_hand(exposure: Exposure, product: Product) -> Exposure:
    strangers = product.placement in ("public", "outdoors")
    return "public" if strangers and exposure in ("nearby", "board") else exposure


def rated(
    matrix: Matrix, harmed: Sequence[Asset], harms: Sequence[Need], exposure: Exposure, effort: Effort
) -> Risk:
    """The risk by the library, with its reason in words."""
    pairs = [
        (level, asset.title, need) for asset in harmed for need in harms if (level := level_of(asset, need))
    ]
    nothing: tuple[Level, Text, Need] = ("low", NO_ASSET, harms[0])
    impact, asset, need = max(pairs, key=lambda pair: ORDER[pair[0]], default=nothing)
    likelihood = matrix.likelihood[exposure][effort]
    return Risk(
        impact=impact,
        likelihood=likelihood,
        level=matrix.level[impact][likelihood],
        exposure=exposure,
        why=WHY.fill(
            impact=LEVELS[impact],
            likelihood=LEVELS[likelihood],
            asset=asset,
            need=NEED_WORDS[need],
            exposure=EXPOSURES[exposure],
            effort=EFFORTS[effort],
        ),
    )
