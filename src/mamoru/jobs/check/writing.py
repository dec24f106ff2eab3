"""Write reports into a folder, and keep the last result so that `explain` can speak of it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mamoru.assessment.report.form import Listed, forms, overviews
from mamoru.assessment.report.model import Report
from mamoru.document_store.permissions import write_shared
from mamoru.document_store.places import LAST
from mamoru.language import Lang

WRITTEN = ("html", "json")


def write_reports(folder: Path, reports: Sequence[Report], lang: Lang) -> list[Path]:
    """Each report as HTML and JSON: in `folder` for one; for several in a folder a product, with a page
    over all of them in `folder`. Gives the HTML files, in the order of `reports`."""
    written = []
    for report in reports:
        place = folder if len(reports) == 1 or report.product is None else folder / report.product.id
        inside = folder if folder.is_dir() else _nearest(folder)
        for form in forms():
            if form.format.id in WRITTEN:
                write_shared(place / form.format.file_name, form.render(report, lang).encode(), inside)
        written.append(place / "index.html")
    if len(reports) > 1:
        listed = [
            Listed(report=report, place=path.relative_to(folder).as_posix())
            for report, path in zip(reports, written, strict=True)
        ]
        for overview in overviews():
            body = overview.render_all(listed, lang).encode()
            write_shared(folder / overview.format.file_name, body, folder)
    return written


def keep_last(root: Path, report: Report) -> None:
    """Keep `report` as the last result of its product in the workspace `root`, and of its release."""
    if report.product is None:
        return
    body = msgspec.json.encode(msgspec.structs.replace(report, catalog=None, cases=()))
    places = [root.joinpath(*LAST.parts, f"{report.product.id}.json")]
    if report.release is not None:
        places.append(_of_release(root, report.product.id, report.release))
    for place in places:
        write_shared(place, body, root)


def _nearest(folder: Path) -> Path:
    """The nearest folder above that is there: its group is theirs that are made below it."""
    here = folder.absolute()
    while not here.is_dir() and here != here.parent:
        here = here.parent
    return here


def last_results(root: Path) -> list[Report]:
    """The last result of each product; one that cannot be read is left out."""
    return _readable(sorted(root.joinpath(*LAST.parts).glob("*.json")))


def last_of_release(root: Path, product: str, release: str) -> Report | None:
    """The last result of this release of the product, None where there is none that can be read."""
    found = _readable([_of_release(root, product, release)])
    return found[0] if found else None


def _of_release(root: Path, product: str, release: str) -> Path:
    return root.joinpath(*LAST.parts) / product / f"{hashlib.sha256(release.encode()).hexdigest()[:16]}.json"


def _readable(paths: Sequence[Path]) -> list[Report]:
    found = []
    for path in paths:
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=Report))
        except (OSError, msgspec.MsgspecError, UnicodeError):
            continue
    return found
