"""Named sets of minimum elements: what each asks of a bill, and what of it no file can show."""

import msgspec

from mamoru.language import Text
from mamoru.product.bill.elements import Element


class Point(msgspec.Struct, frozen=True):
    """One point of a set in the set's own name, and the element that shows it; None where it cannot be
    seen in the file (how often, to whom, how corrected)."""

    title: Text
    element: Element | None


class ElementSet(msgspec.Struct, frozen=True, kw_only=True):
    """A set as somebody published it. `binding` where it is in force: a draft never decides the exit
    status unless it is asked for. `note` says what the reading rests on."""

    id: str
    title: Text
    edition: str
    binding: bool
    points: tuple[Point, ...]
    note: Text


_SUPPLIER = Text("サプライヤー名", "Supplier Name")
_NAME = Text("コンポーネント名", "Component Name")
_VERSION = Text("コンポーネントのバージョン", "Version of the Component")
_OTHER_IDS = Text("その他の一意な識別子", "Other Unique Identifiers")
_RELATION = Text("依存関係", "Dependency Relationship")
_AUTHOR = Text("SBOMデータの作成者", "Author of SBOM Data")
_TIME = Text("タイムスタンプ", "Timestamp")
_UNKNOWNS = Text("既知の未知", "Known Unknowns")
_AUTOMATION = Text("自動化への対応", "Automation Support")
_FREQUENCY = Text("頻度", "Frequency")
_DELIVERY = Text("配布と提供", "Distribution and Delivery")

_NTIA_FIELDS = (
    Point(_SUPPLIER, Element.SUPPLIER),
    Point(_NAME, Element.NAME),
    Point(_VERSION, Element.VERSION),
    Point(_OTHER_IDS, Element.IDENTIFIER),
    Point(_RELATION, Element.RELATIONS),
    Point(_AUTHOR, Element.AUTHOR),
    Point(_TIME, Element.TIMESTAMP),
)

SETS: tuple[ElementSet, ...] = (
    ElementSet(
        id="ntia-2021",
        title=Text("NTIA SBOM最小要素", "NTIA minimum elements for an SBOM"),
        edition="2021-07-12",
        binding=True,
        points=(
            *_NTIA_FIELDS,
            Point(_AUTOMATION, Element.FORM),
            Point(_UNKNOWNS, Element.UNKNOWNS),
            Point(_FREQUENCY, None),
            Point(Text("深さ", "Depth"), None),
            Point(_DELIVERY, None),
            Point(Text("アクセス制御", "Access Control"), None),
            Point(Text("誤りへの対応", "Accommodation of Mistakes"), None),
        ),
        note=Text(
            "「その他の一意な識別子」は、あれば書くとされています。ここではpurl、CPE、SWIDなどのどれかを求めます。",
            "“Other unique identifiers” are asked for where they exist; here one of purl, CPE, SWID … is asked for.",
        ),
    ),
    ElementSet(
        id="meti-2.0",
        title=Text("経済産業省 SBOM導入の手引", "METI guide to introducing SBOM"),
        edition="2.0 (2024-08-29)",
        binding=True,
        points=(
            *_NTIA_FIELDS,
            Point(
                Text("標準の形式で書かれ、誤りがない", "Written in a standard form, without errors"),
                Element.FORM,
            ),
            Point(
                Text("脆弱性特定に使える（7章）", "Serves to find vulnerabilities (chapter 7)"),
                Element.LOOKUP,
            ),
            Point(
                Text(
                    "SBOM取引モデルで決める範囲・責任・権利",
                    "Scope, liability and rights settled by contract",
                ),
                None,
            ),
            Point(Text("SBOM対応モデルで決める適用範囲", "How far to go, by the model of the guide"), None),
        ),
        note=Text(
            "手引はNTIAの最小要素を土台にしています。原文の表は確認できておらず、要素は概要からの読みです。",
            "The guide builds on NTIA's elements. Its own table could not be confirmed; the points are read from summaries.",
        ),
    ),
    ElementSet(
        id="cisa-2025-draft",
        title=Text("CISA SBOM最小要素（案）", "CISA minimum elements for an SBOM (draft)"),
        edition="draft 2025-08-22",
        binding=False,
        points=(
            Point(Text("ソフトウェアの製造者", "Software Producer"), Element.SUPPLIER),
            Point(_NAME, Element.NAME),
            Point(Text("コンポーネントのバージョン", "Component Version"), Element.VERSION),
            Point(
                Text("ソフトウェア識別子（一つ以上）", "Software Identifiers (one at least)"),
                Element.IDENTIFIER,
            ),
            Point(Text("コンポーネントのハッシュ", "Component Hash"), Element.HASH),
            Point(Text("ライセンス", "License"), Element.LICENSE),
            Point(_RELATION, Element.RELATIONS),
            Point(Text("SBOMの作成者", "SBOM Author"), Element.AUTHOR),
            Point(_TIME, Element.TIMESTAMP),
            Point(Text("ツール名", "Tool Name"), Element.TOOL),
            Point(Text("生成の段階", "Generation Context"), Element.CONTEXT),
            Point(_AUTOMATION, Element.FORM),
            Point(_UNKNOWNS, Element.UNKNOWNS),
            Point(_FREQUENCY, None),
            Point(Text("網羅", "Coverage"), None),
            Point(_DELIVERY, None),
            Point(Text("更新への対応", "Accommodation of Updates"), None),
        ),
        note=Text(
            "案の段階で、確定版は確認できていません。版がない部品はファイルの日付でもよいとされていますが、ここでは数えません。",
            "A draft; no final edition is known to us. It takes the file's date where there is no version; that is not counted here.",
        ),
    ),
)
