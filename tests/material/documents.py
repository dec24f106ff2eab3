"""Documents of a complete, good maker and product, from which a test bends one thing.

    documents(policy__approved__on="2027-01-01")      another value, by the path of the field
    documents(roles__2=None)                          taken away
    documents(absent=("docs/policy.pdf",))            a document that is named and not there

What is bent goes through the real reader, so lines and defaults are those of real files.
"""

import copy
import hashlib
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import yaml

from mamoru.evidence import Check, Evidence, Subject
from mamoru.evidence.finding import Finding, Missing, Shown
from mamoru.evidence.fold import Occasion, evidence_of
from mamoru.product import DocumentFile, Documents
from mamoru.product.documents import Listing
from mamoru.product.files import parsed
from mamoru.product.maker import Maker
from mamoru.product.model import Product
from mamoru.product.named import documents_in, is_address

ON = date(2026, 11, 23)
SITE = "https://www.kodama.example"

MAKER: dict[str, Any] = yaml.load(
    f"""
id: kodama
name: {{ja: こだま電子, en: Kodama Electronics}}
policy:
  document: docs/policy.pdf
  approved: {{by: 代表取締役 山田太郎, on: 2026-04-01}}
  published: docs/policy.pdf
  review_every_months: 12
  reviews: [{{by: 山田太郎, on: 2026-10-01, outcome: 変更なし, document: docs/review.pdf}}]
  acknowledged: [{{by: 佐藤花子, on: 2026-04-10}}, {{by: 高橋実, on: 2026-04-11}}]
education:
  - {{on: 2025-05-01, subject: 入門, by: 佐藤花子, attendees: 4, document: docs/training-2025.pdf}}
  - {{on: 2026-05-20, subject: 脆弱性対応, by: 佐藤花子, attendees: 6, document: docs/training-2026.pdf}}
roles:
  - {{role: executive, name: 山田太郎, deputy: 佐藤花子}}
  - {{role: security, name: 佐藤花子, deputy: 鈴木一郎}}
  - {{role: developer, name: 鈴木一郎, deputy: 高橋実}}
  - {{role: quality, name: 高橋実, deputy: 鈴木一郎}}
  - {{role: contact, name: 佐藤花子, deputy: 高橋実}}
stakeholders:
  - {{name: 開発部, kind: internal}}
  - name: あおば設計
    kind: contractor
    contract: {{security_clauses: true, document: docs/aoba.pdf, by: 山田太郎, on: 2026-02-01}}
contacts:
  - {{kind: vulnerability, address: "mailto:psirt@kodama.example", published: {SITE}/security, pgp_key: {SITE}/psirt.asc}}
  - {{kind: user, address: "tel:+81-3-0000-0000", published: {SITE}/support}}
  - {{kind: contractor, address: "mailto:partners@kodama.example"}}
disclosure_policy:
  published: {SITE}/security/policy
  acknowledge_days: 3
  update_days: 14
  fix_days: {{critical: 14, high: 30, medium: 90, low: 180}}
  by: 佐藤花子
  on: 2026-04-01
jpcert: {{registered: 2024-06-01, contact: 佐藤花子, deputy: 鈴木一郎, checked: 2026-06-01}}
vulnerability_watch:
  sources: [JVN, NVD]
  every_days: 7
  last: {{by: 佐藤花子, on: 2026-11-20, document: docs/watch.csv}}
advisories: {{published: {SITE}/advisories, by: 佐藤花子, on: 2026-04-01, document: docs/advisories.pdf}}
""",
    Loader=yaml.BaseLoader,
)

PRODUCT: dict[str, Any] = yaml.load(
    f"""
id: kc-1
name: {{ja: こだまカメラ, en: Kodama Camera}}
models: [KC-1]
markets: [jp, eu]
support:
  sales_start: 2026-10-15
  until: 2031-12-31
  published: {SITE}/support/kc-1
  grounds: 想定使用年数5年
  decided: {{by: 山田太郎, on: 2026-03-01, document: docs/support.pdf}}
users: [{{id: owner, description: 店舗の責任者}}]
use_cases: [{{id: view, description: 店の様子を見る, users: [owner]}}]
components:
  - {{name: Linux, kind: os, supplier: kernel.org, version: "6.12", maintained_until: 2031-12-31}}
  - {{name: AB1234, kind: soc, supplier: あおば半導体}}
interfaces:
  - {{id: web, kind: network-service, protocol: https, port: 443, authentication: password, encryption: TLS 1.3}}
  - {{id: mdns, kind: network-service, protocol: mdns, port: 5353, authentication: none, protection: 機種名だけを返す}}
  - {{id: cloud, kind: client, protocol: mqtts, exposure: internet, authentication: certificate, encryption: TLS 1.3, purpose: 通知と更新}}
  - {{id: uart, kind: debug, protocol: uart, exposure: board, enabled: false}}
  - {{id: usb, kind: physical, protocol: usb, protection: 充電のみ}}
data:
  - id: video
    kind: privacy
    description: 映像
    stored: SDカード
    stored_protection: AES-256
    sent_by: [web, cloud]
    deletion: 初期化で鍵を破棄する
functions: [{{id: alarm, description: 侵入の通知, must_stay_available: true, recovery: 監視タイマーで再起動する}}]
risks:
  - id: spying
    threat: 盗んだパスワードで映像を見る
    assets: [video]
    impact: high
    likelihood: medium
    decision: mitigate
    measures: [1A, 2A]
    reviewed: {{by: 佐藤花子, on: 2026-05-01, document: docs/risks.xlsx}}
  - id: jamming
    threat: 通知を止める
    assets: [alarm]
    impact: medium
    likelihood: low
    decision: accept
    why: 通知が止まっても、玄関の人が気づく
    reviewed: {{by: 山田太郎, on: 2026-05-01, document: docs/risks.xlsx}}
decisions:
  - {{measure: 1A, how: 初回に利用者が設定する, document: docs/design.pdf}}
  - {{measure: 1B, how: 署名を確かめて入れる}}
  - {{measure: 1C, how: 不揮発に残す}}
  - {{measure: 2A, how: AES と TLS}}
  - {{measure: 2B, how: 鍵を破棄する}}
  - {{measure: 3A, how: 監視タイマー}}
  - {{measure: 3B, how: 資源の監視}}
consultations: [{{with: 県工業技術センター, on: 2026-04-20, document: docs/advice.pdf}}]
update: {{method: network, automatic: true, notification: 画面とメール, signature: RAUC（X.509）}}
verification:
  plan: {{by: 高橋実, on: 2026-06-01, document: docs/plan.pdf}}
  results:
    - claims: [reset-erases-data, deletion-confirmed]
      what: 初期化後にデータが残らない
      result: pass
      release: "1.0"
      on: 2026-10-01
      by: 高橋実
      document: docs/reset-1.0.pdf
    - claims: [physical-ports-guarded]
      what: USBからログインできない
      result: pass
      release: "1.0"
      on: 2026-10-01
      by: 高橋実
      document: docs/usb-1.0.pdf
    - claims: [keys-managed]
      what: 鍵の更新を通しで試す
      result: pass
      release: "1.0"
      on: 2026-10-01
      by: 高橋実
      document: docs/keys-test.pdf
information:
  manual: {SITE}/kc-1/manual
  cautions: {SITE}/kc-1/cautions
  setup: {SITE}/kc-1/setup
  update: {SITE}/kc-1/update
  disposal: docs/disposal.pdf
  privacy: {SITE}/kc-1/privacy
  confirmed: {{by: 高橋実, on: 2026-09-01}}
statements:
  - {{claim: keys-managed, how: 鍵管理手順書に従う, by: 鈴木一郎, on: 2026-05-01, document: docs/keys.pdf}}
  - {{claim: model-identified, how: 底面のラベル, by: 高橋実, on: 2026-05-01, document: docs/label.pdf}}
  - {{claim: device-identifiable, how: 証明書, by: 鈴木一郎, on: 2026-05-01, document: docs/identity.pdf}}
releases:
  - {{version: "1.0", date: 2026-10-15, sbom: sbom/1.0.cdx.json, update_package: release/1.0.raucb}}
""",
    Loader=yaml.BaseLoader,
)


def documents(
    *, on: date = ON, absent: tuple[str, ...] = (), empty: tuple[str, ...] = (), **bends: Any
) -> Documents:
    """The good documents with `bends`: `policy__approved__on="2027-01-01"`, None takes away, a list
    is entered by number (`roles__0`)."""
    maker, product = copy.deepcopy(MAKER), copy.deepcopy(PRODUCT)
    for path, value in bends.items():
        keys = path.split("__")
        _bend(maker if keys[0] in MAKER else product, keys, value)
    return made_of(maker, product, on=on, absent=absent, empty=empty)


def digest(name: str) -> str:
    """The SHA-256 of a document of the good workspace: no two are the same."""
    return hashlib.sha256(name.encode()).hexdigest()


def bare() -> Documents:
    """A maker and a product of which nothing is known but their names."""
    names = {key: MAKER[key] for key in ("id", "name")}
    return made_of(names, {key: PRODUCT[key] for key in ("id", "name")})


def made_of(
    maker: dict[str, Any],
    product: dict[str, Any],
    *,
    on: date = ON,
    absent: tuple[str, ...] = (),
    empty: tuple[str, ...] = (),
) -> Documents:
    """Documents of these fields, for the first release; each file they name is there but `absent`."""
    read_maker, maker_file = parsed(Maker, _yaml(maker), shown="maker.yaml")
    read_product, product_file = parsed(Product, _yaml(product), shown="products/kc-1/product.yaml")
    named = [name for group in (read_maker, read_product) for _, name in documents_in(group)]
    return Documents(
        on=on,
        maker=read_maker,
        product=read_product,
        release=next(iter(read_product.releases), None),
        maker_file=maker_file,
        product_file=product_file,
        files={
            name: DocumentFile(
                path=name,
                bytes=0 if name in empty else 1234,
                sha256=digest(name),
                listing=Listing.PARTS if name.endswith(".cdx.json") else None,
            )
            for name in named
            if name not in absent and not is_address(name)
        },
    )


def _bend(fields: Any, keys: list[str], value: Any) -> None:
    for key in keys[:-1]:
        fields = fields[int(key)] if isinstance(fields, list) else fields.setdefault(key, {})
    last = keys[-1]
    if isinstance(fields, list):
        fields[int(last) : int(last) + 1] = [] if value is None else [value]
    elif value is None:
        fields.pop(last, None)
    else:
        fields[last] = value


def _yaml(fields: dict[str, Any]) -> bytes:
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False).encode()


class Heard(msgspec.Struct, frozen=True):
    """What a check said: the evidence as it would be kept, taken apart."""

    evidence: Evidence

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.evidence.findings

    @property
    def missing(self) -> tuple[Missing, ...]:
        return self.evidence.missing

    @property
    def shown(self) -> tuple[Shown, ...]:
        return self.evidence.shows

    @property
    def fields(self) -> list[str | None]:
        """The fields that findings point at."""
        return [finding.location.field for finding in self.findings]

    @property
    def grades(self) -> dict[str, str]:
        """The best grade of each claim shown."""
        worst_first = sorted(self.shown, key=lambda shown: shown.grade.rank)
        return {shown.claim: str(shown.grade) for shown in worst_first}

    @property
    def lacking(self) -> set[str]:
        """The claims of which something is missing."""
        return {claim for missing in self.missing for claim in missing.claims}


def heard(module: Any, looked_at: Documents) -> Heard:
    """What the check in `module` says of `looked_at`, through the real folding; a check that breaks
    fails the test."""
    check: Check = module.CHECK
    subject = Subject(kind=str(check.subject), id="kodama")
    occasion = Occasion(subject=subject, at=datetime(2026, 11, 23, tzinfo=UTC), on=looked_at.on)
    evidence = evidence_of(check, module.run, looked_at, occasion)
    assert str(evidence.outcome) != "inconclusive", evidence.reason
    return Heard(evidence)
