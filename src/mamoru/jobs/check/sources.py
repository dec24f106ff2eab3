"""What a report rests on: whom it is about, the files that were read, and what is wrong with those kept."""

from collections.abc import Iterable, Sequence

from mamoru.assessment.report.model import ImageView, Input, ProductView
from mamoru.evidence import Evidence
from mamoru.evidence.attachments import Attachments
from mamoru.jobs.release.at_hand import AtHand
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.verification.firmware.opening.contained import digest

FAULT = Text("証跡のフォルダー: {file} {what}", "Evidence folder: {file} {what}")


def product_view(papers: Documents) -> ProductView:
    """Who and what the report is about."""
    return ProductView(
        id=papers.product.id,
        name=papers.product.name.text,
        maker=papers.maker.name.text,
        models=papers.product.models,
        type=papers.product.type,
        support_until=papers.product.support.until,
        responsible=papers.maker.person("security"),
        executive=papers.maker.person("executive"),
        people={role.role: role.name for role in papers.maker.roles},
    )


def inputs_of(hand: AtHand, views: Sequence[ImageView]) -> tuple[Input, ...]:
    """The files that were read, each with its digest."""
    named = [
        Input(path=written.path, sha256=digest(hand.root / written.path))
        for written in (hand.workspace.maker_file, hand.declared.written)
    ]
    named += [Input(path=view.path, sha256=view.sha256) for view in views]
    named += [Input(path=file.path, sha256=file.sha256) for file in hand.papers.files.values()]
    return tuple(dict.fromkeys(named))


def faults_of(hand: AtHand, tested: Iterable[Evidence]) -> tuple[Text, ...]:
    """What is wrong with the evidence kept, and with what was attached to the results by hand."""
    faults = [*hand.kept.faults(), *Attachments(hand.root).faults(tested)]
    return tuple(FAULT.fill(file=fault.file, what=fault.what) for fault in faults if not fault.harmless)
