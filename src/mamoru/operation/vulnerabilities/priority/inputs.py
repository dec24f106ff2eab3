"""The inputs of the SSVC tables, each with the value, where it comes from, and whether it is assumed."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.match import Told
from mamoru.operation.vulnerabilities.priority.cvss import Vector, read_vector
from mamoru.operation.vulnerabilities.priority.place import Exposure, Place
from mamoru.operation.vulnerabilities.priority.scores import Chosen
from mamoru.operation.vulnerabilities.record import Points

LIKELY = 0.1  # of all CVEs about one in twenty has such a probability or more
_EXPLOITS = (
    "exploit-db.com",
    "packetstormsecurity",
    "packetstorm.news",
    "rapid7.com/db/modules",
    "metasploit",
)
_EXPLOIT = re.compile("|".join(map(re.escape, _EXPLOITS)))

KEV = Text("{source} に載っている（{day} から）", "listed by {source} (since {day})")
SAID = Text("{source} が公開した判定", "as {source} published")
LIKELY_EPSS = Text("EPSSの見込みが高い（{epss:.0%}）", "EPSS thinks it likely ({epss:.0%})")
EXPLOIT_LINK = Text("攻撃コードらしい公開先がある: {link}", "what looks like an exploit is public: {link}")
NOTHING_SAID = Text("どの情報源にもない", "no source says so")
BY_VECTOR = Text("CVSSから推定: {vector}", "judged by CVSS: {vector}")
NO_VECTOR = Text("CVSSがないため、悪いほうを仮定", "assumed for the worse: there is no CVSS")
ONE_DEVICE = Text("1台の機器が扱う範囲と仮定", "assumed to be what one device holds")
REACHED = Text("製品ファイルのインターフェース: {ids}", "interfaces in the product file: {ids}")
NOT_REACHED = Text(
    "製品ファイルに、この部品が受けるインターフェースがない",
    "the product file has no interface that this component serves",
)
WIDEST = Text(
    "どのインターフェースで使うか不明なため、製品でいちばん広いものを仮定",
    "the widest of the product is assumed: it is not known which interface it serves",
)
NO_INTERFACES = Text(
    "製品ファイルにインターフェースがないため、開いていると仮定",
    "assumed to be open: the product file has no interfaces",
)
SAFETY_SAID = Text("製品の情報: 人に害が及びうる", "as told of the product: somebody may be hurt")
SAFETY_NOT = Text("製品の情報: 人に害は及ばない", "as told of the product: nobody is hurt")
SAFETY_UNKNOWN = Text(
    "製品ファイルに安全の記載がないため仮定", "assumed: the product file says nothing on safety"
)
TAKEN_OVER = Text(
    "CVSSでは部品をすべて操られ、{facts}", "by CVSS the component is taken over wholly; {facts}"
)
STOPPED = Text("CVSSでは部品が止まり、{facts}", "by CVSS the component stops; {facts}")
READ = Text("CVSSではデータを読まれるか書き換えられ、{facts}", "by CVSS data is read or altered; {facts}")
LITTLE = Text("CVSSでは影響が小さい", "by CVSS the effect is small")
UNRATED = Text("CVSSがなく、{facts}", "there is no CVSS; {facts}")
NEEDED = Text("止まると困る機能がある", "a function must stay available")
NOT_NEEDED = Text("止まると困る機能はない", "no function must stay available")
NEED_UNKNOWN = Text("止まると困る機能があると仮定", "a function is assumed that must stay available")
PERSONAL = Text("個人に関わるデータを扱う", "it handles personal or private data")
NOT_PERSONAL = Text("個人に関わるデータは扱わない", "it handles no personal data")
DATA_UNKNOWN = Text("個人に関わるデータを扱うと仮定", "it is assumed to handle personal data")


class Input(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One answered question: `source` is whose word it is (a feed, `product`, `cvss`, `mamoru`)."""

    id: str
    value: str
    source: str
    why: Text
    assumed: bool


class Asked(NamedTuple):
    """What the questions are answered by: thousands of vulnerabilities have the same."""

    exploitation: Input
    points: tuple[str, Points] | None
    vector: str | None
    place: Place


Given = Callable[[Asked], Input]


def asked_of(told: Told, score: Chosen | None, place: Place) -> Asked:
    """What the questions on one vulnerability at `place` are answered by; `score` is the one that counts."""
    return Asked(exploitation(told), told.points, score.vector if score else None, place)


def exploitation(told: Told) -> Input:
    """Exploited by a catalogue's word, else by published points, else as EPSS and links let assume."""
    if told.exploited is not None:
        source, entry = told.exploited
        return _input("exploitation", "active", source, KEV.fill(source=source, day=entry.added))
    if told.points is not None and told.points[1].exploitation is not None:
        source, points = told.points
        value = {"poc": "public-poc"}.get(points.exploitation or "", points.exploitation or "none")
        return _input("exploitation", value, source, SAID.fill(source=source))
    if link := next((link for link in told.links if _EXPLOIT.search(link)), None):
        return _assumed("exploitation", "public-poc", "mamoru", EXPLOIT_LINK.fill(link=link[:200]))
    if told.epss is not None and told.epss[0] >= LIKELY:
        return _assumed("exploitation", "public-poc", "epss", LIKELY_EPSS.fill(epss=told.epss[0]))
    return _UNEXPLOITED


def automatable(asked: Asked) -> Input:
    """By published points, else by the vector: over a network, with no condition, right or person."""
    if asked.points is not None and asked.points[1].automatable is not None:
        source, points = asked.points
        return _input("automatable", _yes(points.automatable), source, SAID.fill(source=source))
    return _automatable(asked.vector)


@lru_cache(1 << 13)
def _automatable(written: str | None) -> Input:
    vector = _vector(written)
    if vector is None:
        return _assumed("automatable", "yes", "mamoru", NO_VECTOR)
    why = BY_VECTOR.fill(vector=written)
    if vector.version == "4.0" and vector["AU"] != "X":
        return _input("automatable", _yes(vector["AU"] == "Y"), "cvss", why)
    if vector.version == "2.0":
        easy = vector["AV"] == "N" and vector["AC"] == "L" and vector["Au"] == "N"
    else:
        easy = all(vector[m] == v for m, v in (("AV", "N"), ("AC", "L"), ("PR", "N"), ("UI", "N")))
        easy = easy and vector["AT"] in ("N", "X")
    return _assumed("automatable", _yes(easy), "cvss", why)


def technical_impact(asked: Asked) -> Input:
    """By published points, else by the vector: total where secrets and data are wholly in other hands."""
    if asked.points is not None and asked.points[1].technical_impact is not None:
        source, points = asked.points
        return _input(
            "technical-impact", points.technical_impact or "total", source, SAID.fill(source=source)
        )
    return _technical_impact(asked.vector)


@lru_cache(1 << 13)
def _technical_impact(written: str | None) -> Input:
    vector = _vector(written)
    if vector is None:
        return _assumed("technical-impact", "total", "mamoru", NO_VECTOR)
    names = ("VC", "VI") if vector.version == "4.0" else ("C", "I")
    total = all(vector[name] in ("H", "C") for name in names)
    value = "total" if total else "partial"
    return _assumed("technical-impact", value, "cvss", BY_VECTOR.fill(vector=written))


def value_density(asked: Asked) -> Input:
    """One device holds what one device holds."""
    return _assumed("value-density", "diffuse", "mamoru", ONE_DEVICE)


_EXPOSED = {
    Exposure.NONE: "small", Exposure.PHYSICAL: "small", Exposure.RADIO: "controlled",
    Exposure.LOCAL_NETWORK: "controlled", Exposure.INTERNET: "open",
}  # fmt: skip


def exposure(asked: Asked) -> Input:
    """By the interfaces in the product file; open where it has none."""
    return _exposure(asked.place)


@lru_cache(1 << 10)
def _exposure(place: Place) -> Input:
    if place.exposure is None:
        return _assumed("exposure", "open", "mamoru", NO_INTERFACES)
    value = _EXPOSED[place.exposure]
    if place.assumed:
        return _assumed("exposure", value, "product", WIDEST)
    if not place.interfaces:
        return _input("exposure", value, "product", NOT_REACHED)
    return _input("exposure", value, "product", REACHED.fill(ids=", ".join(place.interfaces)))


def safety_impact(asked: Asked) -> Input:
    """By what is told of the product."""
    if asked.place.safety is None:
        return _assumed("safety-impact", "negligible", "mamoru", SAFETY_UNKNOWN)
    if asked.place.safety:
        return _input("safety-impact", "critical", "product", SAFETY_SAID)
    return _input("safety-impact", "negligible", "product", SAFETY_NOT)


def mission_impact(asked: Asked) -> Input:
    """By what the vector does to the component, and what the product file says hangs on it."""
    return _mission_impact(asked.vector, asked.place.needed, asked.place.personal_data)


@lru_cache(1 << 13)
def _mission_impact(written: str | None, needed: bool | None, personal: bool | None) -> Input:  # noqa: FBT001
    vector = _vector(written)
    function = {True: NEEDED, False: NOT_NEEDED, None: NEED_UNKNOWN}[needed]
    data = {True: PERSONAL, False: NOT_PERSONAL, None: DATA_UNKNOWN}[personal]
    if vector is None:
        value = "degraded" if needed is False else "function-failure"
        return _assumed("mission-impact", value, "mamoru", _with(UNRATED, function))
    names = ("VC", "VI", "VA") if vector.version == "4.0" else ("C", "I", "A")
    secrets, contents, running = (vector[name] in ("H", "C") for name in names)
    if secrets and contents and running:
        value = "function-failure" if needed is False else "mission-failure"
        return _assumed("mission-impact", value, "cvss", _with(TAKEN_OVER, function))
    if running:
        value = "degraded" if needed is False else "function-failure"
        return _assumed("mission-impact", value, "cvss", _with(STOPPED, function))
    if secrets or contents:
        value = "degraded" if personal is False else "support-crippled"
        return _assumed("mission-impact", value, "cvss", _with(READ, data))
    return _assumed("mission-impact", "degraded", "cvss", LITTLE)


def _with(text: Text, facts: Text) -> Text:
    return text.fill(facts=facts)


GIVEN: dict[str, Given] = {
    "exploitation": lambda asked: asked.exploitation,
    "automatable": automatable,
    "technical-impact": technical_impact,
    "value-density": value_density,
    "exposure": exposure,
    "safety-impact": safety_impact,
    "mission-impact": mission_impact,
}


def _input(id: str, value: str, source: str, why: Text) -> Input:
    return Input(id=id, value=value, source=source, why=why, assumed=False)


def _assumed(id: str, value: str, source: str, why: Text) -> Input:
    return Input(id=id, value=value, source=source, why=why, assumed=True)


def _yes(claim: bool | None) -> str:  # noqa: FBT001  (a value, no switch)
    return "yes" if claim else "no"


def _vector(written: str | None) -> Vector | None:
    if written is None:
        return None
    try:
        return read_vector(written)
    except FormatError:
        return None


_UNEXPLOITED = _assumed("exploitation", "none", "mamoru", NOTHING_SAID)
