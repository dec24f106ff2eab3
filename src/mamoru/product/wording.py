"""Names put into a text of two languages."""

import re
import unicodedata
from collections.abc import Iterable

from mamoru.language import Text

_END = r"\s*(?:$|[(（\[、,;:。])"  # the word is all that is said, but for a remark
_DENIAL = re.compile(
    r"(?:none|no|off|plain|plaintext|cleartext|clear|disabled|unencrypted|なし|無し|無|平文)" + _END,
    re.IGNORECASE,
)
_VACANT = re.compile(
    r"(?:tb[dac]|todo|n/a|unknown|undecided|none|nobody|later|なし|無し|不明|自分|(?:未定|未決|検討中|調整中)(?:です)?)"
    + _END,
    re.IGNORECASE,
)


def listing(names: Iterable[str]) -> Text:
    """`names` one after the other, each once, parted as each language does."""
    once = list(dict.fromkeys(names))
    return Text("、".join(once), ", ".join(once))


def filled_in(written: str | None) -> bool:
    """Whether a field says something: not empty, and no placeholder such as `未定` or `TBD`."""
    said = as_read(written)
    return any(c.isalnum() for c in said) and not _VACANT.match(said)


def denies(written: str | None) -> bool:
    """Whether a field says that there is nothing: `none`, `なし（LAN内）`. `未定` (not yet decided) does not."""
    return _DENIAL.match(as_read(written)) is not None


def as_read(written: str | None) -> str:
    """What a reader sees of what was typed: one width, nothing invisible, nothing around it."""
    shown = unicodedata.normalize("NFKC", written or "")
    return "".join(c for c in shown if unicodedata.category(c) != "Cf").strip()
