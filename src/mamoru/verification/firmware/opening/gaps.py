"""What is said of bytes that could not be opened, and what to hand in instead."""

from mamoru.errors import FormatError, LimitReached
from mamoru.language import Text

HAND_IN = Text(
    "ビルドフォルダー(ルートファイルシステムの中身)、マップファイル付きの ELF、または SBOM を渡してください。",
    "Hand in the build folder (the contents of the root file system), the ELF with its map file, or an SBOM.",
)
UNENCRYPTED = Text(
    "暗号化や署名をする前のイメージ、ビルドフォルダー、または SBOM を渡してください。",
    "Hand in the image as it was before encryption or signing, the build folder, or an SBOM.",
)
KEY_OR_UNENCRYPTED = Text(
    "鍵のファイルを --key で渡すか、暗号化する前のイメージを渡してください。",
    "Hand in its key by --key FILE, or the image as it was before encryption.",
)
UNLOCKED = Text("渡された鍵で復号しました（{method}）", "decrypted with a key that was handed in ({method})")
WHOLE = Text("切れていない元のファイルを渡してください。", "Hand in the original file, not cut off.")
RANDOM = Text(
    "暗号化されているか、未知の方式で圧縮されています(乱雑さ {bits:.2f} ビット/バイト)。",
    "Encrypted, or compressed in a way that is not known (entropy {bits:.2f} bits a byte).",
)
OPAQUE = Text(
    "既知の構造がないコードまたはデータです。",
    "Code or data without a structure that is known.",
)
TOO_DEEP = Text(
    "入れ子が深すぎるため(上限 {depth} 段)、これより中は開いていません。",
    "Nested too deeply (limit {depth} levels): nothing further inside was opened.",
)
CUT_OFF = Text(
    "途中で切れています({needs} バイトのうち {has} バイトしかありません)。",
    "Cut off: of {needs} bytes only {has} are there.",
)
EMPTY = Text("ファイルが空です。", "The file is empty.")
RECOGNISED = Text(
    "{name} 形式と分かりましたが、まだ開けません。",
    "Recognised as {name}, which cannot be opened yet.",
)
CLOSED = Text(
    "{name}と分かりましたが、この版のMamoruでは中を開けません。",
    "Recognised as {name}, which this version of Mamoru cannot open.",
)
UNPACKED = Text(
    "中身を展開したフォルダーか、SBOM を渡してください。",
    "Hand in a folder with its contents unpacked, or an SBOM.",
)
UNREAD_PARTITION = Text(
    "パーティションに、既知の形式ではない内容があります。",
    "The partition holds contents in no form that is known.",
)
UNREADABLE = Text("{name} を読めません({why})。", "{name} cannot be read ({why}).")


def damaged(name: str, error: FormatError) -> Text:
    """A structure of format `name` that breaks its format."""
    return Text(
        f"{name} が壊れています(位置 {error.offset:#x}: {error.why})。",
        f"{name} is damaged (at {error.offset:#x}: {error.why}).",
    )


def limited(error: LimitReached) -> tuple[Text, Text]:
    """Why, and what to do, where a limit stopped the work."""
    return error.message, error.remedy


def member(path: str) -> Text:
    """The file of an archive or file system that a part was found in."""
    return Text(f"ファイル {path} の中", f"in file {path}")
