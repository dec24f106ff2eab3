"""The parts of a CSAF 2.0 or 2.1 document that are read. Source: CSAF 2.0 and 2.1, section 3."""

import msgspec


class Identified(msgspec.Struct, frozen=True):
    """`product_identification_helper`."""

    cpe: str = ""
    purl: str = ""
    purls: tuple[str, ...] = ()


class Product(msgspec.Struct, frozen=True):
    """`full_product_name_t`."""

    product_id: str
    name: str = ""
    product_identification_helper: Identified = Identified()


class Branch(msgspec.Struct, frozen=True):
    """`branches_t`."""

    category: str = ""
    name: str = ""
    product: Product | None = None
    branches: tuple["Branch", ...] = ()


class Relationship(msgspec.Struct, frozen=True):
    """A product in or on another (CSAF 2.0)."""

    category: str
    full_product_name: Product
    product_reference: str
    relates_to_product_reference: str


class Step(msgspec.Struct, frozen=True):
    """A step of a product path."""

    category: str
    next_product_reference: str


class Path(msgspec.Struct, frozen=True):
    """A product in or on others (CSAF 2.1)."""

    beginning_product_reference: str
    full_product_name: Product
    subpaths: tuple[Step, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """`product_groups`."""

    group_id: str
    product_ids: tuple[str, ...] = ()


class Tree(msgspec.Struct, frozen=True):
    """`product_tree`."""

    branches: tuple[Branch, ...] = ()
    full_product_names: tuple[Product, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    product_paths: tuple[Path, ...] = ()
    product_groups: tuple[Group, ...] = ()


class Tracking(msgspec.Struct, frozen=True):
    """`document.tracking`."""

    id: str = ""
    initial_release_date: str | None = None
    current_release_date: str | None = None


class Publisher(msgspec.Struct, frozen=True):
    """`document.publisher`."""

    name: str = ""


class Link(msgspec.Struct, frozen=True):
    """A reference."""

    url: str = ""


class Document(msgspec.Struct, frozen=True):
    """`document`."""

    category: str = ""
    title: str = ""
    tracking: Tracking = Tracking()
    publisher: Publisher = Publisher()
    references: tuple[Link, ...] = ()


class Csaf(msgspec.Struct, frozen=True):
    """The whole; each vulnerability is decoded by itself."""

    document: Document
    product_tree: Tree = Tree()
    vulnerabilities: list[msgspec.Raw] = []


class Weakness(msgspec.Struct, frozen=True):
    """A CWE."""

    id: str = ""


class Cvss(msgspec.Struct, frozen=True, rename="camel"):
    """A CVSS object."""

    vector_string: str = ""
    base_score: float | None = None


class Measured(msgspec.Struct, frozen=True):
    """The scores of some products: `scores` of 2.0, `metrics[].content` of 2.1."""

    cvss_v2: Cvss | None = None
    cvss_v3: Cvss | None = None
    cvss_v4: Cvss | None = None


class Metric(msgspec.Struct, frozen=True):
    """An item of `metrics`."""

    content: Measured = Measured()


class OtherId(msgspec.Struct, frozen=True):
    """An id that another system gave."""

    text: str = ""
    system_name: str = ""


class Flag(msgspec.Struct, frozen=True):
    """Why some products are not affected."""

    label: str
    product_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()


class Threat(msgspec.Struct, frozen=True):
    """The impact in words, which may be why a product is not affected."""

    category: str = ""
    details: str = ""
    product_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()


class Status(msgspec.Struct, frozen=True):
    """`product_status`."""

    known_affected: tuple[str, ...] = ()
    first_affected: tuple[str, ...] = ()
    last_affected: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    first_fixed: tuple[str, ...] = ()
    known_not_affected: tuple[str, ...] = ()
    under_investigation: tuple[str, ...] = ()


class Vulnerability(msgspec.Struct, frozen=True):
    """An item of `vulnerabilities`."""

    cve: str = ""
    title: str = ""
    ids: tuple[OtherId, ...] = ()
    cwe: Weakness = Weakness()
    cwes: tuple[Weakness, ...] = ()
    scores: tuple[Measured, ...] = ()
    metrics: tuple[Metric, ...] = ()
    product_status: Status = Status()
    flags: tuple[Flag, ...] = ()
    threats: tuple[Threat, ...] = ()
    references: tuple[Link, ...] = ()
