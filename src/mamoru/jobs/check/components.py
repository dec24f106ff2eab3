"""The evidence on the components of the release at hand: what is declared beside what the images show, and
what the vulnerability data says of both."""

from mamoru.evidence import Evidence, SubjectKind
from mamoru.jobs.check.examined import Examined
from mamoru.jobs.release.at_hand import AtHand
from mamoru.jobs.release.components import circumstances
from mamoru.jobs.release.documents import judged
from mamoru.language import Text
from mamoru.operation.vulnerabilities.known import Known, known_vulnerabilities, together
from mamoru.product.sbom import Declared, Inventories

BLIND = Text(
    "イメージに開けなかった領域が{n}か所あります。", "{n} region(s) of the images could not be opened."
)
NOT_ALL = Text("開けなかったイメージがあります。", "Not every image could be opened.")


def of_components(hand: AtHand, images: Examined, declared: Declared) -> list[Evidence]:
    """The evidence of the checks that set what is declared beside what the images show."""
    subject = hand.named[SubjectKind.RELEASE]
    if subject is None or hand.release is None:
        return []
    named = len(hand.release.images)
    closed = [gap for view in images.views for gap in view.unopened if gap.serious]
    sides = Inventories(
        declared=declared,
        observed=images.components,
        images=named,
        opened=len(images.views),
        blind=BLIND.fill(n=len(closed)) if closed else NOT_ALL if len(images.views) < named else None,
    )
    return judged(hand, SubjectKind.COMPONENTS, sides, subject)


def of_vulnerabilities(hand: AtHand, images: Examined, declared: Declared) -> Known:
    """What the vulnerability data says of the components: those that the images show, and those that are
    declared and of which the images say nothing."""
    subject = hand.named[SubjectKind.RELEASE]
    if subject is None:
        return Known([], None)
    parts = together(images.components, declared.components)
    if not parts and not images.views:
        return Known([], None)
    product = hand.papers.product
    around = circumstances(hand.root, product, hand.version)
    return known_vulnerabilities(parts, product.id, hand.occasion(subject), around)
