"""Read `maker.yaml` and `product.yaml`: a Maker or a Product, or every error in the file at once."""

from pathlib import Path
from typing import TypeVar

from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.product.conversion import converted
from mamoru.product.denials import contradicted
from mamoru.product.documents import Written
from mamoru.product.maker import Maker
from mamoru.product.model import Product
from mamoru.product.problems import Full, Problems, ProductFileErrors
from mamoru.product.references import Known, broken
from mamoru.product.yaml_text import MAX_BYTES, plain

F = TypeVar("F", Maker, Product)


def read_maker(path: Path, *, known: Known | None = None, shown: str | None = None) -> tuple[Maker, Written]:
    """The maker that a file declares, and its lines.

    `shown` is what errors and locations call the file (default: `path` as given). Raises
    `ProductFileErrors` with each error, `InputError` where there is no readable file.
    """
    return parsed(Maker, contents(path), shown=shown or str(path), known=known)


def read_product(
    path: Path, *, known: Known | None = None, shown: str | None = None
) -> tuple[Product, Written]:
    """The product that a file declares, and its lines; otherwise as `read_maker`."""
    return parsed(Product, contents(path), shown=shown or str(path), known=known)


def parsed(group: type[F], data: bytes, *, shown: str, known: Known | None = None) -> tuple[F, Written]:
    """A Maker or Product from the bytes of its file; raises only `ProductFileErrors`."""
    problems = Problems(shown)
    try:
        read = plain(data, problems)
        if read is not None:
            values, lines = read
            found = converted(group, values, lines, problems)
            broken(group, values, lines, problems, known or Known())
            if group is Product:
                contradicted(values, lines, problems)
            if found is not None and not problems.found:
                return found, Written(path=shown, lines=lines)
    except Full:
        pass
    raise ProductFileErrors(tuple(problems.found))


def contents(path: Path) -> bytes:
    """A file's bytes, one more than `MAX_BYTES` at most; raises `InputError` where it cannot be read."""
    try:
        if not path.is_file():
            told = (
                Text("ファイルではありません", "Not a file")
                if occupied(path)
                else Text("ファイルがありません", "There is no such file")
            )
            raise InputError(
                Text(f"{told.ja}: {path}", f"{told.en}: {path}"),
                Text("場所を確かめてください。", "Check the path."),
            )
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            Text(f"ファイルを読めません: {path} ({reason})", f"The file cannot be read: {path} ({reason})"),
            Text("読み取りの権限を確かめてください。", "Check that you may read it."),
        ) from error


def occupied(path: Path) -> bool:
    """Whether anything has this name, be it a folder, a link that leads nowhere, or out of our sight."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
