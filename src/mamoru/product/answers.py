"""What a new workspace starts from: a few answers, given on a terminal, as flags or by an image."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from mamoru.errors import InputError
from mamoru.language import Lang, Text, both
from mamoru.product.maker import ID, Name
from mamoru.product.model import BoardPart, Image, Interface
from mamoru.product.problems import quoted

_ID = re.compile(ID)
MARKETS = ("jp", "eu", "uk", "us", "other")


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What the scaffolded files say; all else in them is a commented example.

    Characteristics are None where nobody knows yet. `interfaces` and `components` are filled by an
    image, with `seen_at` where each interface was seen (by its id); then `draft` is set.
    """

    lang: Lang = Lang.JA
    maker_id: str = "maker"
    maker_name: Name = Name()
    website: str | None = None
    lead: str | None = None
    product_id: str = "product"
    product_name: Name = Name()
    type: str | None = None
    models: tuple[str, ...] = ()
    communicates: bool | None = None
    handles_data: bool | None = None
    must_stay_available: bool | None = None
    markets: tuple[Literal["jp", "eu", "uk", "us", "other"], ...] = ("jp",)
    standards: tuple[str, ...] = ("guide",)
    version: str | None = None
    images: tuple[Image, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    components: tuple[BoardPart, ...] = ()
    seen_at: dict[str, str] = {}
    draft: bool = False


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question to ask on a terminal. `id` is the key of its reply; an empty reply takes
    `default`, and where that is None leaves the matter open."""

    id: str
    text: Text
    why: Text
    example: Text
    kind: Literal["text", "id", "words", "markets", "yes-no", "website"] = "text"
    default: str | None = None


_YES = ("y", "yes", "true", "はい", "1")
_NO = ("n", "no", "false", "いいえ", "0")


def questions() -> tuple[Question, ...]:
    """The questions of `mamoru init`, in their order."""
    return _QUESTIONS


def answered(replies: Mapping[str, str], lang: Lang | str = Lang.JA) -> Answers:
    """The answers from replies by question id; raises `InputError` for a reply that cannot be used."""
    known = {question.id: question for question in _QUESTIONS}
    given: dict[str, object] = {}
    for name, question in known.items():
        value = understood(question, replies.get(name, ""))
        if value is not None:
            given[name] = value
    model = str(given.pop("model", "")) or None
    image = given.pop("image", None)
    for name in ("maker_name", "product_name"):
        given[name] = name_of(str(given.get(name, "")))
    given.setdefault("product_id", _proposed_id(replies))
    maker_name = given["maker_name"]
    assert isinstance(maker_name, Name)
    return msgspec.convert(
        given
        | {"lang": lang, "models": (model,) if model else (), "maker_id": slug(maker_name.text.en) or "maker"}
        | ({"images": (Image(file=str(image)),)} if image else {}),
        Answers,
    )


def understood(question: Question, reply: str) -> str | bool | tuple[str, ...] | None:
    """A reply as a value, None where the matter stays open; raises `InputError` with the example."""
    reply = reply.strip() or (question.default or "")
    if not reply:
        return None
    if question.kind == "id" and not is_id(reply):
        raise _unusable(
            question,
            reply,
            Text("小文字の英数字と . _ - だけを使ってください", "use small letters, digits, . _ - only"),
        )
    if question.kind == "yes-no":
        if reply.lower() in _YES + _NO:
            return reply.lower() in _YES
        raise _unusable(question, reply, Text("はい か いいえ で答えてください", "answer yes or no"))
    if question.kind == "website":
        return _website(question, reply)
    if question.kind in ("words", "markets"):
        words = tuple(word.strip() for word in reply.replace("、", ",").split(",") if word.strip())
        if question.kind == "markets" and (set(words) - set(MARKETS) or not words):
            listed = ", ".join(MARKETS)
            raise _unusable(question, reply, Text(f"{listed} から選んでください", f"choose from {listed}"))
        return words
    return reply


def taken_on_enter(question: Question, replies: Mapping[str, str]) -> str | None:
    """What an empty reply to `question` means after `replies`, None where it leaves the matter open."""
    return _proposed_id(replies) if question.id == "product_id" else question.default


def _proposed_id(replies: Mapping[str, str]) -> str:
    named = replies.get("model", "").strip() or name_of(replies.get("product_name", "")).text.en
    return slug(named) or "product"


def is_id(text: str) -> bool:
    """Whether `text` can be an id, and so a folder's name."""
    return _ID.fullmatch(text) is not None


def name_of(text: str) -> Name:
    """A name typed once: it is the English one where it is plain ASCII, else the Japanese one."""
    text = text.strip()
    if not text:
        return Name()
    return Name(en=text) if text.isascii() else Name(ja=text)


def slug(text: str) -> str:
    """Text made an id: `Mimamori Co. Ltd.` gives `mimamori-co-ltd`; empty where nothing is left."""
    plain = unicodedata.normalize("NFKC", text).lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")
    return made if not made or is_id(made) else f"{made}-1"  # `con`: Windows keeps it for a device


def _website(question: Question, reply: str) -> str:
    try:
        place = urlsplit(reply)
        usable = place.scheme in ("https", "http") and "." in (place.hostname or "")
    except ValueError:
        usable = False
    if usable and not any(sign.isspace() for sign in reply):
        return reply
    raise _unusable(question, reply, Text("https:// から書いてください", "write it from https:// on"))


def _unusable(question: Question, reply: str, why: Text) -> InputError:
    return InputError(
        Text(
            f"{question.text.ja} {quoted(reply)}: {why.ja}。",
            f"{question.text.en} {quoted(reply)}: {why.en}.",
        ),
        Text(f"例: {question.example.ja}", f"Example: {question.example.en}"),
    )


_QUESTIONS = (
    Question(
        id="maker_name",
        text=Text("会社の名前は？", "What is your company called?"),
        why=Text("公開する文書に載る名前です。", "It appears in the documents you publish."),
        example=Text("株式会社みまもり", "Mimamori Co. Ltd."),
    ),
    Question(
        id="website",
        text=Text("会社のWebサイトは？（空なら、あとで書けます）", "What is its website? (empty: enter it later)"),
        why=Text("脆弱性への回答（VEX）や通信先の一覧（MUD）で、発行者を示します。", "It names you as the publisher of VEX documents and MUD files."),
        example=both("https://www.example.com"),
        kind="website",
    ),
    Question(
        id="lead",
        text=Text("製品セキュリティの責任者の名前は？（空なら、あとで書けます）", "Who answers for the security of your products? (empty: enter it later)"),
        why=Text("対策2の体制の始まりです。脆弱性への対応は、maker.yaml に名前のある人が決めます。", "Measure 2 begins with it: who decides on a vulnerability is named in maker.yaml."),
        example=Text("佐藤 花子", "Hanako Sato"),
    ),
    Question(
        id="product_name",
        text=Text("製品の名前は？", "What is the product called?"),
        why=Text("利用者が知っている名前です。", "The name that users know."),
        example=Text("みまもりカメラ", "Mimamori camera"),
    ),
    Question(
        id="model",
        text=Text("型番は？", "What is its model number?"),
        why=Text("本体か画面に表示する型番です。", "The designation on the device or its screen."),
        example=both("NC-100"),
    ),
    Question(
        id="product_id",
        text=Text("製品の識別名は？", "Which id shall it have?"),
        why=Text("フォルダーの名前と記録に使います。あとで変えません。", "It names the folder and the records, and stays."),
        example=both("nc-100"),
        kind="id",
    ),
    Question(
        id="type",
        text=Text("どのような製品ですか？", "What kind of product is it?"),
        why=Text("報告書に載ります。", "It appears in the report."),
        example=Text("ネットワークカメラ", "network camera"),
    ),
    Question(
        id="communicates",
        text=Text("通信しますか？（はい・いいえ、空なら未定）", "Does it communicate? (yes, no; empty: not known yet)"),
        why=Text("通信する製品には、認証・更新・ログの対策 (1A〜1C) が要ります。", "One that does needs authentication, update and log (1A to 1C)."),
        example=Text("はい", "yes"),
        kind="yes-no",
    ),
    Question(
        id="handles_data",
        text=Text("守るべきデータを送るか、保存しますか？（はい・いいえ、空なら未定）", "Does it send or store data? (yes, no; empty: not known yet)"),
        why=Text("扱う製品には、データの保護と消去の対策 (2A・2B) が要ります。", "One that does needs protection and deletion of data (2A, 2B)."),
        example=Text("はい", "yes"),
        kind="yes-no",
    ),
    Question(
        id="must_stay_available",
        text=Text("止まると困る機能がありますか？（はい・いいえ、空なら未定）", "Must a function stay available? (yes, no; empty: not known yet)"),
        why=Text("ある製品には、復旧と異常検知の対策 (3A・3B) が要ります。", "One that has needs recovery and anomaly detection (3A, 3B)."),
        example=Text("いいえ", "no"),
        kind="yes-no",
    ),
    Question(
        id="markets",
        text=Text("どこで売りますか？（jp・eu・uk・us・other、コンマ区切り）", "Where is it sold? (jp, eu, uk, us, other; with commas)"),
        why=Text("売る地域で、求められる法令が変わります。", "The laws that apply follow from it."),
        example=both("jp, eu"),
        kind="markets",
        default="jp",
    ),
    Question(
        id="standards",
        text=Text("どの基準で確かめますか？（コンマ区切り）", "By which standards? (with commas)"),
        why=Text("guide は経済産業省のガイドです。一覧は mamoru catalog list で見られます。", "guide is METI's guide. See mamoru catalog list for all."),
        example=both("guide, jc-star-1"),
        kind="words",
        default="guide",
    ),
    Question(
        id="version",
        text=Text("ファームウェアの版は？（空なら、あとで書けます）", "Which firmware version? (empty: enter it later)"),
        why=Text("版ごとに確かめ、記録を残します。", "Each version is checked and recorded on its own."),
        example=both("1.0"),
    ),
    Question(
        id="image",
        text=Text("ファームウェアのファイルは？（製品のフォルダーからの相対パス）", "Which firmware file? (relative to the product's folder)"),
        why=Text("開いて、弱点と部品を調べます。外には送りません。", "It is opened and looked at for weaknesses and parts. It never leaves this machine."),
        example=both("images/nc-100-1.0.bin"),
    ),
)  # fmt: skip
