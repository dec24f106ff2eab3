"""Which id a person means who typed one: in any case, with or without the standard before it."""

import difflib
import re

from mamoru.catalog import Catalog
from mamoru.design import library
from mamoru.errors import InputError
from mamoru.evidence.registry import registry
from mamoru.jobs.explain.answer import KEPT
from mamoru.jobs.vulns.naming import LIKE, NO_VULNERABILITY, typed
from mamoru.language import Text
from mamoru.verification.plan import hand_tests

UNKNOWN = Text("「{id}」という項目はありません。", "Nothing has the id “{id}”.")
NEAREST = Text("もしかして: {near}", "Did you mean: {near}")
ELSE = Text("mamoru catalog list で一覧を見られます。", "See mamoru catalog list.")
SEVERAL = Text("「{id}」は一つに決まりません。", "“{id}” may mean several things.")
ONE_OF = Text("どれか一つを指定してください: {all}", "Give one of these: {all}")
_LIKE_ONE = re.compile(r"(?:CVE|JVNDB|GHSA)\b", re.I)


def meant(asked: Catalog, id: str) -> str:
    """The id in our own spelling. Raises `InputError` where there is none, or it is not plain which."""
    known = _known(asked)
    wanted = typed(id)
    if wanted in known.values():
        return wanted
    folded = wanted.casefold()
    of_evidence = known.get(folded.partition(":")[0])  # a piece of evidence is named by its check first
    if of_evidence is not None and of_evidence in _that_look():
        return of_evidence
    found = [own for own in dict.fromkeys(known.values()) if own.casefold() == folded]
    found = found or [own for own in dict.fromkeys(known.values()) if _bare(own) == folded]
    guide = [own for own in found if own.startswith("guide:")]
    if len(found) == 1 or guide:
        return (guide or found)[0]
    if found:
        raise InputError(SEVERAL.fill(id=id), ONE_OF.fill(all=", ".join(found)))
    if _LIKE_ONE.match(wanted):
        raise InputError(NO_VULNERABILITY.fill(id=id), LIKE)
    near = difflib.get_close_matches(folded, known, n=3, cutoff=0.5)
    raise InputError(
        UNKNOWN.fill(id=id), NEAREST.fill(near=", ".join(known[each] for each in near)) if near else ELSE
    )


def _that_look() -> list[str]:
    """The ids of all that makes evidence: checks, tests by hand, what is kept of decisions and advice."""
    return [*(e.check.id for e in registry().checks), *(case.id for case in hand_tests().cases), *KEPT]


def _bare(own: str) -> str:
    return own.rpartition(":")[2].casefold()


def _known(asked: Catalog) -> dict[str, str]:
    """Every id in our own spelling, by how it may be compared; what stands alone goes before what has a
    standard before it."""
    points = [f"{s.id}:{each.id}" for s in asked.standards for each in s.requirements]
    points += [f"{s.id}:{each.id}" for s in asked.standards for each in s.groups]
    ids = _that_look() + [claim.id for claim in asked.claims]
    ids += [threat.id for threat in library().threats] + [standard.id for standard in asked.standards]
    ids += [case.id for case in asked.cases]
    known = {id.casefold(): id for id in (*ids, *points)}
    return known | {_bare(id): id for id in reversed(points) if _bare(id) not in known}
