"""What is declared moves a threat: each fact of the product file that makes it likelier or less likely."""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from mamoru.design.exposure import encrypted
from mamoru.design.library import Weight
from mamoru.design.model import Effect, Ground
from mamoru.language import Text, both
from mamoru.product.model import DataItem, Function, Interface, Product, User
from mamoru.product.wording import denies, filled_in

_WEAK = re.compile(
    r"\b(optional|opportunistic|wpa|tls ?1\.[01]|3des|self-?made|proprietary)\b|任意|独自",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"\b(static|fixed|shared|wep|tkip|sslv?[23]?|des|rc4|md5|xor|base64|obfuscat\w*|crypto-?1)\b|固定|共通|難読",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"\b(plc|scada|server|servers|controller|gateway|broker|backend|meter|car|vehicle|machine|sensor|hub|bms|ems"
    r"|management|inverter|ecu|pump|system|printer|station|host)\b|機器|装置|サーバー|制御|設備|コントローラー?|車|ゲートウェイ",
    re.IGNORECASE,
)
_KEYED = ("key", "certificate")

PLAIN = Text("{id} は暗号化しない", "{id} is not encrypted")
WEAK = Text("{id} の暗号は弱いか、使わないことがある", "the encryption of {id} is weak or may be left out")
BROKEN = Text("{id} の暗号は破られている", "the encryption of {id} keeps nobody out")
SEALED = Text("{id} は暗号化する", "{id} is encrypted")
OPEN = Text("{id} は相手を確かめない", "{id} asks nobody who they are")
BY_KEY = Text("{id} は鍵か証明書で相手を確かめる", "{id} asks for a key or certificate")
BY_PASSWORD = Text("{id} はパスワードで守る", "{id} is guarded by a password")
BY_TOKEN = Text("{id} は物か組み合わせで守る", "{id} is guarded by a token or pairing")
GUARDED = Text("{id} には守りがある", "{id} has a guard")
MACHINE = Text("{id} の相手は機械である", "the other side of {id} is a machine")
UNSIGNED = Text("更新に署名がない", "updates are not signed")
SIGNED = Text("更新に署名がある", "updates are signed")
AUTOMATIC = Text("更新が自動で入る", "updates are installed by themselves")
KEPT_OPEN = Text("{id} を守らずに保存する", "{id} is stored without protection")
KEPT = Text("{id} を守って保存する", "{id} is protected where it is stored")
SENT_OPEN = Text("{id} を守らずに送る", "{id} is sent without protection")
SENT = Text("{id} を守って送る", "{id} is protected where it is sent")
NOT_ERASED = Text("{id} は消せない", "{id} cannot be erased")
ERASED = Text("{id} の消し方がある", "{id} can be erased")
NO_WAY_BACK = Text("{id} の戻し方がない", "{id} has no way back")
WAY_BACK = Text("{id} の戻し方がある", "{id} has a way back")
NEVER_ENDS = Text("{id} の権限は終わらない", "the rights of {id} never end")
ENDS = Text("{id} の権限は終わる", "the rights of {id} end")

Weighed = tuple[int, Ground]


def of_way(weights: Sequence[Weight], way: Interface) -> Iterator[Weighed]:
    """What the entry of one interface adds to a threat, in steps, with the fact that does it."""
    for weight in weights:
        if weight in _OF_WAYS:
            yield from _OF_WAYS[weight](way)


def of_product(weights: Sequence[Weight], product: Product) -> Iterator[Weighed]:
    """What the product as a whole adds: how it is updated, and how it comes back."""
    update = product.update
    if "signature" in weights and update is not None:
        if denies(update.signature):
            yield _step(1, "update.signature", update.signature, UNSIGNED)
        elif filled_in(update.signature):
            yield _step(-1, "update.signature", update.signature, SIGNED)
    if "automatic" in weights and update is not None and update.automatic and update.method != "local":
        yield _step(-1, "update.automatic", "true", AUTOMATIC)


def of_element(weights: Sequence[Weight], element: DataItem | Function | User) -> Iterator[Weighed]:
    """What the entry of one thing at stake adds."""
    for weight, (field, absent, there) in _OF_ELEMENTS.items():
        if weight not in weights or field not in element.__struct_fields__:
            continue
        written: str | None = getattr(element, field)
        path = f"{_LIST[type(element)]}[{element.id}].{field}"
        if denies(written):
            yield _step(1, path, written, absent.fill(id=both(element.id)))
        elif filled_in(written):
            yield _step(-1, path, written, there.fill(id=both(element.id)))


def machine(way: Interface) -> bool:
    """Whether a machine and no person is on the other side, as far as the file says."""
    if way.other_side is not None:
        return way.other_side in ("machine", "service")
    return bool(way.peer and _MACHINE.search(way.peer))


def _encryption(way: Interface) -> Iterator[Weighed]:
    path, sealed = f"interfaces[{way.id}].encryption", encrypted(way)
    written = way.encryption
    if written is None:
        path, written = f"interfaces[{way.id}].protocol", way.protocol
    if sealed is False:
        yield _step(1, path, written, PLAIN.fill(id=both(way.id)))
    elif sealed and _BROKEN.search(written):
        yield _step(1, path, written, BROKEN.fill(id=both(way.id)))
    elif sealed and _WEAK.search(written):
        yield _step(0, path, written, WEAK.fill(id=both(way.id)))
    elif sealed:
        yield _step(-1, path, written, SEALED.fill(id=both(way.id)))


def _secrecy(way: Interface) -> Iterator[Weighed]:
    """Encryption where it is the very thing that keeps a reader out: it counts twice."""
    for steps, ground in _encryption(way):
        yield min(steps, 2 * steps), ground


def _authentication(way: Interface) -> Iterator[Weighed]:
    path, asks = f"interfaces[{way.id}].authentication", way.asks
    if asks == "none":
        yield _step(1, path, asks, OPEN.fill(id=both(way.id)))
    elif asks in _KEYED:
        yield _step(-1, path, asks, BY_KEY.fill(id=both(way.id)))
    elif asks is not None:
        yield _step(0, path, asks, (BY_PASSWORD if asks == "password" else BY_TOKEN).fill(id=both(way.id)))


def _password(way: Interface) -> Iterator[Weighed]:
    if "password" in way.ways:
        path = f"interfaces[{way.id}].authentication"
        yield _step(0, path, ", ".join(way.ways), BY_PASSWORD.fill(id=both(way.id)))


def _protection(way: Interface) -> Iterator[Weighed]:
    if filled_in(way.protection) and not denies(way.protection):
        yield _step(-1, f"interfaces[{way.id}].protection", way.protection, GUARDED.fill(id=both(way.id)))


def _machine(way: Interface) -> Iterator[Weighed]:
    if machine(way):
        field = "other_side" if way.other_side is not None else "peer"
        value = way.other_side or way.peer
        yield _step(-1, f"interfaces[{way.id}].{field}", value, MACHINE.fill(id=both(way.id)))


def _step(steps: int, path: str, value: str | None, text: Text) -> Weighed:
    effect: Effect = "raises" if steps > 0 else "lowers" if steps < 0 else "counts"
    return steps, Ground(path=path, value=value or "", effect=effect, text=text)


_OF_WAYS: dict[Weight, Callable[[Interface], Iterator[Weighed]]] = {
    "authentication": _authentication,
    "password": _password,
    "encryption": _encryption,
    "secrecy": _secrecy,
    "protection": _protection,
    "machine": _machine,
}
_OF_ELEMENTS: dict[Weight, tuple[str, Text, Text]] = {
    "stored": ("stored_protection", KEPT_OPEN, KEPT),
    "sent": ("sent_protection", SENT_OPEN, SENT),
    "deletion": ("deletion", NOT_ERASED, ERASED),
    "recovery": ("recovery", NO_WAY_BACK, WAY_BACK),
    "expiry": ("rights_end", NEVER_ENDS, ENDS),
}
_LIST: dict[type[msgspec.Struct], str] = {DataItem: "data", Function: "functions", User: "users"}
