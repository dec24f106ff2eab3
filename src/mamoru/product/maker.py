"""The maker: what `maker.yaml` declares of a company, its policy, roles, contacts and watch."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from mamoru.language import Text

# `$` alone would let a line break through at the end.
ID = r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$))[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9_-])?"
"""An id names files and folders, on every system: none that Windows keeps for devices, no dot at the end."""

Id = Annotated[
    str,
    msgspec.Meta(
        pattern=rf"^{ID}$(?!\n)",
        description="small letters, digits, . _ -; no name that Windows keeps for devices, no dot at the end",
    ),
]
Document = Annotated[str, msgspec.Meta(extra={"holds": "document"})]
"""A file of the workspace, relative to the file that names it, or an https address."""
Severity = Literal["critical", "high", "medium", "low"]


class Name(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A name in Japanese, in English, or both."""

    ja: str | None = None
    en: str | None = None

    @property
    def text(self) -> Text:
        """Both languages; what is missing is filled from the other."""
        return Text(self.ja or self.en or "", self.en or self.ja or "")


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that a named person did on a day, with the document that records it (a path in the
    workspace or an https address)."""

    on: date
    by: str
    document: Document | None = None
    outcome: str | None = None


class Policy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The product security policy and its life."""

    document: Document | None = None
    approved: Act | None = None
    published: Document | None = None
    review_every_months: Annotated[int, msgspec.Meta(ge=1, le=60)] = 12
    reviews: tuple[Act, ...] = ()
    acknowledged: tuple[Act, ...] = ()


class Training(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One training that was held."""

    on: date
    subject: str
    by: str
    attendees: Annotated[int, msgspec.Meta(ge=0)] = 0
    document: Document | None = None


class Role(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who is responsible for what, and who stands in."""

    role: Literal["executive", "security", "developer", "quality", "contact"]
    name: str
    deputy: str | None = None
    responsibility: str | None = None


class Contract(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The agreement with an outside party."""

    security_clauses: bool
    document: Document | None = None
    by: str | None = None
    on: date | None = None


class Stakeholder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An organisation or department that product security needs."""

    name: str
    kind: Literal["internal", "contractor", "factory", "cloud", "supplier", "tester", "sales", "other"]
    contact: str | None = None
    contract: Contract | None = None

    @property
    def outside(self) -> bool:
        """Whether work is given to it under a contract."""
        return self.kind in ("contractor", "factory", "cloud", "tester")


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A contact window. `published` is where outsiders find it, `copy` that page as it was, kept here."""

    kind: Literal["vulnerability", "user", "contractor"]
    address: str
    published: Document | None = None
    copy: Document | None = None
    languages: tuple[str, ...] = ()
    hours: str | None = None
    pgp_key: Document | None = None


class DisclosurePolicy(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """How reports of vulnerabilities are handled, as published."""

    published: Document | None = None
    acknowledge_days: int | None = None
    update_days: int | None = None
    fix_days: dict[Severity, int] = {}
    by: str | None = None
    on: date | None = None


class Jpcert(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Registration as product developer with JPCERT/CC; `record` is what shows it, such as its answer."""

    registered: date
    kind: Literal["general", "individual"] = "general"
    contact: str | None = None
    deputy: str | None = None
    checked: date | None = None
    record: Document | None = None


class Watch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which sources of vulnerability and incident information are looked at, how often, when last."""

    sources: tuple[str, ...]
    every_days: Annotated[int, msgspec.Meta(ge=1)] = 7
    last: Act | None = None


class Advisories(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where and how problems in own products are published."""

    published: Document
    by: str | None = None
    on: date | None = None
    document: Document | None = None


class Maker(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The company that makes the products: `maker.yaml`."""

    id: Id
    name: Name
    website: str | None = None
    policy: Policy | None = None
    education: tuple[Training, ...] = ()
    roles: tuple[Role, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    contacts: tuple[Contact, ...] = ()
    disclosure_policy: DisclosurePolicy | None = None
    jpcert: Jpcert | None = None
    vulnerability_watch: Watch | None = None
    advisories: Advisories | None = None
    standards: tuple[str, ...] = ("guide",)

    def person(self, role: str) -> str | None:
        """Who holds `role`, None if nobody is named."""
        return next((entry.name for entry in self.roles if entry.role == role), None)
