"""The product: what `product.yaml` declares of one device."""

import datetime
from typing import Annotated, Literal

import msgspec

from mamoru.product.maker import Act, Document, Id, Name

Level = Literal["low", "medium", "high"]
Place = Literal["private", "restricted", "public", "outdoors"]
Way = Literal["none", "password", "key", "certificate", "token", "pairing"]
DataKind = Literal[
    "personal", "privacy", "health", "setting", "credential", "log", "firmware", "telemetry", "other"
]
WEAKEST_FIRST: tuple[Way, ...] = ("none", "password", "pairing", "token", "key", "certificate")
ABOUT_PEOPLE = frozenset({"personal", "privacy", "health"})
Category = Literal[
    "ev-charger", "medical-device", "smart-meter", "computer", "vehicle", "aviation", "marine", "other"
]
"""Kinds of product that a law or a scheme leaves to other rules; `other` is none of them."""


class Support(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The support period: from the start of sale until the last security update."""

    sales_start: datetime.date | None = None
    until: datetime.date | None = None
    published: Document | None = None
    grounds: str | None = None
    decided: Act | None = None


class Characteristics(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What the guide's technical measures hang on; None where it is to be derived from the rest."""

    communicates: bool | None = None
    handles_data: bool | None = None
    must_stay_available: bool | None = None


class User(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An expected user. `rights_end` says when the rights of a guest end, and what ends them."""

    id: Id
    description: str
    rights: Literal["administer", "use", "guest"] | None = None
    rights_end: str | None = None


class UseCase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One way in which the product is used; `users` are ids."""

    id: Id
    description: str
    users: tuple[Id, ...] = ()


class BoardPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A part on the board or a piece of software that is bought in."""

    name: str
    kind: Literal["soc", "mcu", "os", "radio", "module", "sensor", "software", "app", "cloud"]
    supplier: str | None = None
    version: str | None = None
    maintained_until: datetime.date | None = None


class Interface(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where something can come in or go out. `authentication` (one way or several) and `encryption` are
    None where nobody has said: that is not the same as `none`. `wide-area` reaches for kilometres
    without the Internet (LoRa); `placement` is where this interface is, where it differs from the product's;
    `other_side` says who talks to it, `role` which end of Wi-Fi it is."""

    id: Id
    kind: Literal["network-service", "client", "radio", "debug", "physical"]
    protocol: str
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] | None = None
    exposure: Literal["internet", "wide-area", "local-network", "nearby", "board"] = "local-network"
    placement: Place | None = None
    authentication: Way | tuple[Way, ...] | None = None
    encryption: str | None = None
    peer: str | None = None
    other_side: Literal["person", "app", "machine", "service"] | None = None
    role: Literal["station", "access-point"] | None = None
    purpose: str | None = None
    enabled: bool = True
    protection: str | None = None

    @property
    def ways(self) -> tuple[Way, ...]:
        """Every way of authentication that is declared; empty where nobody has said."""
        declared = self.authentication
        if declared is None:
            return ()
        return declared if isinstance(declared, tuple) else (declared,)

    @property
    def asks(self) -> Way | None:
        """The weakest way of authentication, which is the one that counts; None where nobody has said."""
        return min(self.ways, key=WEAKEST_FIRST.index, default=None)


class DataItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Data that the product holds or sends, of one kind or several. `sent_by` are ids of interfaces."""

    id: Id
    description: str
    kind: DataKind | tuple[DataKind, ...]
    sensitive: bool = False
    stored: str | None = None
    stored_protection: str | None = None
    sent_by: tuple[Id, ...] = ()
    sent_protection: str | None = None
    deletion: str | None = None

    @property
    def kinds(self) -> tuple[DataKind, ...]:
        """Every kind that it is of."""
        return self.kind if isinstance(self.kind, tuple) else (self.kind,)

    @property
    def about_people(self) -> bool:
        """Whether it tells something of a person."""
        return not ABOUT_PEOPLE.isdisjoint(self.kinds)


class Function(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the product does; `recovery` says how it comes back where it must stay available, `safety`
    that people can be hurt where it goes wrong."""

    id: Id
    description: str
    must_stay_available: bool = False
    safety: bool = False
    recovery: str | None = None


class Asset(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something to protect that the rest of the file does not tell, or another view of one that it
    does (same id). A level is how bad a loss would be; None leaves what was derived."""

    id: Id
    description: str | None = None
    why: str | None = None
    confidentiality: Level | None = None
    integrity: Level | None = None
    availability: Level | None = None
    safety: Level | None = None
    privacy: Level | None = None


class Risk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A foreseen threat to assets (ids of data, functions or assets), rated and answered.

    `covers` are the threats of the library that it speaks of, `elements` the interfaces, data or functions
    to which the decision is limited (none: to all); `how`, `part` and `evidence` (claims)
    say how a reduction is done here, with which part, and what will show it. An acceptance has its
    signer in `reviewed` and lasts until `until`; `why` is asked where nothing is done.
    """

    id: Id
    threat: str
    covers: tuple[Id, ...] = ()
    elements: tuple[Id, ...] = ()
    assets: tuple[Id, ...] = ()
    impact: Level | None = None
    likelihood: Level | None = None
    decision: Literal["mitigate", "avoid", "transfer", "accept", "not-applicable"] | None = None
    measures: tuple[str, ...] = ()
    how: str | None = None
    part: str | None = None
    evidence: tuple[str, ...] = ()
    why: str | None = None
    until: datetime.date | None = None
    reviewed: Act | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a technical measure is done in this product, or why it is not needed."""

    measure: str
    how: str
    document: Document | None = None


class Update(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How software is updated. `automatic` is None where nobody has said: that is not the same as False."""

    method: Literal["network", "local", "both", "none"]
    automatic: bool | None = None
    notification: str | None = None
    signature: str | None = None
    description: str | None = None


class Consultation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Advice that was taken from outside. `with` is the adviser."""

    with_: str = msgspec.field(name="with")
    on: datetime.date
    document: Document | None = None
    subject: str | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A test by hand: what was tested on which release, by whom, with which result, recorded where.
    `claims` are what it shows (pass) or refutes (fail)."""

    claims: tuple[str, ...]
    what: str
    result: Literal["pass", "fail"]
    release: str
    on: datetime.date
    by: str
    document: Document | None = None


class Verification(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The verification plan and the results of tests by hand."""

    plan: Act | None = None
    results: tuple[Result, ...] = ()


class Information(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where users find what they must know (https addresses or paths), and who confirmed it when."""

    manual: Document | None = None
    cautions: Document | None = None
    setup: Document | None = None
    update: Document | None = None
    disposal: Document | None = None
    privacy: Document | None = None
    confirmed: Act | None = None


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """That a claim holds, and how. With a person, a day and a document it is attested, without them
    only declared. `release` limits it to one release."""

    claim: str
    how: str
    by: str | None = None
    on: datetime.date | None = None
    document: Document | None = None
    release: str | None = None


class Acceptance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A risk that a named person accepts until a day: of a requirement (`guide:2A.1`), or of the
    findings of a check (`FW-CRED-001`), at one `path` and with one `proof` where given. With a proof
    it stays accepted in later releases for as long as the finding tells the very same."""

    requirement: str | None = None
    check: str | None = None
    path: str | None = None
    proof: str | None = None
    by: str
    until: datetime.date
    why: str


class Image(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A firmware image of a release: a path beside the product file; `sha256` is checked if given.
    `plain` is the same image as it was before encryption or signing, where the shipped one is closed."""

    file: Document
    plain: Document | None = None
    name: str | None = None
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")] | None = None


class Release(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One version that is, was or will be shipped. `build` are files or folders that its build left
    and that name its parts: lists of Zephyr, ESP-IDF, Yocto, Buildroot, CMSIS, linker maps, ELF files."""

    version: str
    date: datetime.date | None = None
    images: tuple[Image, ...] = ()
    sbom: Document | None = None
    build: tuple[Document, ...] = ()
    update_package: Document | None = None
    fixes: tuple[str, ...] = ()


class Bench(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Devices on the bench that may be tested over the network."""

    targets: tuple[str, ...] = ()


class Product(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One product: `product.yaml`.

    `category`, `integrated` (other makers build it into their products) and `sold_to` (empty where nobody
    has said) decide which rules concern it.
    `draft`: it was drafted from an image and nobody has confirmed it yet, so a list in it is not
    complete, and what it does not name proves nothing.
    """

    id: Id
    name: Name
    models: tuple[str, ...] = ()
    type: str | None = None
    category: Category | None = None
    integrated: bool | None = None
    sold_to: tuple[Literal["consumers", "businesses"], ...] = ()
    markets: tuple[Literal["jp", "eu", "uk", "us", "other"], ...] = ("jp",)
    standards: tuple[str, ...] = ()
    environment: str | None = None
    placement: Place | tuple[Place, ...] | None = None
    power: Literal["mains", "battery", "harvesting"] | None = None
    support: Support = Support()
    characteristics: Characteristics = Characteristics()
    senses: (
        tuple[Literal["camera", "microphone", "location", "motion", "environment", "biometric"], ...] | None
    ) = None
    users: tuple[User, ...] = ()
    use_cases: tuple[UseCase, ...] = ()
    components: tuple[BoardPart, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    data: tuple[DataItem, ...] = ()
    functions: tuple[Function, ...] = ()
    assets: tuple[Asset, ...] = ()
    risks: tuple[Risk, ...] = ()
    decisions: tuple[Decision, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    update: Update | None = None
    verification: Verification = Verification()
    information: Information = Information()
    statements: tuple[Statement, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    releases: tuple[Release, ...] = ()
    bench: Bench = Bench()
    draft: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        """Every kind of place where it stands; empty where nobody has said."""
        if self.placement is None:
            return ()
        return self.placement if isinstance(self.placement, tuple) else (self.placement,)
