"""Buildroot's pkg-stats. Source: the Buildroot manual, "pkg-stats"; support/scripts, its JSON output.

`ignored_cves` are those that its patches mend or that do not apply, `patch_files` its patches.
"""

from collections.abc import Iterator

from mamoru.product.component import Answer
from mamoru.product.sbom.answering import answers_in, each_once, of_patches
from mamoru.product.sbom.part import Part, spoken
from mamoru.product.sbom.texts import Lines, inside, members, texts, value

FORMAT = "buildroot"
KIND = "list"


def recognises(name: str, head: bytes) -> bool:
    """By what it tells of each package."""
    return (
        head.lstrip().startswith(b"{")
        and b'"packages"' in head
        and b'"current_version"' in head
        and (b'"infras"' in head or b'"patch_files"' in head)
    )


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Each package that the statistics are about."""
    lines, at = Lines(data), 0
    listed = members(data).get("packages")
    for key, written in members(listed).items() if listed is not None else ():
        at = max(data.find(written, at), at)
        package = inside(value(written))
        label, cpe = spoken(package.get("name")) or spoken(key), spoken(package.get("cpeid"))
        if label is None:
            continue
        yield Part(
            name=label.removeprefix("host-"),
            version=spoken(package.get("current_version")),
            line=lines.at(at),
            cpes=(cpe,) if cpe else (),
            license=spoken(package.get("license")),
            answered=_answers(package),
            tool=label.startswith("host-"),
        )
        at += len(written)


def _answers(package: dict[str, object]) -> tuple[Answer, ...]:
    ignored = " ".join(texts(package.get("ignored_cves")))
    patches = of_patches(texts(package.get("patch_files")))
    return each_once((*patches, *answers_in(ignored, "not-affected", "Buildroot IGNORE_CVES")))
