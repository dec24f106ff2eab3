"""The shapes of the threat library: what the design knows of devices in general, as data.

`data/` holds them as YAML: facts that are seen in a product's lists, kinds of assets, who could attack,
the matrix of risk, and threats, one file a family. A maker's own threats have the same shapes.
"""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from mamoru.catalog import Condition
from mamoru.language import Text
from mamoru.product.model import Level

COMPILED = Path(__file__).parent / "compiled.json"

Need = Literal["confidentiality", "integrity", "availability", "safety", "privacy"]
NEEDS: tuple[Need, ...] = ("confidentiality", "integrity", "availability", "safety", "privacy")
Stride = Literal["spoofing", "tampering", "repudiation", "disclosure", "denial", "elevation"]
Exposure = Literal[
    "internet",
    "local-network",
    "public",
    "wide-area",
    "on-path",
    "nearby",
    "board",
    "in-hand",
    "supply-chain",
]
Effort = Literal["tools", "skill", "means", "chance"]
RiskLevel = Literal["critical", "high", "medium", "low"]
Weight = Literal[
    "authentication", "password", "encryption", "secrecy", "protection", "machine", "signature", "automatic", "stored",
    "sent", "deletion", "recovery", "expiry",
]  # fmt: skip
Whom = Literal["users", "maker", "third-parties"]


class Selection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Entries of one list of the product file (of the maker's for `stakeholders`; `product` is the file
    itself). Each field of `where` must hold one of the words, none of `except` may.

    A word fits a text that begins with it (`modbus` fits `Modbus/TCP`); `~word` one that contains it,
    `=word` one in which it stands as a word of its own, `*` any that says something, `?` one that nobody
    filled in. A list fits where one of it does. An interface that is switched off is not found.
    """

    in_: Literal[
        "interfaces", "data", "components", "functions", "users", "use_cases", "stakeholders", "product"
    ] = msgspec.field(name="in")
    where: dict[str, tuple[str, ...]] = {}
    except_: dict[str, tuple[str, ...]] = msgspec.field(default={}, name="except")
    at_least: int = 1


class DesignFact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A yes-or-no statement about the product that is seen in its lists: true where any of `seen` finds
    enough. It is false wherever the fact `within` is. `yes` and `no` are the reasons a reader sees."""

    id: str
    yes: Text
    no: Text
    seen: tuple[Selection, ...]
    within: str | None = None


class AssetKind(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A kind of asset: why it matters and to whom, and how bad a loss of each need would be.

    `implied` says when a product has it although no list names it, under the name `title`; never where
    an asset of the same kind was listed.
    """

    id: str
    title: Text
    why: Text
    whom: tuple[Whom, ...]
    needs: dict[Need, Level]
    implied: Condition | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who could do it."""

    id: str
    title: Text


class Matrix(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How likely something is, by exposure and by what the attacker needs; and the level of a risk, by
    impact and likelihood."""

    likelihood: dict[Exposure, dict[Effort, Level]]
    level: dict[Level, dict[Level, RiskLevel]]


class ClaimsWhen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """More claims that counter a threat where a condition holds."""

    when: Condition
    claims: tuple[str, ...]


class ThreatEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A threat: when it applies, what it harms, how it goes, and the claims that counter it.

    It harms the `harms` of the product's assets of the kinds `assets`. `through` selects the entries
    that it comes in by: the widest exposure of them counts, `exposure` where there are none. `effort` is
    what an attacker needs: ready tools, an expert's skill, means
    (equipment, an insider), or nobody at all (chance). `weighs` names what is declared that makes it
    likelier or less likely; with `carried` an interface harms only the data that the file says it sends.
    `common` are those reported again and again of such products: among equals they are shown first, then
    those earlier in their file.
    """

    id: str
    title: Text
    text: Text
    applies: Condition
    stride: tuple[Stride, ...]
    harms: tuple[Need, ...]
    assets: tuple[str, ...]
    effort: Effort
    actors: tuple[str, ...]
    path: tuple[Text, ...]
    claims: tuple[str, ...]
    claims_when: tuple[ClaimsWhen, ...] = ()
    through: tuple[Selection, ...] = ()
    weighs: tuple[Weight, ...] = ()
    carried: bool = False
    common: bool = False
    exposure: Exposure = "local-network"
    measures: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


class Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of threats that belong together."""

    family: str
    title: Text
    threats: tuple[ThreatEntry, ...]


class Library(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that the design knows of devices in general."""

    digest: str
    facts: tuple[DesignFact, ...]
    assets: tuple[AssetKind, ...]
    actors: tuple[Actor, ...]
    matrix: Matrix
    threats: tuple[ThreatEntry, ...]

    def threat(self, id: str) -> ThreatEntry | None:
        """The threat with this id, None if there is none."""
        return next((threat for threat in self.threats if threat.id == id), None)


@cache
def library() -> Library:
    """The shipped library, read once in a process."""
    return msgspec.json.decode(COMPILED.read_bytes(), type=Library)
