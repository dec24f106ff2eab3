"""From plain text values to the product's shapes: every error found, each in the user's words."""

import datetime
import difflib
import re
from typing import TypeVar

import msgspec

from mamoru.language import Text, both
from mamoru.product.fields import Group, example_line, field_text
from mamoru.product.named import why_unsafe
from mamoru.product.problems import Problems, quoted
from mamoru.product.shapes import Holds, Shape, choices, fields, limits, plain_type, shape
from mamoru.product.yaml_text import Plain

S = TypeVar("S", bound=msgspec.Struct)
MOST_COMPARED = 400  # comparing is slow, and a file may hold thousands of ids
_BAD = object()
BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def converted(group: type[S], plain: dict[str, Plain], lines: dict[str, int], problems: Problems) -> S | None:
    """`plain` as a `group`; None where something is wrong, and then `problems` holds all of it."""
    before = len(problems.found)
    values = _Conversion(lines, problems).group(group, plain, "")
    if len(problems.found) > before:
        return None
    try:
        return msgspec.convert(values, group)
    except msgspec.ValidationError as error:  # a rule of the shapes that the walk above does not know
        problems.add(1, both(str(error)))
        return None


def nearest(word: str, known: list[str]) -> Text:
    """`（"until" のことですか）` where something in `known` is close, else nothing."""
    close = difflib.get_close_matches(word[:64], known[:MOST_COMPARED], n=1, cutoff=0.6)
    if not close:
        return both("")
    return Text(f"（{quoted(close[0])} のことですか）", f" (did you mean {quoted(close[0])}?)")


class _Place(msgspec.Struct, frozen=True):
    """Where a value stands: its path in the file, and the field whose words describe it."""

    path: str
    group: Group
    name: str


class _Conversion:
    def __init__(self, lines: dict[str, int], problems: Problems) -> None:
        self._lines = lines
        self._problems = problems

    def group(self, group: Group, plain: dict[str, Plain], path: str) -> dict[str, object]:
        known = fields(group)
        values: dict[str, object] = {}
        for name, value in plain.items():
            place = _Place(f"{path}.{name}" if path else name, group, name)
            if name not in known:
                self._unknown(place, list(known))
            elif (found := self._value(shape(known[name].type), value, place)) is not _BAD:
                values[name] = found
        for name, field in known.items():
            if field.required and name not in plain:
                self._missing(_Place(f"{path}.{name}" if path else name, group, name), path)
        return values

    def _value(self, wanted: Shape, value: Plain, place: _Place) -> object:
        if wanted.holds is Holds.GROUP:
            if isinstance(value, dict):
                return self.group(wanted.type, value, place.path)
            return self._wrong(place, value, Text("は、項目をまとめて書く所です", "is a group of fields"))
        if wanted.holds is Holds.LIST:
            if wanted.one_or_several and isinstance(value, str):
                return self._value(shape(wanted.type), value, place)
            if isinstance(value, list):
                inner = shape(wanted.type)
                return [
                    self._value(inner, item, _Place(f"{place.path}[{number}]", place.group, place.name))
                    for number, item in enumerate(value)
                ]
            return self._wrong(place, value, Text("は、一覧で書いてください", "must be a list"))
        if wanted.holds is Holds.TABLE:
            if isinstance(value, dict):
                return self._table(wanted, value, place)
            return self._wrong(place, value, Text("は、項目をまとめて書く所です", "is a group of fields"))
        if isinstance(value, str):
            return self._scalar(wanted, value, place)
        return self._wrong(place, value, Text("は、値を一つだけ書いてください", "must be one value"))

    def _table(self, wanted: Shape, value: dict[str, Plain], place: _Place) -> object:
        allowed = choices(wanted.key)
        table = {}
        for key, inner in value.items():
            at = _Place(f"{place.path}.{key}", place.group, place.name)
            if allowed and key not in allowed:
                self._unknown(at, list(allowed))
                continue
            table[key] = self._value(shape(wanted.type), inner, at)
        return table

    def _scalar(self, wanted: Shape, value: str, place: _Place) -> object:
        kind = plain_type(wanted.type)
        if kind is bool and value.lower() in BOOLEANS:
            return BOOLEANS[value.lower()]
        if wanted.document and (why := why_unsafe(value)):
            return self._wrong(place, value, why)
        if kind is not str and (allowed := choices(wanted.type)):
            return value if value in allowed else self._not_a_choice(place, value, list(allowed))
        try:
            return msgspec.convert(value, wanted.type, strict=False)
        except msgspec.ValidationError:
            return self._wrong(place, value, _why_not(wanted.type, value))

    def _not_a_choice(self, place: _Place, value: str, allowed: list[str]) -> object:
        near, listed = nearest(value, allowed), ", ".join(allowed)
        title = _titled(place)
        self._add(
            place,
            Text(
                f"{title.ja} に書ける値ではありません: {quoted(value)}{near.ja}。書けるのは {listed} です",
                f"{title.en} cannot be {quoted(value)}{near.en}. It is one of {listed}",
            ),
        )
        return _BAD

    def _wrong(self, place: _Place, value: Plain, why: Text) -> object:
        title, line = _titled(place), example_line(place.group, place.name)
        there = both("")
        if isinstance(value, str):
            there = both(f": {quoted(value)}")
        self._add(
            place,
            Text(
                f"{title.ja} {why.ja}{there.ja}。例: {line.ja}",
                f"{title.en} {why.en}{there.en}. Example: {line.en}",
            ),
        )
        return _BAD

    def _missing(self, place: _Place, above: str) -> None:
        title, line = _titled(place), example_line(place.group, place.name)
        self._problems.add(
            self._lines.get(place.path) or self._lines.get(above, 1),
            Text(f"{title.ja} がありません。例: {line.ja}", f"{title.en} is missing. Example: {line.en}"),
            field=place.path,
        )

    def _unknown(self, place: _Place, known: list[str]) -> None:
        near = nearest(place.name if place.name not in known else place.path.rpartition(".")[2], known)
        if not near.en:
            near = Text(f"。使えるのは {', '.join(known)} です", f". Known here: {', '.join(known)}")
        where = quoted(place.path)
        self._add(
            place, Text(f"{where} という項目はありません{near.ja}", f"there is no field {where}{near.en}")
        )

    def _add(self, place: _Place, message: Text) -> None:
        self._problems.add(self._lines.get(place.path, 1), message, field=place.path)


def _titled(place: _Place) -> Text:
    title = field_text(place.group, place.name).title
    return Text(f"{title.ja} ({place.path})", f"{title.en[:1].upper()}{title.en[1:]} ({place.path})")


def _why_not(hint: object, value: str) -> Text:
    """Why a text is not a value of this type."""
    kind, bounds = plain_type(hint), limits(hint)
    if kind is datetime.date:
        if _DATE.fullmatch(value):
            return Text("が暦にない日付です", "is not a day of the calendar")
        return Text("が日付ではありません", "is not a date")
    if kind is bool:
        return Text("が true か false ではありません", "is neither true nor false")
    if kind is int:
        if bounds is not None and value.lstrip("-").isdigit():
            least, most = bounds.ge, bounds.le
            if most is not None:
                return Text(
                    f"が {least} から {most} の整数ではありません", f"is not between {least} and {most}"
                )
            return Text(f"が {least} 以上の整数ではありません", f"is not {least} or more")
        return Text("が整数ではありません", "is not a whole number")
    if bounds is not None and bounds.pattern and "64" in bounds.pattern and "f]" in bounds.pattern:
        return Text("が小文字の16進数64桁ではありません", "is not 64 hexadecimal digits in small letters")
    return Text(
        "に使えない文字があるか、長すぎるか、Windowsで使えない名前です（英小文字・数字・. _ - で64字まで。con・nul などと末尾の . は不可）",
        "may only have small letters, digits, . _ - and 64 of them at most (not con, nul …, no dot at the end: Windows cannot have such a folder)",
    )
