"""Components that their own makers no longer mend."""

from collections.abc import Iterator
from datetime import date

from mamoru.evidence import Check, Effort, Location, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Component
from mamoru.product.software import EndOfLife, ended_branch, software
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-EOL-001",
    title=Text("開発元の保守が終わった部品があります", "A component is past its end of life"),
    why=Text(
        "新しい脆弱性が見つかっても、開発元から修正が出ません。",
        "When a new vulnerability is found in it, its makers give no fix.",
    ),
    remedy=Text(
        "保守されている系列に上げます。上げられなければ、修正を誰がいつまで出すかを決めます。",
        "Move to a branch that is maintained; where that cannot be, settle who mends it and until when.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-1104",),
    claims=("components-cared-for",),
    subject=SubjectKind.FIRMWARE,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.WEEKS,
    needs=(),
    dated=True,
    limits=Text(
        "終了日が登録された系列だけを見ます。ディストリビューションによる延長保守は考えません。",
        "Knows the branches whose last day is listed; a distribution's own longer care is left out.",
    ),
)
TITLE = Text("{name} は開発元の保守が終わっています", "{name} is past its end of life")


def run(image: OpenedImage, on: date) -> Iterator[Observation]:
    """One finding for each component and version whose last day lies before `on`."""
    for component in image.index.components:
        ended = _ended(component)
        if ended is not None and ended.on < on:
            yield CHECK.finding(
                at=_at(component),
                title=TITLE.fill(name=component.name),
                proof=f"{component.name} {component.version}: {ended.branch} ended {ended.on.isoformat()}",
            )


def _ended(component: Component) -> EndOfLife | None:
    """The branch that the component's version is of: the longest one listed that fits."""
    known = software(component.software) if component.software else None
    if known is None or component.version is None or component.tool:
        return None
    return ended_branch(known, component.version)


def _at(component: Component) -> Location:
    if not component.occurrences:
        return Location(path=component.name)
    place = component.occurrences[0]
    return Location(path=place.path, line=place.line, offset=place.offset, container=place.container)
