"""An image as it was before encryption, tied to the one that ships: its evidence counts for that one."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from mamoru.assessment.report.model import ImageView
from mamoru.evidence import Evidence, Outcome
from mamoru.jobs.check.view import image_view, unopened
from mamoru.language import Text
from mamoru.verification.firmware.image import Index, load

INSTEAD = Text(
    "{why}暗号化する前のイメージ {plain}（SHA-256 {digest}…）で調べました。",
    "{why} Looked at in {plain} instead, the image before encryption (SHA-256 {digest}…).",
)
GONE = Text(
    "{plain}: 暗号化する前のイメージがありません。", "{plain}: the image before encryption is not there."
)
OTHER = Text(
    "{plain}: {shipped} の中身と違うので、証跡に数えていません（例: {example}）。",
    "{plain}: not what {shipped} holds, so it was not counted (for example {example}).",
)


def needs_plain(shipped: Index) -> bool:
    """Whether a shipped image keeps something closed, or shows nothing at all."""
    return any(gap.serious for gap in shipped.gaps) or not (shipped.trees or shipped.components)


def difference(shipped: Path, plain: Path) -> str | None:
    """A file (or where there is none a component) of the image in work folder `plain` that the one in
    `shipped`, which is open too, does not hold in the same contents; None where it holds all."""
    missing = _contents(plain) - _contents(shipped)
    return min(missing)[0] if missing else None


def _contents(work: Path) -> set[tuple[str, str]]:
    image = load(work)
    try:
        files = {(entry.path, tree.sha256(entry) or "") for tree in image.trees for entry in tree.files}
        return files or {(component.name, component.version or "") for component in image.index.components}
    finally:
        image.close()


def joined(shipped: Sequence[Evidence], plain: Sequence[Evidence]) -> list[Evidence]:
    """The evidence of each check on the plain image, with what the open parts of the shipped one add:
    both speak of the shipped image."""
    of_shipped = {evidence.check: evidence for evidence in shipped}
    return [_both(of_shipped.get(evidence.check), evidence) for evidence in plain]


def _both(shipped: Evidence | None, plain: Evidence) -> Evidence:
    if shipped is None or not (shipped.findings or shipped.shows):
        return plain
    told = {(finding.title, finding.location.path, finding.proof) for finding in plain.findings}
    more = [f for f in shipped.findings if (f.title, f.location.path, f.proof) not in told]
    findings = (*plain.findings, *more)
    refutes = tuple(sorted({*plain.refutes, *shipped.refutes}))
    shows = tuple(s for s in dict.fromkeys((*plain.shows, *shipped.shows)) if s.claim not in refutes)
    spoken = {*refutes, *(shown.claim for shown in shows)}
    return msgspec.structs.replace(
        plain,
        outcome=Outcome.FAIL if findings else plain.outcome,
        findings=findings,
        refutes=refutes,
        shows=shows,
        undecided=tuple(claim for claim in plain.undecided if claim not in spoken),
    )


def joined_view(shipped: Index, plain: Index) -> ImageView:
    """The shipped image with what its plain form shows: what is closed is no gap any more, and what
    could not be opened in the plain one is."""
    gaps = tuple(
        msgspec.structs.replace(gap, serious=False, instead=None, why=_looked_at(gap.why, plain))
        for gap in shipped.gaps
    )
    view, inner = image_view(msgspec.structs.replace(shipped, gaps=gaps)), image_view(plain)
    known = {(component.name, component.version) for component in inner.components}
    more = tuple(c for c in view.components if (c.name, c.version) not in known)
    behind = [
        msgspec.structs.replace(unopened(gap), container=f"{plain.path}{_inside(gap.container)}")
        for gap in plain.gaps
    ]
    return msgspec.structs.replace(
        view,
        files=max(view.files, inner.files),
        components=tuple(sorted((*inner.components, *more), key=lambda c: (c.name, c.version or ""))),
        unopened=(*view.unopened, *behind),
        looked=inner.looked,
    )


def _inside(container: str | None) -> str:
    return f": {container}" if container else ""


def _looked_at(why: Text, plain: Index) -> Text:
    digest = plain.sha256[:12]
    return INSTEAD.fill(why=why, plain=plain.path, digest=digest)
