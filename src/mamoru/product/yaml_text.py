"""Read YAML as plain text values with the line of each, and nothing that YAML can do beyond that.

Every scalar stays the text that was written (`1.10` stays `1.10`, `no` stays Norway); the types come
from the product's own shapes. Aliases, tags, several documents and doubled keys are errors, size,
depth and number of entries are bounded, so that no file costs more than a moment.
"""

from collections.abc import Iterator
from typing import NoReturn, TypeAlias

import yaml

from mamoru.language import Text
from mamoru.product.problems import Problems, quoted

Plain: TypeAlias = str | list["Plain"] | dict[str, "Plain"]

MAX_BYTES = 1 << 20
MAX_DEPTH = 12
MAX_ENTRIES = 50_000
MAX_KEY = 100
_ABSENT = ("", "~", "null", "Null", "NULL")

_SYNTAX = (
    ("'\\t'", Text("字下げにタブが使われています。空白を使ってください", "a tab is used to indent; use spaces")),
    ("mapping values are not allowed", Text("「: 」の位置が正しくありません。値に「: 」を含むときは引用符で囲んでください", 'a ": " stands where none can; quote a value that contains one')),
    ("did not find expected key", Text("字下げがそろっていません", "the indentation does not line up")),
    ("did not find expected '-'", Text("字下げがそろっていないか、「- 」がありません", 'the indentation does not line up, or a "- " is missing')),
    ("could not find expected ':'", Text("項目名のあとの「: 」がありません", 'the ": " after a field name is missing')),
    ("nesting depth", Text(f"深すぎます（{MAX_DEPTH} 段まで）", f"too deep ({MAX_DEPTH} levels at most)")),
    ("unexpected end of stream", Text("引用符が閉じていません", "a quotation mark is not closed")),
    ("expected ',' or", Text("かっこが閉じていないか、「,」がありません", "a bracket is not closed, or a comma is missing")),
    ("cannot start any token", Text("値をこの文字で始められません。引用符で囲んでください", "a value cannot begin with this character; quote it")),
    ("control characters", Text("使えない制御文字があります", "there is a control character")),
)  # fmt: skip

_UNCLOSED = "unexpected end of stream"
_AT_ITS_START = (_UNCLOSED, "expected ',' or", "could not find expected ':'")


class _Unreadable(Exception):
    """The rest of the file cannot be read."""


def plain(data: bytes, problems: Problems) -> tuple[dict[str, Plain], dict[str, int]] | None:
    """The fields of a YAML file as text, lists and dictionaries, and the line of each field.

    A field with nothing behind it (`until:`) is absent, and so is a group in which every field is;
    its line is known all the same. None where the file cannot be read at all; what is wrong goes
    to `problems` (raises `problems.Full` where that is too much).
    """
    text = _decoded(_with_plain_ends(data), problems)
    if text is None:
        return None
    reader = _Reader(text, problems)
    try:
        return reader.fields(), reader.lines
    except _Unreadable:
        return None
    except yaml.MarkedYAMLError as error:
        problems.add(*_pointed(error, text, reader.spanning))
    except yaml.YAMLError as error:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
        problems.add(line, _syntax(str(getattr(error, "reason", error)), text, None))
    return None


def _with_plain_ends(data: bytes) -> bytes:
    """`data` with each line ended as an editor sees it end, so that all count the same lines. What YAML
    alone takes for the end of a line (NEL, U+2028, U+2029) is a space."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for sign in ("\x85", "\u2028", "\u2029"):
        data = data.replace(sign.encode(), b" ")
    return data


def _pointed(error: yaml.MarkedYAMLError, text: str, spanning: yaml.Event | None) -> tuple[int, Text]:
    """The line that a person would point at, and what is wrong there: where a quotation or a bracket began
    and not where its end was missed. `spanning` is the last quotation that went over the end of a line."""
    mark, problem = error.problem_mark or error.context_mark, error.problem or ""
    ended = spanning.end_mark.line if spanning is not None and spanning.end_mark is not None else None
    if spanning is not None and mark is not None and ended == mark.line:
        return _line(spanning), _syntax(_UNCLOSED, text, None)
    if error.context_mark is not None and any(words in problem for words in _AT_ITS_START):
        mark = error.context_mark
    return mark.line + 1 if mark else 1, _syntax(problem, text, mark)


def _decoded(data: bytes, problems: Problems) -> str | None:
    if len(data) > MAX_BYTES:
        problems.add(1, Text("ファイルが大きすぎます（1 MB まで）", "the file is too large (1 MB at most)"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        guess = _encoding_guess(data)
        problems.add(
            line,
            Text(
                f"UTF-8 ではない文字があります{guess.ja}。UTF-8 で保存し直してください",
                f"a character is not UTF-8{guess.en}; save the file as UTF-8",
            ),
        )
        return None


def _encoding_guess(data: bytes) -> Text:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Text("（UTF-16 のようです）", " (it looks like UTF-16)")
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return Text("", "")
    return Text("（Shift_JIS のようです）", " (it looks like Shift_JIS)")


def _syntax(problem: str, text: str, mark: yaml.Mark | None) -> Text:
    if mark is not None and "cannot start any token" in problem:
        line = text.splitlines()[mark.line : mark.line + 1]
        if line and line[0][mark.column : mark.column + 1] == "\t":
            problem = "'\\t'"
    for words, message in _SYNTAX:
        if words in problem:
            return Text(f"YAML として読めません: {message.ja}", f"not readable as YAML: {message.en}")
    return Text(f"YAML として読めません: {problem}", f"not readable as YAML: {problem}")


class _Reader:
    """Walks the events of one document."""

    def __init__(self, text: str, problems: Problems) -> None:
        self._events = self._noted(yaml.parse(text, Loader=yaml.CBaseLoader))
        self.spanning: yaml.Event | None = None
        self._problems = problems
        self._entries = 0
        self.lines: dict[str, int] = {}

    def _noted(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        for event in events:
            if isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"'):
                start, end = event.start_mark, event.end_mark
                if start is not None and end is not None and start.line < end.line:
                    self.spanning = event
            yield event

    def fields(self) -> dict[str, Plain]:
        """The one mapping of the document; empty where the document is."""
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return {}
        event = next(self._events)
        if not isinstance(event, yaml.MappingStartEvent) and not _is_absent(event):
            self._stop(
                event,
                Text(
                    '"項目: 値" の形で書いてください。例: name: {ja: みまもりカメラ}',
                    'write fields as "field: value". Example: name: {en: Mimamori camera}',
                ),
            )
        value = self._value(event, "", 1)
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._stop(
                event,
                Text(
                    '文書は一つだけにしてください（"---" で分けられています）',
                    'one document only (it is divided by "---")',
                ),
            )
        return value if isinstance(value, dict) else {}

    def _value(self, event: yaml.Event, path: str, depth: int) -> Plain | None:
        """The value that begins with `event`, None where it is absent."""
        self._entries += 1
        if self._entries > MAX_ENTRIES or depth > MAX_DEPTH:
            self._stop(
                event,
                Text(
                    f"項目が多すぎるか、深すぎます（{MAX_ENTRIES} 個、{MAX_DEPTH} 段まで）",
                    f"too many values, or too deep ({MAX_ENTRIES} values and {MAX_DEPTH} levels at most)",
                ),
            )
        if isinstance(event, yaml.AliasEvent):
            self._add(
                event,
                Text(
                    "参照（*）は使えません。値をそのまま書いてください",
                    "aliases (*) cannot be used; write the value itself",
                ),
            )
            return None
        if getattr(event, "anchor", None) is not None:
            self._add(event, Text("目印（&）は使えません", "anchors (&) cannot be used"))
        if getattr(event, "tag", None) is not None:
            self._add(event, Text("型の指定（!）は使えません", "tags (!) cannot be used"))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path, depth)
        if not isinstance(event, yaml.ScalarEvent) or _is_absent(event):
            return None
        return str(event.value)

    def _mapping(self, path: str, depth: int) -> dict[str, Plain] | None:
        found: dict[str, Plain] = {}
        seen: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or len(event.value) > MAX_KEY:
                self._stop(event, Text("項目名として読めません", "not readable as the name of a field"))
            key, line = str(event.value), _line(event)
            inner = f"{path}.{key}" if path else key
            doubled = key in seen
            if doubled:
                inner += " (again)"  # so that its lines do not cover those of the first
                self._add(
                    event,
                    Text(
                        f"項目 {quoted(key)} が二度書かれています（前は {seen[key]} 行目）",
                        f"the field {quoted(key)} is written twice (before in line {seen[key]})",
                    ),
                )
            seen.setdefault(key, line)
            self.lines[inner] = line
            value = self._value(next(self._events), inner, depth + 1)
            if value is not None and not doubled:
                found[key] = value
        return found or None

    def _sequence(self, path: str, depth: int) -> list[Plain] | None:
        found: list[Plain] = []
        written = False
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            written = True
            inner = f"{path}[{len(found)}]"
            self.lines[inner] = _line(event)
            value = self._value(event, inner, depth + 1)
            if value is not None:
                found.append(value)
        return None if written and not found else found

    def _add(self, event: yaml.Event, message: Text) -> None:
        self._problems.add(_line(event), message)

    def _stop(self, event: yaml.Event, message: Text) -> NoReturn:
        self._add(event, message)
        raise _Unreadable


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


def _is_absent(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and bool(event.implicit[0]) and event.value in _ABSENT
