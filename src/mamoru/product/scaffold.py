"""Start a workspace: `maker.yaml` and `product.yaml` that teach what belongs in them.

What the answers say stands in them; every other section is there as a commented example with the
reason why it is asked. All words come from `fields.yaml`.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from mamoru.document_store.git_files import git_files
from mamoru.document_store.permissions import write_shared
from mamoru.document_store.places import OWN, SCHEMA
from mamoru.errors import InputError
from mamoru.language import Lang, Text
from mamoru.product.answers import Answers, is_id
from mamoru.product.denials import NETWORK
from mamoru.product.fields import Group, example, field_text, quoted_scalar
from mamoru.product.maker import Maker, Name
from mamoru.product.model import Product, Release
from mamoru.product.named import why_unsafe
from mamoru.product.problems import plain_words, quoted
from mamoru.product.schema import schemas
from mamoru.product.shapes import Holds, Shape, choices, fields, plain_type, shape
from mamoru.product.workspace import MAKER_FILE, PRODUCT_FILE
from mamoru.product.yaml_text import Plain

SCHEMA_FOLDER = SCHEMA.as_posix()
_HEADER = Text(
    "このファイルで、## の行は説明、# の行は記入例です。記入例は、行頭の「# 」を消すと有効になります。\n"
    "## 分からない所は、そのままで構いません。書いていないことは「証跡なし」になります。",
    'Here, lines with ## explain, and lines with # are examples: delete the "# " at the start to use one.\n'
    "## Leave what you do not know yet: what is not written here counts as not shown.",
)

DENIES = Text(
    "通信しない（communicates）と答えましたが、イメージには通信の入口があります: {listed}",
    "The answer is that it does not communicate, but the image shows network services: {listed}",
)
LEAVE_OPEN = Text(
    "この質問には答えずに、もう一度実行してください。", "Leave that question open and run it again."
)


def texts(answers: Answers) -> dict[str, str]:
    """The files of a new workspace by their path in it; they are valid as they stand.

    Raises `InputError` where an answer cannot stand in them: an id, or an image outside the folder.
    """
    made = {MAKER_FILE: maker_text(answers)}
    made[f"products/{answers.product_id}/{PRODUCT_FILE}"] = product_text(answers)
    return made | git_files() | {f"{SCHEMA_FOLDER}/{name}": text for name, text in schemas().items()}


def further(answers: Answers) -> dict[str, str]:
    """The files of one more product in a workspace whose maker is already declared."""
    return {name: text for name, text in texts(answers).items() if name != MAKER_FILE}


def maker_text(answers: Answers) -> str:
    """`maker.yaml` alone."""
    _must_be_id(answers.maker_id)
    values: dict[str, Plain] = {
        "id": answers.maker_id,
        "name": _name(answers.maker_name, answers.maker_id),
        "website": answers.website or "",
        "standards": list(answers.standards) or ["guide"],
    }
    if answers.lead:
        values["roles"] = [{"role": "security", "name": answers.lead}]
    return _file(Maker, values, answers, f"{SCHEMA_FOLDER}/maker.schema.json")


def product_text(answers: Answers) -> str:
    """`product.yaml` alone, for a further product of a workspace too."""
    _must_be_id(answers.product_id)
    for image in answers.images:
        if why := why_unsafe(image.file):
            raise InputError(
                Text(
                    f"イメージのファイル {quoted(image.file)} {why.ja}。",
                    f"The image file {quoted(image.file)} {why.en}.",
                ),
                Text("製品のフォルダーに置いてください。", "Put it into the product's folder."),
            )
    _must_agree(answers)
    stated = (answers.communicates, answers.handles_data, answers.must_stay_available)
    words = ["" if value is None else str(value).lower() for value in stated]
    values: dict[str, Plain] = {
        "id": answers.product_id,
        "name": _name(answers.product_name, answers.product_id),
        "models": list(answers.models),
        "type": answers.type or "",
        "markets": list(answers.markets),
        "characteristics": dict(
            zip(("communicates", "handles_data", "must_stay_available"), words, strict=True)
        ),
        "components": [_plain(part) for part in answers.components],
        "interfaces": [_plain(interface) for interface in answers.interfaces],
        "draft": "true" if answers.draft else "",
    }
    if answers.version or answers.images:
        release = Release(version=answers.version or "1.0", images=answers.images)
        values["releases"] = [_plain(release)]
    return _file(Product, values, answers, f"../../{SCHEMA_FOLDER}/product.schema.json")


def write(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write `files` below `folder`: all of them or none, each whole or not at all.

    A file that is there already is never overwritten (`InputError` names each), but for the schemas,
    which are made anew. Gives the paths written.
    """
    targets = {folder / name: text for name, text in files.items()}
    ours = (SCHEMA.name, OWN.name)  # made anew, or left as they are
    there = [
        str(path) for path in targets if (path.exists() or path.is_symlink()) and path.parent.name not in ours
    ]
    if there:
        listed = ", ".join(there)
        raise InputError(
            Text(f"すでにファイルがあります: {listed}", f"There are files already: {listed}"),
            Text(
                "別のフォルダーか、別の製品の識別名を選んでください。",
                "Choose another folder, or another product id.",
            ),
        )
    written: list[Path] = []
    try:
        _made(folder)
        for path, text in targets.items():
            if path.parent.name == OWN.name and path.exists():
                continue
            write_shared(path, text.encode(), folder)
            written.append(path)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise InputError(
            Text(
                f"書き込めません: {error.filename} ({error.strerror})",
                f"Cannot write: {error.filename} ({error.strerror})",
            ),
            Text("書き込みの権限と空きを確かめてください。", "Check permission and free space."),
        ) from error
    return tuple(written)


def _made(folder: Path) -> None:
    """Make the folder of a workspace where it is not there, closed to the world."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(folder.stat().st_mode & 0o770)


def _must_be_id(text: str) -> None:
    if not is_id(text):
        raise InputError(
            Text(f"識別名 {quoted(text)} は使えません。", f"The id {quoted(text)} cannot be used."),
            Text(
                "小文字の英数字と . _ - で書いてください。例: nc-100",
                "Use small letters, digits, . _ -, such as nc-100.",
            ),
        )


def _must_agree(answers: Answers) -> None:
    """What was answered may not deny what the image shows: the file could not be read again."""
    shown = [each for each in answers.interfaces if each.kind in NETWORK and each.enabled]
    if answers.communicates is False and shown:
        listed = Text("、".join(each.id for each in shown), ", ".join(each.id for each in shown))
        raise InputError(DENIES.fill(listed=listed), LEAVE_OPEN)


def _name(name: Name, otherwise: str) -> Plain:
    given: dict[str, Plain] = {}
    if name.ja:
        given["ja"] = name.ja
    if name.en:
        given["en"] = name.en
    return given or {"en": otherwise}


def _plain(value: object) -> Plain:
    """A Struct as text values, what is absent left out."""
    if isinstance(value, msgspec.Struct):
        return {
            name: _plain(inner)
            for name, field in fields(type(value)).items()
            if (inner := getattr(value, field.name)) is not None and inner != field.default
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _file(group: Group, values: Mapping[str, Plain], answers: Answers, schema: str) -> str:
    lang = answers.lang
    lines = [f"# yaml-language-server: $schema={schema}", f"## {_HEADER[lang]}"]
    known = fields(group)
    for name in sorted(known, key=lambda name: name != "draft"):  # what must be confirmed comes first
        field, value, words = known[name], values.get(name), field_text(group, name)
        if name == "draft" and not value:
            continue
        lines += ["", f"## {words.title[lang]}: {words.why[lang] if words.why else ''}"]
        if value:
            lines += block(name, value, shape(field.type), lang, answers.seen_at)
        else:
            shown = example(group, name, lang, whole=True)
            lines += [f"# {line}" for line in block(name, shown, shape(field.type), lang)]
    return "\n".join(lines) + "\n"


def block(
    name: str, value: Plain, inside: Shape, lang: Lang, seen_at: Mapping[str, str] | None = None
) -> list[str]:
    """A field as lines of YAML, the fields inside it with their names as comments."""
    if inside.holds is Holds.GROUP and isinstance(value, dict):
        return [f"{name}:", *(f"  {line}" for line in _group(value, inside.type, lang))]
    if inside.holds is Holds.LIST and isinstance(value, list):
        item = shape(inside.type)
        if item.holds is not Holds.GROUP:
            return [f"{name}: [{', '.join(_scalar(str(one), item) for one in value)}]"]
        lines = [f"{name}:"]
        for one in value:
            assert isinstance(one, dict)
            where = (seen_at or {}).get(str(one.get("id")))
            if where:
                lines.append(f"  ## {plain_words(where)}")
            first, *rest = _group(one, item.type, lang)
            lines += [f"  - {first}", *(f"    {line}" for line in rest)]
        return lines
    if isinstance(value, dict):
        return [f"{name}: {{{', '.join(f'{key}: {inner}' for key, inner in value.items())}}}"]
    return [f"{name}: {_scalar(str(value), inside)}".rstrip()]


def _group(value: dict[str, Plain], group: Group, lang: Lang) -> list[str]:
    lines: list[str] = []
    for name, inner in value.items():
        inside = shape(fields(group)[name].type)
        first, *rest = block(name, inner, inside, lang)
        words = " / ".join(choices(shape(inside.type).type))
        lines += [f"{first}  # {field_text(group, name).title[lang]}{f': {words}' if words else ''}", *rest]
    return lines


def _scalar(text: str, inside: Shape) -> str:
    if not text and plain_type(inside.type) is not str:
        return ""
    return quoted_scalar(text) if plain_type(inside.type) is str else text
