"""An image that is not there comes first among the next actions: what it alone could tell waits for it."""

from collections.abc import Iterable

import msgspec

from mamoru.assessment import Assessment
from mamoru.assessment.claims import CANNOT
from mamoru.assessment.result import Action
from mamoru.language import Text

TITLE = Text("イメージの中身: {file}", "what is in the image: {file}")
BRING = Text(
    "ファイルを product.yaml に書いた場所に置くか、releases の images を直し、もう一度 mamoru check を実行します。",
    "Put the file where product.yaml says, or correct images under releases, and run mamoru check again.",
)


class AbsentImage(msgspec.Struct, frozen=True, kw_only=True):
    """An image of the release that could not be looked at, and why."""

    file: str
    why: Text


def images_first(assessment: Assessment, absent: Iterable[AbsentImage]) -> Assessment:
    """`assessment` with an action for each absent image before all others; the actions that only say that
    a claim could not be decided for want of it are that one action."""
    actions = assessment.next_actions
    found: list[Action] = []
    for image in absent:
        why = CANNOT.fill(why=image.why)
        waiting = [action for action in actions if action.why == why]
        actions = tuple(action for action in actions if action.why != why)
        found.append(
            Action(
                title=TITLE.fill(file=image.file),
                why=image.why,
                what=BRING,
                who="developer",
                effort="hours",
                score=max((action.score for action in assessment.next_actions), default=0.0) + 1,
                requirements=tuple(sorted({id for action in waiting for id in action.requirements})),
                claims=tuple(sorted({claim for action in waiting for claim in action.claims})),
            )
        )
    return msgspec.structs.replace(assessment, next_actions=(*found, *actions))
