"""Whether a document is evidence by its content: it says something, it is not our own template, and it
speaks of what the claim is about (`document_words.yaml`)."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
import yaml

from mamoru.language import Lang, Text, joined
from mamoru.product.answers import Answers
from mamoru.product.documents import Content
from mamoru.product.scaffold import maker_text, product_text

_DATA = Path(__file__).parent / "document_words.yaml"
LEAST_TOKENS = 15  # different words, or pairs of Japanese letters: two short sentences have more
LEAST_UNREAD_BYTES = 1024
_LEAST_UNREAD_VALUES = 16
_MOST_TEMPLATE = 0.8
_WORD = re.compile(r"[a-z0-9à-ɏ]{2,}")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]{2,}")

EMPTY = Text("{document} が空です", "{document} is empty")
SLIGHT = Text("{document} に中身がほとんどありません", "{document} says almost nothing")
OWN = Text(
    "{document} はMamoruのファイルで、文書ではありません", "{document} is a file of Mamoru's and no document"
)
TEMPLATE = Text("{document} はひな形のままです", "{document} is still the template")
STRANGE = Text(
    "{document} は文書・写真・記録のどの形式でもありません",
    "{document} is no document, picture or recording of a form that is known",
)
SILENT = Text("{document} に {topics} の記載がありません", "{document} does not speak of {topics}")
UNREAD = Text(
    "文字として読めないので、大きさとダイジェストだけで数えました",
    "it cannot be read as text and counts by its size and digest only",
)


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a document may speak of, with the words that tell it."""

    ja: str
    en: str
    words: tuple[str, ...]


class Topics(msgspec.Struct, frozen=True, kw_only=True):
    """All topics, and those that each claim asks for."""

    topics: Mapping[str, Topic]
    claims: Mapping[str, tuple[str, ...]]


@cache
def document_topics() -> Topics:
    """The data file."""
    raw = yaml.load(_DATA.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506  (reads text only)
    return msgspec.convert(raw, Topics)


def why_no_evidence(
    document: str, size: int, content: Content, claim: str | None, *, least: int = LEAST_TOKENS
) -> Text | None:
    """Why a document of this content attests nothing about `claim` (None: nothing in particular); None where
    it is evidence. `least` is how many different words it must have."""
    if size == 0:
        return EMPTY.fill(document=document)
    if content.own:
        return OWN.fill(document=document)
    if content.text is None:
        if not content.known:
            return STRANGE.fill(document=document)
        slight = size < LEAST_UNREAD_BYTES or content.variety < _LEAST_UNREAD_VALUES
        return SLIGHT.fill(document=document) if slight else None
    text = _plain(content.text)
    if not text:
        return EMPTY.fill(document=document)
    if _is_template(text):
        return TEMPLATE.fill(document=document)
    if len(tokens(text)) < least:
        return SLIGHT.fill(document=document)
    known = document_topics()
    asked = [known.topics[id] for id in known.claims.get(claim or "", ())]
    silent = [topic for topic in asked if not any(_plain(word) in text for word in topic.words)]
    if silent:
        return SILENT.fill(document=document, topics=joined([Text(each.ja, each.en) for each in silent]))
    return None


def overlap(words: str, text: str) -> float:
    """The share of the words, or pairs of Japanese letters, of `words` that `text` has too, 0 to 1."""
    asked = tokens(_plain(words))
    return len(asked & tokens(_plain(text))) / len(asked) if asked else 1.0


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def tokens(text: str) -> set[str]:
    """The different words of a plain text, and its pairs of Japanese letters."""
    pairs = {run[at : at + 2] for run in _JAPANESE.findall(text) for at in range(len(run) - 1)}
    return pairs | set(_WORD.findall(text))


def _is_template(text: str) -> bool:
    lines = [line for line in (each.strip() for each in text.splitlines()) if line]
    return bool(lines) and sum(line in _template_lines() for line in lines) >= _MOST_TEMPLATE * len(lines)


@cache
def _template_lines() -> frozenset[str]:
    """Every line that `mamoru init` writes by itself, in both languages."""
    several = [
        make(Answers(maker_id="m", product_id="p", lang=lang))
        for lang in Lang
        for make in (maker_text, product_text)
    ]
    return frozenset(_plain(line) for text in several for line in text.splitlines() if line.strip())
