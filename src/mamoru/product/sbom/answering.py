"""What a maker says of vulnerabilities in its own parts, from the words of each tool."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from mamoru.product.component import Answer

State = Literal["fixed", "not-affected", "affected", "under-investigation"]
MOST_ANSWERS = 50_000
MOST_REASON = 500

_CVE = re.compile(r"(?<![A-Za-z0-9])CVE-\d{4}-\d{4,19}(?!\d)", re.I)
_PATCH = re.compile(r"\.(?:patch|diff)(?:\.gz|\.xz|\.bz2)?$", re.I)
_YOCTO: dict[str, State] = {
    # of CVE_CHECK_STATUSMAP
    "backported-patch": "fixed",
    "cpe-stable-backport": "fixed",
    "fixed-version": "fixed",
    "patched": "fixed",
    "fix-file-included": "fixed",
    "version-not-in-range": "not-affected",
    "version-in-range": "affected",
    "vulnerable-investigating": "under-investigation",
    "unpatched": "affected",
    "unknown": "under-investigation",
    "ignored": "not-affected",
    "cpe-incorrect": "not-affected",
    "disputed": "not-affected",
    "not-applicable-config": "not-affected",
    "not-applicable-platform": "not-affected",
    "upstream-wontfix": "affected",  # set aside by the build, and in the product all the same
}
_CYCLONEDX: dict[str, State] = {
    "resolved": "fixed",
    "resolved_with_pedigree": "fixed",
    "exploitable": "affected",
    "in_triage": "under-investigation",
    "false_positive": "not-affected",
    "not_affected": "not-affected",
}


def named_in(text: object) -> tuple[str, ...]:
    """The CVEs that a text names, each once."""
    return tuple(dict.fromkeys(m.upper() for m in _CVE.findall(text))) if isinstance(text, str) else ()


def answers_in(text: object, state: State, by: str, why: object = None) -> tuple[Answer, ...]:
    """One answer for each CVE that a text names."""
    return tuple(answer(id, state, by, why) for id in named_in(text)[:MOST_ANSWERS])


def answer(vulnerability: str, state: State, by: str, why: object = None) -> Answer:
    """An answer with its reason, which may be no text and then is none."""
    reason = why.strip()[:MOST_REASON] if isinstance(why, str) else ""
    return Answer(vulnerability=vulnerability, state=state, by=by[:MOST_REASON], justification=reason or None)


def of_patches(names: Iterable[str]) -> tuple[Answer, ...]:
    """What the names of patches say that they mend: `0003-CVE-2022-0778.patch`."""
    return each_once(
        found
        for name in names
        if _PATCH.search(name)
        for found in answers_in(_base(name), "fixed", f"patch name {_base(name)}")
    )


def of_yocto(vulnerability: str, status: str, by: str, why: object = None) -> Answer:
    """What a status of Yocto means: a word of `CVE_STATUS`, or of cve-check (`Patched`, `Ignored`). A
    word that is not known leaves it under investigation."""
    word = re.sub(r"\s+", "-", status.strip().lower())
    return answer(vulnerability, _YOCTO.get(word, "under-investigation"), f"{by}: {status.strip()}", why)


def of_cyclonedx(vulnerability: str, state: object, why: Iterable[object]) -> Answer | None:
    """What `vulnerabilities[].analysis` means; None where it has no state that is known."""
    meant = _CYCLONEDX.get(state) if isinstance(state, str) else None
    if meant is None:
        return None
    reasons = [reason.strip() for reason in why if isinstance(reason, str) and reason.strip()]
    return answer(vulnerability, meant, f"CycloneDX analysis: {state}", ": ".join(reasons))


def each_once(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The first of each vulnerability and state, `MOST_ANSWERS` at most."""
    found: dict[tuple[str, str], Answer] = {}
    for each in answers:
        if len(found) >= MOST_ANSWERS:
            break
        found.setdefault((each.vulnerability, each.state), each)
    return tuple(found.values())


def _base(name: str) -> str:
    return re.split(r"[/\\]", name)[-1]


def yocto_lines(text: str) -> Iterator[tuple[int, Answer]]:
    """The `CVE_STATUS` and `CVE_CHECK_IGNORE` of a recipe or configuration, each with its line (from 1).

    Source: the Yocto Project reference manual, CVE_STATUS, CVE_STATUS_GROUPS, CVE_CHECK_IGNORE.
    """
    groups: dict[str, tuple[int, list[str]]] = {}
    statuses: dict[str, str] = {}
    for line, name, key, written in _assignments(text):
        if name == "CVE_STATUS" and named_in(key):
            yield line, _status(named_in(key)[0], written)
        elif key == "status":
            statuses[name] = written
        elif name in ("CVE_CHECK_IGNORE", "CVE_CHECK_WHITELIST"):
            for id in named_in(written):
                yield line, answer(id, "not-affected", f"Yocto {name}")
        elif not key and named_in(written):
            groups.setdefault(name, (line, []))[1].extend(named_in(written))
    for name, written in statuses.items():
        line, ids = groups.get(name, (0, []))
        for id in ids:
            yield line, _status(id, written)


def _status(id: str, written: str) -> Answer:
    if written.startswith("${"):  # which of two words stands is for the build to say
        return answer(id, "under-investigation", "Yocto CVE_STATUS: depends on the configuration", written)
    status, _, why = written.partition(":")
    return of_yocto(id, status, "Yocto CVE_STATUS", why)


_ASSIGNMENT = re.compile(
    r"^[ \t]*([A-Z][A-Z0-9_]{0,80})(?::[a-z][\w-]{0,60})*(?:\[([^\]\n]{1,80})\])?[ \t]*"
    r'(?:\?\??|\+|\.|:)?=[+.]?[ \t]*["\']((?:[^"\'\\\n]|\\.|\\\n|\'(?!\s*$))*)',
    re.MULTILINE,
)


def _assignments(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Line, variable, flag (empty where none) and value of each assignment."""
    line, at = 1, 0
    for match in _ASSIGNMENT.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield line, match.group(1), match.group(2) or "", match.group(3).replace("\\\n", " ").strip()
