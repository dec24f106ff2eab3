"""Names put into a text of two languages."""

from collections.abc import Iterable

from mamoru.language import Text

_DENIAL = frozenset({"none", "no", "plain", "plaintext", "clear", "なし", "無し", "無", "平文"})
_VACANT = frozenset({"", "-", "?", "tbd", "todo", "n/a", "unknown", "none", "なし", "無し", "未定", "不明"})


def listing(names: Iterable[str]) -> Text:
    """`names` one after the other, each once, parted as each language does."""
    once = list(dict.fromkeys(names))
    return Text("、".join(once), ", ".join(once))


def filled_in(written: str | None) -> bool:
    """Whether a field says something: not empty, and no placeholder such as `未定` or `TBD`."""
    return written is not None and written.strip().casefold() not in _VACANT


def denies(written: str | None) -> bool:
    """Whether a field says that there is nothing: `none`, `なし`. `未定` (not yet decided) does not."""
    return written is not None and written.strip().casefold() in _DENIAL
