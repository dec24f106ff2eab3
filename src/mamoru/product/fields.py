"""The fields of the two files in the user's words, each with an example that works (`fields.yaml`)."""

import re
from functools import cache
from pathlib import Path
from typing import TypeAlias

import msgspec
import yaml

from mamoru.language import Lang, Text, both
from mamoru.product.shapes import Holds, fields, shape
from mamoru.product.yaml_text import Plain

_DATA = Path(__file__).parent / "fields.yaml"
Group: TypeAlias = type[msgspec.Struct]


class FieldText(msgspec.Struct, frozen=True, kw_only=True):
    """What a field is called, why it is asked, and an example as it stands in a file (None for a
    group, whose example is made from its fields)."""

    title: Text
    why: Text | None = None
    example: Text | None = None


@cache
def field_texts() -> dict[str, FieldText]:
    """Every field by `Shape.field`."""
    raw = yaml.load(_DATA.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506  (reads text only)
    return {
        name: FieldText(
            title=Text(entry["ja"], entry["en"]),
            why=Text(entry["why"]["ja"], entry["why"]["en"]) if "why" in entry else None,
            example=_source(entry["example"]) if "example" in entry else None,
        )
        for name, entry in raw.items()
    }


def field_text(group: Group, name: str) -> FieldText:
    """The words for field `name` of `group`; KeyError where fields.yaml lacks it."""
    return field_texts()[f"{group.__name__}.{name}"]


def example(group: Group, name: str, lang: Lang | str, *, whole: bool = False) -> Plain:
    """A value that works for a field: with what is required only, or with `whole` groups."""
    words = field_text(group, name).example
    if words is not None:
        found: Plain = yaml.load(words[lang], Loader=yaml.CBaseLoader)  # noqa: S506  (reads text only)
        return found
    inside = shape(fields(group)[name].type)
    listed = inside.holds is Holds.LIST
    if listed:
        inside = shape(inside.type)
    made: dict[str, Plain] = {
        key: example(inside.type, key, lang, whole=whole)
        for key, field in fields(inside.type).items()
        if field.required or whole
    }
    if not made:
        first = next(iter(fields(inside.type)))
        made = {first: example(inside.type, first, lang)}
    return [made] if listed else made


def example_line(group: Group, name: str) -> Text:
    """`until: 2031-03-31`: a line that works, in both languages."""
    words = field_text(group, name).example
    if words is not None:
        return Text(f"{name}: {words.ja}", f"{name}: {words.en}")
    return Text(
        f"{name}: {flow(example(group, name, Lang.JA))}", f"{name}: {flow(example(group, name, Lang.EN))}"
    )


def flow(value: Plain) -> str:
    """A value in one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return value if _FLOWING.fullmatch(value) else quoted_scalar(value)


_FLOWING = re.compile(r"\w[\w./-]*( [\w./-]+)*")
_WORDS = ("yes", "no", "on", "off", "y", "n", "null", "~", "true", "false")


def quoted_scalar(text: str) -> str:
    """Text as a YAML scalar: plain where every reader takes it for the same text, else in quotes."""
    inner = text.replace("-", "").replace(".", "").replace("/", "").replace(" ", "").replace("_", "")
    if inner.isalnum() and text[0].isalpha() and text[-1] != " " and text.lower() not in _WORDS:
        return text
    out = []
    for character in text:
        if character in '"\\':
            out.append("\\" + character)
        elif character.isprintable():
            out.append(character)
        elif 0xD800 <= ord(character) <= 0xDFFF:
            out.append("\N{REPLACEMENT CHARACTER}")
        else:
            out.append(f"\\U{ord(character):08x}")
    return '"' + "".join(out) + '"'


def _source(raw: object) -> Text:
    if isinstance(raw, dict) and set(raw) == {"ja", "en"}:
        ja, en = raw["ja"], raw["en"]
        return Text(ja if isinstance(ja, str) else flow(ja), en if isinstance(en, str) else flow(en))
    return both(str(raw))
