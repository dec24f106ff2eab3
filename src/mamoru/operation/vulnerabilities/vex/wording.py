"""What stands in a VEX document where its form wants a text and nobody wrote one."""

from mamoru.language import Text

NO_REASON = Text("理由は示されていません。", "No reason is given.")
NO_ACTION = Text(
    "対応を準備しています。更新をお待ちください。",
    "We are preparing an update. Please install it once it is out.",
)
SUMMARY = Text(
    "{publisher}の製品 {product} に含まれる部品の脆弱性と、その影響を示します。",
    "How vulnerabilities of components of {product} by {publisher} affect it.",
)
UNDER_INVESTIGATION = Text("影響を調べています。", "We are looking into how it affects the product.")
FIXED = Text("この版で直っています。", "It is mended in this version.")
AFFECTED = Text("影響を受けます。", "It is affected.")
NOT_AFFECTED = Text("影響を受けません。", "It is not affected.")
