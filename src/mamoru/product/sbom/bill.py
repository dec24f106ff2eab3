"""What CycloneDX says beside a component's name, the same in JSON and XML."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from mamoru.product.component import Answer
from mamoru.product.purl import DISTRIBUTED, type_of
from mamoru.product.sbom.answering import answer, each_once, named_in, of_cyclonedx, of_patches
from mamoru.product.sbom.origin import origin
from mamoru.product.sbom.part import NOT_LISTED, Missed, spoken

NO_SOFTWARE = frozenset({"file", "data", "cryptographic-asset", "machine-learning-model"})
_MOST_NAMES = 20  # of one vulnerability
Home = tuple[str | None, str | None]
Properties = Sequence[tuple[object, object]]


class Judgements:
    """What `vulnerabilities[].analysis` says, by the component's `bom-ref`."""

    def __init__(self) -> None:
        self._said: dict[str, list[Answer]] = defaultdict(list)
        self._lines: dict[str, int] = {}
        self._ready: dict[str, tuple[Answer, ...]] = {}

    def add(
        self, ids: Iterable[object], state: object, why: tuple[object, ...], refs: Iterable[object], line: int
    ) -> None:
        """One vulnerability under all its ids, and the components that it is about."""
        found = [
            a for id in dict.fromkeys(map(spoken, ids)) if id and (a := of_cyclonedx(id[:100], state, why))
        ]
        for ref in refs:
            if isinstance(ref, str) and found:
                self._said[_local(ref)] += found
                self._lines.setdefault(_local(ref), line)

    def of(self, ref: object) -> tuple[Answer, ...]:
        """What is said of the component with this `bom-ref`, which then is not left over."""
        if not isinstance(ref, str):
            return ()
        self._lines.pop(_local(ref), None)
        if _local(ref) not in self._ready:
            self._ready[_local(ref)] = each_once(self._said.get(_local(ref), ()))
        return self._ready[_local(ref)]

    def left(self, product: str) -> Iterator[Missed]:
        """What is said of components that are not listed; of the product itself is no such."""
        for ref, line in self._lines.items():
            if ref != _local(product):
                yield Missed(line=line, why=NOT_LISTED)


def _local(ref: str) -> str:
    """A reference without the document that a BOM-Link names: `urn:cdx:UUID/1#REF`."""
    return ref.partition("#")[2] if ref.startswith("urn:cdx:") and "#" in ref else ref


def of_patch(kind: object, issues: Iterable[tuple[object, object]], url: object) -> Iterator[Answer]:
    """What one of `pedigree.patches` mends: the ids and types of its `resolves`, and its file's name."""
    for id, reason in issues:
        named = spoken(id)
        if named is not None and (reason == "security" or named_in(named)):
            yield answer(named[:100], "fixed", "CycloneDX pedigree.patches", kind)
    if isinstance(url, str):
        yield from of_patches([url.partition("?")[0]])


def cpes_of(told: Properties) -> list[str]:
    """Further CPEs, as properties of Mamoru and Syft carry them."""
    return [said for name, text in told if name in ("mamoru:cpe", "syft:cpe23") and (said := spoken(text))]


def source_of(told: Properties) -> tuple[str | None, str | None]:
    """The source package and its version, as properties of Trivy carry them."""
    found = {str(name).removeprefix("aquasecurity:trivy:"): spoken(text) for name, text in told}
    return found.get("SrcName"), found.get("SrcVersion")


def home_of(purl: str | None, home: Home) -> Home:
    """The distribution and release of a package: by its own URL, else by the operating system listed."""
    if type_of(purl) not in DISTRIBUTED:
        return None, None
    told = origin(purl)
    name = home[0].lower() if home[0] else None
    same = told.distribution is None or told.distribution == name
    return told.distribution or name, told.release or (home[1] if same else None)
