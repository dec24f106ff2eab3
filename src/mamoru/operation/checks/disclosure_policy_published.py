"""A published policy for reports of vulnerabilities, with its times."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony
from mamoru.product.wording import denies, filled_in

CHECK = Check(
    id="DOC-OPS-005",
    title=Text("脆弱性開示ポリシーに連絡の時期がない", "The disclosure policy names no times"),
    why=Text(
        "いつ返事が来るか分からない相手には、発見者は待ってくれません。英国の法律やEUの規則も時期の明示を求めます。",
        "A finder does not wait for somebody who may never answer. UK law and EU rules also ask for stated times.",
    ),
    remedy=Text(
        "受領連絡と経過連絡の時期をポリシーに入れて maker.yaml に書きます。例: disclosure_policy: {published: https://example.com/security/policy, acknowledge_days: 3, update_days: 14, by: 佐藤花子, on: 2026-04-01}",
        "State in the policy when you acknowledge and when you update, and enter it in maker.yaml. Example: disclosure_policy: {published: https://example.com/security/policy, acknowledge_days: 3, update_days: 14, by: Hanako Sato, on: 2026-04-01}",
    ),
    severity=Severity.MEDIUM,
    claims=("disclosure-policy-published",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=2,
    limits=Text("公開されたポリシーの中身は読みません。", "It does not read the published policy."),
)
PUBLISHED = Text(
    "脆弱性開示ポリシーが公開されています（受領連絡{acknowledge}日以内、経過連絡{update}日ごと）",
    "The disclosure policy is published (acknowledged within {acknowledge} days, updates every {update} days)",
)
UNPUBLISHED = Text("脆弱性開示ポリシーを公開していない", "The disclosure policy is not published")
NONE = Text(
    "脆弱性開示ポリシーの公開場所（disclosure_policy.published）が書かれていません。",
    "Where a vulnerability disclosure policy is published is not entered (disclosure_policy.published).",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Attested by `by` and `on`, the published policy being the document. A published policy
    that promises no time, one that is written and published nowhere,, or no time that can be kept, is a finding."""
    policy, file = documents.maker.disclosure_policy, documents.maker_file
    at = file.at("disclosure_policy")
    if policy is not None and (policy.published is None or denies(policy.published)):
        proof = f"disclosure_policy.published: {policy.published or '–'}"
        yield CHECK.finding(at=file.at("disclosure_policy.published"), proof=proof, title=UNPUBLISHED)
        return
    if policy is None or not filled_in(policy.published):
        yield CHECK.missing(reason=NONE, at=at)
        return
    times = {"acknowledge_days": policy.acknowledge_days, "update_days": policy.update_days}
    for name, days in times.items():
        if days is None or days < 1:
            field = f"disclosure_policy.{name}"
            yield CHECK.finding(at=file.at(field), proof=f"{field}: {'–' if days is None else days}")
    what = PUBLISHED.fill(acknowledge=policy.acknowledge_days, update=policy.update_days)
    yield testimony(CHECK, documents, what=what, at=at, by=policy.by, on=policy.on, document=policy.published)
