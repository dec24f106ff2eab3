"""What people said of matches beside what ours says: a report by class and reason, no threshold.

    python benchmarks/match_labels.py [IMAGE] [STORE]

Each label names a package, its version, a vulnerability, and whether the match is true (TP) or false (FP);
the ecosystem is not told and is taken from the version, the image and the id. STORE is a store of all
shared data (without one, it is built). The labels are $MAMORU_SHARED/data/match-labels.jsonl.xz.
"""

import lzma
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
from label_packages import Label, component_of, kind_of
from vulnerabilities import DATA

from mamoru.operation.vulnerabilities.matching import matched, near_misses
from mamoru.operation.vulnerabilities.matching.names import names_of
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.syncing import sync_files
from mamoru.product.component import Component

SURE = ("affected", "any-version")


def main() -> None:
    """Print the report."""
    path = DATA / "match-labels.jsonl.xz"
    if not path.is_file():
        print(f"{path} is not there: left out")
        return
    labels = [
        msgspec.json.decode(line, type=Label) for line in lzma.decompress(path.read_bytes()).splitlines()
    ]
    if len(sys.argv) > 2:
        with Store(Path(sys.argv[2])) as store:
            _report(labels, store)
        return
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "store.db"
        sync_files([DATA], target, at="2026-11-28T00:00:00Z")
        with Store(target) as store:
            _report(labels, store)


def _report(labels: list[Label], store: Store) -> None:
    by_class: Counter[tuple[str, str, str]] = Counter()
    reasons: dict[str, Counter[str]] = {"TP": Counter(), "FP": Counter()}
    shown: dict[tuple[str, str], list[str]] = {}
    for label, told, reason in _judged(labels, store):
        by_class[kind_of(label), label.label, told] += 1
        if (label.label == "TP") is not (told == "sure"):
            reasons[label.label][reason] += 1
            shown.setdefault((label.label, reason), []).append(
                f"{label.package} {label.version} {label.vulnerability}"
            )
    kinds = sorted({kind for kind, _, _ in by_class})
    print(
        f"{len(labels)} labels\n{'kind':<12}{'TP sure':>9}{'unsure':>8}{'not':>7}{'FP sure':>9}{'unsure':>8}{'not':>7}"
    )
    for kind in [*kinds, "all"]:
        cells = [
            sum(n for (k, label, told), n in by_class.items() if kind in (k, "all") and (label, told) == cell)
            for cell in [(label, told) for label in ("TP", "FP") for told in ("sure", "unsure", "not")]
        ]
        print("{:<12}{:>9}{:>8}{:>7}{:>9}{:>8}{:>7}".format(kind, *cells))
    for label, title in (
        ("TP", "true ones that are not told as sure"),
        ("FP", "false ones that are told as sure"),
    ):
        print(f"\n{title}: {sum(reasons[label].values())}")
        for reason, count in reasons[label].most_common():
            print(f"{count:>6}  {reason}: e.g. {'; '.join(shown[label, reason][:: max(1, count // 3)][:3])}")


def _judged(labels: list[Label], store: Store) -> Iterator[tuple[Label, str, str]]:
    """Each label with what ours says (sure, unsure, not) and the reason."""
    by_component: dict[Component, list[Label]] = {}
    for label in labels:
        by_component.setdefault(component_of(label), []).append(label)
    for component, said in by_component.items():
        found = matched([component], store)
        matches = {id: match for match in found.matches for id in (match.told.id, *match.told.aliases)}
        against = {near.vulnerability: near for near in found.ruled_out}
        for label in said:
            id = label.cve or label.vulnerability
            if (match := matches.get(id)) is not None:
                sources = sorted({word.source for word in match.words if word.certainty == match.certainty})
                told = "sure" if match.certainty in SURE else "unsure"
                by = sources[0] if len(sources) == 1 else "several sources"
                yield label, told, f"{match.certainty} by {by}"
            elif id in against:
                yield label, "not", f"ruled out by {against[id].source}"
            else:
                yield label, "not", _silent(id, component, store)


def _silent(id: str, component: Component, store: Store) -> str:
    """Why nothing is told: nobody names the component beside it, or everybody who does means other versions."""
    if near := near_misses(id, [component], store):
        return f"outside the range, by {', '.join(sorted({each.source for each in near}))}"
    number = store.number_of(id)
    if number not in store.told([number]):
        return "no source has the vulnerability, or it was taken back"
    if not store.products_of(number):
        return "no source says which products have it"
    if not any(store.years(known.product) for known in names_of(component)):
        return "no source knows the component by these names"
    return "the sources name other products"


if __name__ == "__main__":
    main()
