"""The words and signs in which a verification plan is told, the same on a screen and on paper."""

from mamoru.assessment.result import State
from mamoru.language import Text
from mamoru.verification.plan import PlannedTest, Standing, TargetKind, Tried

STANDINGS = {
    Standing.FAILED: (State.FALLS_SHORT, Text("不合格", "failed")),
    Standing.RETEST: (State.PARTLY, Text("再試験", "retest")),
    Standing.INCONCLUSIVE: (State.INDETERMINATE, Text("確認できない", "inconclusive")),
    Standing.OPEN: (State.NOT_SHOWN, Text("未実施", "open")),
    Standing.NOT_SHOWN: (State.NOT_SHOWN, Text("証跡なし", "not shown")),
    Standing.PASSED: (State.HOLDS, Text("合格", "passed")),
    Standing.NOT_APPLICABLE: (State.NOT_APPLICABLE, Text("対象外", "does not apply")),
}
KINDS = {
    TargetKind.REQUIREMENT: Text("項目", "requirement"),
    TargetKind.THREAT: Text("脅威", "threat"),
    TargetKind.DECISION: Text("設計の決定", "decision"),
}
TITLE = Text("検証計画", "Verification plan")
IN_FILE = Text("product.yaml の記載", "entered in product.yaml")
OTHER_IMAGE = Text("別のイメージ", "another image")
EARLIER = Text("{subject} のとき", "on {subject}")


def counts(tests: tuple[PlannedTest, ...]) -> Text:
    """How many of `tests` stand how, worst first."""
    found = [
        (word, sum(test.standing is standing for test in tests)) for standing, (_, word) in STANDINGS.items()
    ]
    told = [(word, n) for word, n in found if n]
    return Text(
        " · ".join(f"{word.ja} {n}" for word, n in told) or "0",
        " · ".join(f"{word.en} {n}" for word, n in told) or "0",
    )


def told_result(tried: Tried) -> Text:
    """One result of the history in a line: day, result, who, on which device, remark."""
    word = STANDINGS[tried.result][1]
    rest = [part for part in (tried.by, tried.device, tried.note) if part]
    origins = [IN_FILE if tried.noted else EARLIER.fill(subject=tried.subject)]
    origins += [OTHER_IMAGE] if tried.of_other_image else []
    return Text(
        "、".join([f"{tried.on} {word.ja}", *rest, *(origin.ja for origin in origins)]),
        ", ".join([f"{tried.on} {word.en}", *rest, *(origin.en for origin in origins)]),
    )
