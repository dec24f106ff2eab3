"""What one field of a product file says of another: names that must exist, days in their order."""

from collections.abc import Collection, Iterator
from datetime import date

import msgspec

from mamoru.language import Text
from mamoru.product.conversion import nearest
from mamoru.product.fields import Group, field_text
from mamoru.product.maker import Maker
from mamoru.product.model import Acceptance, Product
from mamoru.product.problems import Problems, quoted
from mamoru.product.shapes import Holds, fields, shape
from mamoru.product.yaml_text import Plain


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue knows, so that a misspelt name in a file is told; None: not looked at.

    `claims` are ids (`no-shared-credential`), `standards` ids (`guide`), `requirements` with their
    prefix (`guide:1A.1`), `checks` ids (`FW-CRED-001`), `threats` ids of the library and the maker's own.
    """

    claims: Collection[str] | None = None
    standards: Collection[str] | None = None
    requirements: Collection[str] | None = None
    checks: Collection[str] | None = None
    threats: Collection[str] | None = None


# a field that refers -> the fields that hold what it may name
_INSIDE = {
    "use_cases[].users[]": ("users[].id",),
    "risks[].assets[]": ("data[].id", "functions[].id", "assets[].id"),
    "risks[].elements[]": ("interfaces[].id", "data[].id", "functions[].id"),
    "data[].sent_by[]": ("interfaces[].id",),
    "verification.results[].release": ("releases[].version",),
    "statements[].release": ("releases[].version",),
}
_OUTSIDE = {
    "standards[]": "standards",
    "verification.results[].claims[]": "claims",
    "statements[].claim": "claims",
    "risks[].evidence[]": "claims",
    "risks[].covers[]": "threats",
    "accepted[].requirement": "requirements",
    "accepted[].check": "checks",
}
_ONCE = (
    "users[].id", "use_cases[].id", "interfaces[].id", "data[].id", "functions[].id", "risks[].id", "assets[].id",
    "releases[].version",
)  # fmt: skip
_MEANS = {
    "claims": Text("カタログに", "the catalogue has no claim"),
    "standards": Text("カタログの基準に", "the catalogue has no standard"),
    "requirements": Text("カタログの要求に", "the catalogue has no requirement"),
    "checks": Text("検査に", "there is no check"),
    "threats": Text("脅威の一覧に", "there is no threat"),
}


def broken(
    group: type[Maker | Product],
    plain: dict[str, Plain],
    lines: dict[str, int],
    problems: Problems,
    known: Known,
) -> None:
    """Record every reference of a file that leads nowhere. Works on what was written, so that these
    errors are told together with those of the single fields."""
    for pattern, targets in _INSIDE.items():
        ids = {name: None for target in targets for _, name in _written(plain, target)}
        for path, name in _written(plain, pattern):
            if name not in ids:
                lists = [target.partition("[")[0] for target in targets]
                there = Text(f"{'・'.join(lists)} に", f"{' and '.join(lists)} do not have")
                _nowhere(group, path, name, list(ids), there, lines, problems)
    for pattern, source in _OUTSIDE.items():
        listed: Collection[str] | None = getattr(known, source)
        for path, name in _written(plain, pattern) if listed is not None else ():
            listed = listed or ()
            if not _knows(source, listed, name):
                _nowhere(group, path, name, sorted(listed), _MEANS[source], lines, problems)
    if group is Product:
        _twice(plain, lines, problems)
        _sense(plain, lines, problems)


def _knows(source: str, listed: Collection[str], name: str) -> bool:
    return name in listed or (source == "requirements" and ":" not in name and f"guide:{name}" in listed)


def _nowhere(
    group: Group, path: str, name: str, ids: list[str], there: Text, lines: dict[str, int], problems: Problems
) -> None:
    near, title = nearest(name, ids), title_of(group, path)
    problems.add(
        lines.get(path, 1),
        Text(
            f"{title.ja} ({path}) の {quoted(name)} は、{there.ja}ありません{near.ja}",
            f"{title.en} ({path}): {there.en} {quoted(name)}{near.en}",
        ),
        field=path,
    )


def _twice(plain: dict[str, Plain], lines: dict[str, int], problems: Problems) -> None:
    for pattern in _ONCE:
        first: dict[str, str] = {}
        for path, name in _written(plain, pattern):
            if name in first:
                title, before = title_of(Product, path), lines.get(first[name], 1)
                problems.add(
                    lines.get(path, 1),
                    Text(
                        f"{title.ja} ({path}) の {quoted(name)} は {before} 行目と同じです。別の名前にしてください",
                        f"{title.en} ({path}) {quoted(name)} is the same as in line {before}; name it differently",
                    ),
                    field=path,
                )
            first.setdefault(name, path)


def _sense(plain: dict[str, Plain], lines: dict[str, int], problems: Problems) -> None:
    until, start = _day(plain, "support.until"), _day(plain, "support.sales_start")
    if until and start and until < start:
        title = title_of(Product, "support.until")
        problems.add(
            lines.get("support.until", 1),
            Text(
                f"{title.ja} (support.until) が販売開始日より前です: {until} < {start}",
                f"{title.en} (support.until) is before the start of sale: {until} < {start}",
            ),
            field="support.until",
        )
    accepted = plain.get("accepted")
    for number, entry in enumerate(accepted if isinstance(accepted, list) else ()):
        if isinstance(entry, dict) and "requirement" not in entry and "check" not in entry:
            path = f"accepted[{number}]"
            one, other = (field_text(Acceptance, name).example for name in ("requirement", "check"))
            assert one and other
            problems.add(
                lines.get(path, 1),
                Text(
                    f"受容したリスク ({path}) に、要求 (requirement) か検査 (check) がありません。例: requirement: {one.ja}、check: {other.ja}",
                    f"Accepted risk ({path}) names neither a requirement nor a check. Example: requirement: {one.en}, or check: {other.en}",
                ),
                field=path,
            )


def _day(plain: dict[str, Plain], path: str) -> date | None:
    for _, text in _written(plain, path):
        try:
            return msgspec.convert(text, date, strict=False)
        except msgspec.ValidationError:
            return None
    return None


def title_of(group: Group, path: str) -> Text:
    """What the field at `path` is called, with a capital in English."""
    *above, last = [step.partition("[")[0] for step in path.split(".")]
    for name in above:
        inside = shape(fields(group)[name].type)
        group = shape(inside.type).type if inside.holds is Holds.LIST else inside.type
    title = field_text(group, last).title
    return Text(title.ja, title.en[:1].upper() + title.en[1:])


def _written(plain: Plain, pattern: str, at: str = "") -> Iterator[tuple[str, str]]:
    """The texts at `pattern` (`use_cases[].users[]`), each with its own path; what has another shape
    is passed over, since it was told already."""
    if not pattern:
        if isinstance(plain, str):
            yield at, plain
    elif pattern.startswith("[]"):
        for number, item in enumerate(plain if isinstance(plain, list) else ()):
            yield from _written(item, pattern[2:].lstrip("."), f"{at}[{number}]")
    elif isinstance(plain, dict):
        step = pattern.partition(".")[0].partition("[")[0]
        if step in plain:
            rest = pattern[len(step) :].lstrip(".")
            yield from _written(plain[step], rest, f"{at}.{step}" if at else step)
