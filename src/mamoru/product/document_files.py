"""The files that maker and product name, found in the workspace and never outside it.

Images alone may lie elsewhere, behind a link: their digest says what they are.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from datetime import date
from io import BufferedReader
from pathlib import Path

import msgspec

from mamoru.document_store.places import OWN
from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.product.document_history import AttestedBefore
from mamoru.product.document_text import MOST_READ, is_known_form, text_in
from mamoru.product.documents import Content, DocumentFile, Documents, Written
from mamoru.product.named import documents_in, is_address
from mamoru.product.problems import Problem, ProductFileErrors, quoted
from mamoru.product.sbom.reading import listing_in
from mamoru.product.workspace import MAKER_FILE, PRODUCT_FILE, DeclaredProduct, Workspace, release_of

MAX_DOCUMENT_BYTES = 200 << 20
MAX_IMAGE_BYTES = 4 << 30
IMAGES = (".file", ".plain")
SBOM = ".sbom"
UNREAD_FIELDS = (*IMAGES, ".pgp_key", ".update_package")  # what no person writes
_SAMPLE = 1 << 16


def documents(
    workspace: Workspace, declared: DeclaredProduct, *, on: date, release: str | None = None
) -> Documents:
    """What document checks are handed for one release of a product on a day.

    Every document named that is there is read once for its SHA-256; one that is missing is for the
    checks to say. Raises `ProductFileErrors` where a name leads out of the workspace, or is too
    large a file, or stands for two different files.
    """
    chosen = release_of(declared.product, release)
    problems: list[Problem] = []
    root = workspace.root.resolve()
    of_maker = dict(_files(root, root, workspace.maker, workspace.maker_file, problems))
    only = msgspec.structs.replace(declared.product, releases=())
    of_product = dict(_files(root, declared.folder, only, declared.written, problems))
    if chosen is not None:
        at = f"releases[{declared.product.releases.index(chosen)}]"
        of_product |= dict(_files(root, declared.folder, chosen, declared.written, problems, at))
    for named in of_maker.keys() & of_product.keys():
        one, other = of_maker[named], of_product[named]
        if (one and one.sha256) != (other and other.sha256):
            problems.append(_two_files(named, declared.written))
    if problems:
        raise ProductFileErrors(tuple(problems))
    return Documents(
        on=on,
        maker=workspace.maker,
        product=declared.product,
        release=chosen,
        maker_file=workspace.maker_file,
        product_file=declared.written,
        files={name: file for name, file in sorted((of_maker | of_product).items()) if file is not None},
        attested=AttestedBefore(workspace.root),
    )


def _files(
    root: Path, folder: Path, group: msgspec.Struct, written: Written, problems: list[Problem], at: str = ""
) -> Iterator[tuple[str, DocumentFile | None]]:
    """Each file that `group` names, None where it is missing."""
    for field, named in documents_in(group, at):
        if is_address(named):
            continue
        try:
            file = (folder / named).resolve()
            image = field.endswith(IMAGES)
            inside, there = image or file.is_relative_to(root), file.is_file()
            size = file.stat().st_size if there else 0
        except (OSError, ValueError, RuntimeError):  # a loop of links, a name the system refuses
            yield named, None
            continue
        most = MAX_IMAGE_BYTES if image else MAX_DOCUMENT_BYTES
        if not inside:
            _refuse(
                field,
                named,
                written,
                problems,
                Text("が、フォルダーの外を指すリンクです", "is a link that leads out of the workspace"),
            )
        elif size > most:
            _refuse(
                field,
                named,
                written,
                problems,
                Text(f"が大きすぎます（{most >> 20} MB まで）", f"is too large ({most >> 20} MB at most)"),
            )
        else:
            yield named, _found(root, field, named, file, size) if there else None


def _found(root: Path, field: str, named: str, file: Path, size: int) -> DocumentFile:
    found = DocumentFile(path=named, bytes=size, sha256=_sha256(file))
    if field.endswith(SBOM):
        with _opened(file) as stream:
            return msgspec.structs.replace(found, listing=listing_in(stream.read(MAX_DOCUMENT_BYTES), named))
    if field.endswith(UNREAD_FIELDS):
        return found
    place = file.relative_to(root)
    with _opened(file) as stream:
        body = stream.read(MOST_READ)
    own = place.parts[0] == OWN.name or file.name in (MAKER_FILE, PRODUCT_FILE)
    content = Content(
        text=text_in(body), own=own, variety=len(set(body[:_SAMPLE])), known=is_known_form(body)
    )
    return msgspec.structs.replace(found, place=place.as_posix(), content=content)


def _refuse(field: str, named: str, written: Written, problems: list[Problem], why: Text) -> None:
    message = Text(f"{field} の {quoted(named)} {why.ja}", f"{field}: {quoted(named)} {why.en}")
    problems.append(
        Problem(file=written.path, line=written.lines.get(field, 1), message=message, field=field)
    )


def _two_files(named: str, written: Written) -> Problem:
    message = Text(
        f"{quoted(named)} は、{MAKER_FILE} では別のファイルを指しています。片方の名前を変えてください",
        f"{quoted(named)} names another file in {MAKER_FILE}; rename one of the two",
    )
    return Problem(file=written.path, line=1, message=message)


def _sha256(file: Path) -> str:
    with _opened(file) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[BufferedReader]:
    try:
        with file.open("rb") as stream:
            yield stream
    except OSError as error:
        raise InputError(
            Text(f"ファイルを読めません: {file}", f"The file cannot be read: {file}"),
            Text("読み取りの権限を確かめてください。", "Check that you may read it."),
        ) from error
