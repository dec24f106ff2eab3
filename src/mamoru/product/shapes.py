"""What a field may hold: a value, a list, a table or a group of fields, read from its type."""

import types
import typing
from enum import StrEnum
from functools import cache

import msgspec


class Holds(StrEnum):
    """The four things that a field can hold."""

    VALUE = "value"
    LIST = "list"
    TABLE = "table"
    GROUP = "group"


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """`type` is the plain type of a value (with its limits), the item's of a list, the value's of a
    table, or the Struct of a group. `document` where a value names a file or an address,
    `one_or_several` where a list may also be written as its one value."""

    holds: Holds
    type: typing.Any  # a type hint: typing has no name for all of them
    key: typing.Any = None
    document: bool = False
    one_or_several: bool = False


def shape(hint: object) -> Shape:
    """The shape behind a type hint; `X | None` has the shape of X."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        meant = [a for a in arguments if a is not type(None)]
        listed = next((a for a in meant if typing.get_origin(a) is tuple), None)
        if listed is not None and len(meant) > 1:
            return msgspec.structs.replace(shape(listed), one_or_several=True)
        return shape(meant[0])
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return Shape(holds=Holds.GROUP, type=hint)
    if origin is tuple:
        return Shape(holds=Holds.LIST, type=arguments[0])
    if origin is dict:
        return Shape(holds=Holds.TABLE, key=arguments[0], type=arguments[1])
    document = any(
        isinstance(note, msgspec.Meta) and (note.extra or {}).get("holds") == "document"
        for note in (arguments[1:] if origin is typing.Annotated else ())
    )
    return Shape(holds=Holds.VALUE, type=hint, document=document)


@cache
def fields(group: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """The fields of a group by the name that stands in the file, in their order."""
    return {field.encode_name: field for field in msgspec.structs.fields(group)}


def choices(hint: object) -> tuple[str, ...]:
    """The words that a value may be; empty where it is free."""
    if typing.get_origin(hint) is typing.Annotated:
        return choices(typing.get_args(hint)[0])
    return typing.get_args(hint) if typing.get_origin(hint) is typing.Literal else ()


def plain_type(hint: object) -> object:
    """The type without its limits."""
    return typing.get_args(hint)[0] if typing.get_origin(hint) is typing.Annotated else hint


def limits(hint: object) -> msgspec.Meta | None:
    """The limits of a value, None where it has none."""
    notes = typing.get_args(hint)[1:] if typing.get_origin(hint) is typing.Annotated else ()
    return next((note for note in notes if isinstance(note, msgspec.Meta)), None)
