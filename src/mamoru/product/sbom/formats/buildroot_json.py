"""Buildroot's `make show-info`. Source: the Buildroot manual, "Advanced usage"; support/scripts.

One object a package; `ignore_cves` are those that its patches mend or that do not apply.
"""

import re
from collections.abc import Iterator

from mamoru.product.component import Answer
from mamoru.product.sbom.answering import answers_in, each_once, of_patches
from mamoru.product.sbom.part import Part, spoken
from mamoru.product.sbom.texts import Lines, inside, members, texts, value

FORMAT = "buildroot"
KIND = "list"
_ENTRY = re.compile(rb'^\s*\{\s*"[^"\\]{1,200}"\s*:\s*\{\s*"(?:type|name)"\s*:')
_PARTS = frozenset({"target", "host"})


def recognises(name: str, head: bytes) -> bool:
    """By its first package."""
    return _ENTRY.match(head) is not None and b'"virtual"' in head


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Each package that is built from something; virtual ones and file systems are not."""
    lines, at = Lines(data), 0
    for key, written in members(data).items():
        at = max(data.find(written, at), at)
        package = inside(value(written))
        kind, label = package.get("type"), spoken(package.get("name")) or spoken(key)
        if kind not in _PARTS or package.get("virtual") is True or label is None:
            continue
        cpe = spoken(package.get("cpe-id"))
        yield Part(
            name=label,
            version=spoken(package.get("version")),
            line=lines.at(at),
            cpes=(cpe,) if cpe else (),
            license=spoken(package.get("licenses")),
            answered=_answers(package),
            tool=kind == "host",
        )


def _answers(package: dict[str, object]) -> tuple[Answer, ...]:
    ignored = " ".join(texts(package.get("ignore_cves")))
    return each_once(
        (
            *of_patches(texts(package.get("patches"))),
            *answers_in(ignored, "not-affected", "Buildroot IGNORE_CVES"),
        )
    )
