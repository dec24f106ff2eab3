"""Write reports into a folder, and keep the last result so that `explain` can speak of it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mamoru.assessment.report.form import forms
from mamoru.assessment.report.model import Report
from mamoru.document_store.whole_file import write_whole
from mamoru.language import Lang

LAST = Path(".mamoru") / "last"
WRITTEN = ("html", "json")


def write_reports(folder: Path, reports: Sequence[Report], lang: Lang) -> list[Path]:
    """Each report as HTML and JSON: in `folder` for one, in a folder a product for several. Gives
    the HTML files, in the order of `reports`."""
    written = []
    for report in reports:
        place = folder if len(reports) == 1 or report.product is None else folder / report.product.id
        place.mkdir(parents=True, exist_ok=True)
        for form in forms():
            if form.format.id in WRITTEN:
                write_whole(place / form.format.file_name, form.render(report, lang).encode())
        written.append(place / "index.html")
    return written


def keep_last(root: Path, report: Report) -> None:
    """Keep `report` as the last result of its product in the workspace `root`, and of its release."""
    if report.product is None:
        return
    body = msgspec.json.encode(msgspec.structs.replace(report, catalog=None, cases=()))
    places = [root / LAST / f"{report.product.id}.json"]
    if report.release is not None:
        places.append(_of_release(root, report.product.id, report.release))
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, body)


def last_results(root: Path) -> list[Report]:
    """The last result of each product; one that cannot be read is left out."""
    return _readable(sorted((root / LAST).glob("*.json")))


def last_of_release(root: Path, product: str, release: str) -> Report | None:
    """The last result of this release of the product, None where there is none that can be read."""
    found = _readable([_of_release(root, product, release)])
    return found[0] if found else None


def _of_release(root: Path, product: str, release: str) -> Path:
    return root / LAST / product / f"{hashlib.sha256(release.encode()).hexdigest()[:16]}.json"


def _readable(paths: Sequence[Path]) -> list[Report]:
    found = []
    for path in paths:
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=Report))
        except (OSError, msgspec.MsgspecError, UnicodeError):
            continue
    return found
