"""The workspace: one maker and its products as files in a folder.

    maker.yaml
    products/nc-100/product.yaml     a name in it is relative to this folder
    products/nc-100/images/…

A single product may also stand beside `maker.yaml` itself.
"""

from datetime import date
from pathlib import Path

import msgspec

from mamoru.errors import InputError, what_to_do, why
from mamoru.language import Text
from mamoru.product.documents import Written
from mamoru.product.files import occupied, read_maker, read_product
from mamoru.product.maker import Maker
from mamoru.product.model import Product, Release
from mamoru.product.problems import Problem, ProductFileErrors, quoted
from mamoru.product.references import Known

MAKER_FILE, PRODUCT_FILE = "maker.yaml", "product.yaml"
LEVELS_UP = 3
_INIT = Text(
    "mamoru init で、ひな形（maker.yaml と products/製品/product.yaml）をつくれます。",
    "mamoru init makes a start: maker.yaml and products/PRODUCT/product.yaml.",
)


class DeclaredProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product and the folder of its file: names in the file are relative to `folder`."""

    folder: Path
    product: Product
    written: Written


class Workspace(msgspec.Struct, frozen=True, kw_only=True):
    """A maker with the products asked for, by their id. Names in `maker.yaml` are relative to `root`,
    and so are the paths of `Written`."""

    root: Path
    maker: Maker
    maker_file: Written
    products: tuple[DeclaredProduct, ...]

    def product(self, id: str | None = None) -> DeclaredProduct:
        """The product with this id, or the only one; raises `InputError` naming those there are."""
        found = [entry for entry in self.products if id is None or entry.product.id == id]
        if len(found) == 1:
            return found[0]
        listed = ", ".join(entry.product.id for entry in self.products)
        asked = quoted(id) if id else ""
        raise InputError(
            Text(f"製品 {asked} がありません。", f"There is no product {asked}.")
            if id
            else Text("製品がいくつもあります。", "There are several products."),
            Text(f"次から一つ選んでください: {listed}", f"Choose one of: {listed}"),
        )


def find_workspace(path: Path, *, known: Known | None = None) -> Workspace:
    """The workspace at `path`: its folder, a product's folder below it, or one of the files.

    From a product's side only that product is in it. Raises `InputError` where a file is missing,
    `ProductFileErrors` with the errors of all files together.
    """
    folder = path.parent if path.is_file() else path
    if not folder.is_dir():
        raise InputError(Text(f"フォルダーがありません: {path}", f"There is no such folder: {path}"), _INIT)
    root = _root(folder, path)
    asked_for_one = path.name == PRODUCT_FILE or occupied(folder / PRODUCT_FILE)
    if asked_for_one and path.name != MAKER_FILE:
        if not occupied(folder / PRODUCT_FILE):
            raise InputError(Text(f"ファイルがありません: {path}", f"There is no such file: {path}"), _INIT)
        files = [folder / PRODUCT_FILE]
    else:
        files = [file for file in (root / PRODUCT_FILE, *_below(root / "products")) if occupied(file)]
    if not files:
        raise InputError(
            Text(
                f"{root} に製品がありません（products/製品/{PRODUCT_FILE}）。",
                f"There is no product in {root} (products/PRODUCT/{PRODUCT_FILE}).",
            ),
            _INIT,
        )
    return _read(root, files, known)


def _root(folder: Path, asked: Path) -> Path:
    """The nearest folder with `maker.yaml`: this one, or above a product's folder."""
    above = folder.resolve()
    levels = LEVELS_UP if occupied(folder / PRODUCT_FILE) else 0
    for candidate in (folder, *list(above.parents)[:levels]):
        if occupied(candidate / MAKER_FILE):
            return candidate
    raise InputError(
        Text(
            f"{asked} に {MAKER_FILE} がありません{'（上の 3 段まで探しました）' if levels else ''}。",
            f"There is no {MAKER_FILE} in {asked}{' or up to 3 folders above' if levels else ''}.",
        ),
        _INIT,
    )


def _below(folder: Path) -> list[Path]:
    """Where each product's file would be; a folder that cannot be looked into is an `InputError`."""
    if not occupied(folder):
        return []
    try:
        return [place / PRODUCT_FILE for place in sorted(folder.iterdir()) if place.is_dir()]
    except OSError as error:
        reason = why(error)
        raise InputError(
            Text(f"{folder} を見られません: {reason.ja}。", f"{folder} cannot be looked into: {reason.en}."),
            what_to_do(error),
        ) from error


def _shown(root: Path, file: Path) -> str:
    """What errors and locations call a product's file; raises `InputError` where it lies elsewhere."""
    folder = file.parent.resolve()
    try:
        inside = (folder / file.name).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # links that go round in circles: reading it will say so
        inside = folder.is_relative_to(root.resolve())
    if not inside:
        raise InputError(
            Text(
                f"{file} は、ワークスペースの外を指すリンクです。",
                f"{file} is a link that leads out of the workspace.",
            ),
            Text(
                "リンクの先をワークスペースの中に置いてください。",
                "Put what it points to into the workspace.",
            ),
        )
    return (folder / file.name).relative_to(root.resolve()).as_posix()


def _read(root: Path, files: list[Path], known: Known | None) -> Workspace:
    problems: list[Problem] = []
    maker, products = None, []
    try:
        maker = read_maker(root / MAKER_FILE, known=known, shown=MAKER_FILE)
    except ProductFileErrors as errors:
        problems += errors.problems
    first: dict[str, str] = {}
    for file in files:
        shown = _shown(root, file)
        try:
            product, written = read_product(file, known=known, shown=shown)
        except ProductFileErrors as errors:
            problems += errors.problems
            continue
        if product.id in first:
            problems.append(_same_id(product.id, shown, written, first[product.id]))
        first.setdefault(product.id, shown)
        products.append(DeclaredProduct(folder=file.parent, product=product, written=written))
    if problems or maker is None:
        raise ProductFileErrors(tuple(problems))
    return Workspace(root=root, maker=maker[0], maker_file=maker[1], products=tuple(products))


def _same_id(id: str, shown: str, written: Written, before: str) -> Problem:
    message = Text(
        f"製品の識別名 (id) の {quoted(id)} は {before} と同じです。別の名前にしてください",
        f"Product id (id) {quoted(id)} is the same as in {before}; name it differently",
    )
    return Problem(file=shown, line=written.lines.get("id", 1), message=message, field="id")


def latest(product: Product) -> Release | None:
    """The release that is looked at unless another is asked for: the last by date, of equal days the
    last in the file; one without a date counts as older than any with one. None: none registered."""
    ordered = sorted(enumerate(product.releases), key=lambda entry: (entry[1].date or date.min, entry[0]))
    return ordered[-1][1] if ordered else None


def release_of(product: Product, version: str | None) -> Release | None:
    """The release with this version, the latest where none is named; raises `InputError` where there
    is no such release."""
    if version is None:
        return latest(product)
    for release in product.releases:
        if release.version == version:
            return release
    listed = ", ".join(release.version for release in product.releases) or "-"
    raise InputError(
        Text(f"リリース {quoted(version)} がありません。", f"There is no release {quoted(version)}."),
        Text(
            f"{PRODUCT_FILE} の releases にあるもの: {listed}", f"Under releases in {PRODUCT_FILE}: {listed}"
        ),
    )
