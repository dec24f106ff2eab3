"""What must not leave in a sentence that somebody wrote: secrets, serial numbers, addresses, names.

A field that says what it holds is taken out by its name; free text can hold anything. Secrets and serial
numbers never leave; the rest goes with its kind. What only looks like one of these is taken out too: an
adviser asks, a secret that has left does not come back.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

BLANK = "***"
GOVERNED = frozenset(
    {"id", "kind", "protocol", "port", "peer", "version", "on", "until", "since", "sales_start"}
)
"""Fields that hold one value of a known form: another rule takes them out, or nothing does."""
_WORD = r"(?:\b(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[ _-]?key|psk|pin)|パスワード|暗証番号|秘密鍵|合言葉|トークン)"
_SECRETS = (
    re.compile(r"-----BEGIN [A-Z ]*KEY-----.*?(?:-----END [A-Z ]*KEY-----|$)", re.DOTALL),
    re.compile(r"(?<=://)[^\s/@]+:[^\s/@]+(?=@)"),
    re.compile(rf"(?i:{_WORD})\s*(?::|=|：|＝)\s*[「\"'“]?[^\s、。,;」\"'”]+"),
    re.compile(rf"(?i:{_WORD})\s*(?:is|は)\s*(?:[「\"'“][^」\"'”]+|(?=[!-~]*\d)[!-~]+)"),
    re.compile(r"\$(?:1|2[aby]|5|6|y)\$[./A-Za-z0-9$]{8,}"),
    re.compile(r"\b(?:AKIA|ghp_|xox[bp]-|eyJ)[A-Za-z0-9_.-]{12,}"),
    re.compile(r"\b(?=[0-9a-fA-F]*\d)(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{32,}\b"),
    re.compile(r"(?:\b(?i:serial(?: number| no\.?)?|S/N|SN)|製造番号|シリアル(?:番号)?)\s*(?:is|は|:|=|：|#|-)?\s*[A-Z0-9][A-Z0-9-]*\d[A-Z0-9-]*"),
)  # fmt: skip
_OF_PEOPLE = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![\d.-])(?:\+\d{1,3}[ -]?)?\(?0?\d{1,4}\)?[ -]\d{2,4}[ -]\d{3,4}(?![\d.-])"),
)
_ADDRESSES = (
    re.compile(r"\b[a-z][a-z+]*://[^\s「」、。<>\"']+", re.IGNORECASE),
    re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2}|:\d{1,5})?(?![\d.])"),
    re.compile(r"\b(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}\b"),
    re.compile(r"(?<![\w:])(?=[0-9a-fA-F:]*::|(?:[0-9a-fA-F]+:){7})[0-9a-fA-F:]{3,39}(?![\w:])"),
    re.compile(r"\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|net|org|io|dev|cloud|local|lan|internal|jp|eu|uk|de|fr|us|cn|example)\b", re.IGNORECASE),
)  # fmt: skip
_MARKED = re.compile(
    r"[一-鿿ァ-ヶー]{1,8}(?=(?:さん|様|氏)(?![一-鿿]))|\b(?:Mr|Ms|Mrs|Dr)\.? [A-Z][\w-]+(?: [A-Z][\w-]+)?"
)


def cleared(kinds: Collection[str], names: Collection[str]) -> Callable[[str], str]:
    """What makes a sentence fit to leave: without secrets, without what `kinds` names, and without
    `names`, the words that are taken out elsewhere."""
    patterns = list(_SECRETS)
    patterns += (*_OF_PEOPLE, _MARKED) if "people" in kinds else ()
    patterns += _ADDRESSES if "peers" in kinds else ()
    known = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True)
    if known:
        patterns.append(re.compile("|".join(map(_whole, known)), re.IGNORECASE))

    def clear(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(BLANK, text)
        return text

    return clear


def _whole(name: str) -> str:
    """`name` as a word of its own; Japanese has no spaces to tell one by."""
    bound = r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])" if name.isascii() else "{}"
    return bound.format(re.escape(name))


def in_all_prose(value: Any, clear: Callable[[str], str], field: str = "") -> Any:
    """`value` (as `to_builtins` gives it) with every free text in it cleared."""
    if isinstance(value, str):
        return value if field in GOVERNED else clear(value)
    if isinstance(value, list | tuple):
        return [in_all_prose(each, clear, field) for each in value]
    if isinstance(value, Mapping):
        return {key: in_all_prose(each, clear, key) for key, each in value.items()}
    return value


def told_in(value: Any, fields: Collection[str]) -> set[str]:
    """Every text that stands in one of `fields`, however deep."""
    if isinstance(value, list | tuple):
        return {text for each in value for text in told_in(each, fields)}
    if not isinstance(value, Mapping):
        return set()
    here = {each for key, each in value.items() if key in fields and isinstance(each, str)}
    return here.union(*(told_in(each, fields) for each in value.values()))
