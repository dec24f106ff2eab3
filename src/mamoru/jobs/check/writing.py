"""Write reports into a folder, and keep the last result so that `explain` can speak of it."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from mamoru.assessment.report.form import Listed, forms, overviews
from mamoru.assessment.report.model import Report
from mamoru.document_store.whole_file import write_whole
from mamoru.language import Lang

LAST = Path(".mamoru") / "last"
WRITTEN = ("html", "json")


def write_reports(folder: Path, reports: Sequence[Report], lang: Lang) -> list[Path]:
    """Each report as HTML and JSON: in `folder` for one; for several in a folder a product, with a page
    over all of them in `folder`. Gives the HTML files, in the order of `reports`."""
    written = []
    for report in reports:
        place = folder if len(reports) == 1 or report.product is None else folder / report.product.id
        place.mkdir(parents=True, exist_ok=True)
        for form in forms():
            if form.format.id in WRITTEN:
                write_whole(place / form.format.file_name, form.render(report, lang).encode())
        written.append(place / "index.html")
    if len(reports) > 1:
        listed = [
            Listed(report=report, place=path.relative_to(folder).as_posix())
            for report, path in zip(reports, written, strict=True)
        ]
        for overview in overviews():
            write_whole(folder / overview.format.file_name, overview.render_all(listed, lang).encode())
    return written


def keep_last(root: Path, report: Report) -> None:
    """Keep `report` as the last result of its product in the workspace `root`."""
    if report.product is not None:
        (root / LAST).mkdir(parents=True, exist_ok=True)
        write_whole(
            root / LAST / f"{report.product.id}.json",
            msgspec.json.encode(msgspec.structs.replace(report, catalog=None, cases=())),
        )


def last_results(root: Path) -> list[Report]:
    """The last result of each product; one that cannot be read is left out."""
    found = []
    for path in sorted((root / LAST).glob("*.json")):
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=Report))
        except (OSError, msgspec.MsgspecError, UnicodeError):
            continue
    return found
