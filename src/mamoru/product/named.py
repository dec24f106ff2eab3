"""The documents that a maker or product file names: which, and whether the name can be followed."""

from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from mamoru.language import Text
from mamoru.product.shapes import Holds, fields, shape


def is_address(named: str) -> bool:
    """Whether `named` is an address on the web, which is never fetched."""
    return named.startswith(("https://", "http://"))


def why_unsafe(named: str) -> Text | None:
    """Why a name in a file must not be followed; None where it may: it is an address, or a plain
    path below the folder of the file."""
    if is_address(named):
        return None
    if not named or not named.isprintable() or len(named) > 1024:
        return Text("ファイル名として読めません", "is not readable as the name of a file")
    if "\\" in named:
        return Text(
            "では、区切りに \\ を使えません。/ を使ってください", "must use / and not \\ between folders"
        )
    if "://" in named or ":" in named.split("/", 1)[0] or named.startswith(("/", "~")):
        return Text(
            "は、このファイルのあるフォルダーからの相対パスか https のアドレスにしてください",
            "must be a path relative to the folder of this file, or an https address",
        )
    if ".." in PurePosixPath(named).parts:
        return Text("が、フォルダーの外を指しています", "points out of the folder")
    return None


def documents_in(group: msgspec.Struct, at: str = "") -> Iterator[tuple[str, str]]:
    """Each document that `group` names, as (field, name), addresses too."""
    for name, field in fields(type(group)).items():
        path = f"{at}.{name}" if at else name
        value, inside = getattr(group, field.name), shape(field.type)
        if value is None:
            continue
        if inside.holds is Holds.GROUP:
            yield from documents_in(value, path)
        elif inside.holds is Holds.LIST and shape(inside.type).holds is Holds.GROUP:
            for number, item in enumerate(value):
                yield from documents_in(item, f"{path}[{number}]")
        elif inside.holds is Holds.LIST and shape(inside.type).document:
            yield from ((f"{path}[{number}]", item) for number, item in enumerate(value))
        elif inside.document:
            yield path, value
