"""Whether every test by hand of the verification plan was made on this release, and passed."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Location, Observation, Results, Severity, Silence, SubjectKind
from mamoru.language import Text, both, joined
from mamoru.looked import Seen, looked_at

CHECK = Check(
    id="VER-RUN-003",
    title=Text("計画した試験に不合格のものがある", "A planned test was failed"),
    why=Text(
        "計画した試験の一部だけで出荷すると、いちばん気になっていた所を確かめないまま渡すことになります。",
        "To ship on a part of the planned tests is to hand over exactly what was worth a test and had none.",
    ),
    remedy=Text(
        "直してから同じ試験をやり直し、mamoru plan record で記録します。試験の一覧は mamoru plan で見られます。",
        "Mend it, run the same test again and record it with mamoru plan record; mamoru plan lists the tests.",
    ),
    severity=Severity.MEDIUM,
    claims=("planned-tests-passed",),
    subject=SubjectKind.RESULTS,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.WEEKS,
    limits=Text(
        "試験の結果は、試験した人の記録によります。", "What a test gave rests on the record of its tester."
    ),
)
NAMED = 3
OPEN = Text(
    "計画した手作業の試験のうち{n}件が終わっていません（{share}）: {names}",
    "{n} planned tests by hand are not done ({share}): {names}",
)
FAILED = Text("計画した試験{n}件が不合格です", "{n} planned tests were failed")
PASSED = Text(
    "計画した手作業の試験がすべて合格です（{share}）。", "Every planned test by hand was passed ({share})."
)
NONE = Text("この版の検証計画がありません。", "There is no verification plan of this release.")
MORE = Text("ほか{n}件", "and {n} more")


def run(results: Results) -> Iterator[Observation]:
    """Refuted by a failed test, missing while one is open; shown only where there was a plan and each
    of its tests passed or does not apply. The grade says that the results were counted."""
    planned = results.planned or ()
    asked = [test for test in planned if test.standing != "not-applicable"]
    failed = [test for test in asked if test.standing == "failed"]
    left = [test for test in asked if test.standing == "open"]
    looked = looked_at(Seen.TESTS, len(asked), len(asked) - len(left), [])
    if failed:
        at = Location(path="product.yaml", field="verification.results")
        title = FAILED.fill(n=len(failed))
        yield CHECK.finding(at=at, title=title, proof=", ".join(test.id for test in failed))
    elif looked.nothing and not left:
        yield CHECK.missing(reason=NONE)
    elif left:
        named = [both(test.id) for test in left[:NAMED]]
        named += [MORE.fill(n=len(left) - NAMED)] if len(left) > NAMED else []
        yield CHECK.missing(reason=OPEN.fill(n=len(left), share=looked.text, names=joined(named)))
    else:
        yield CHECK.shown(proof=PASSED.fill(share=looked.text))
