"""The MUD file of a product, and a capture of its traffic held against one."""

import hashlib
import ipaddress
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from mamoru.errors import FormatError, InputError, what_to_do, why
from mamoru.jobs.release.workspace import workspace_at
from mamoru.language import Text
from mamoru.looked import Looked, Seen, looked_at
from mamoru.product import Maker, Product
from mamoru.product.workspace import release_of
from mamoru.verification.mud import Draft, Judgement, Profile, Who, draft, judge, read_profile, seen_in
from mamoru.verification.mud.capture import Capture
from mamoru.verification.mud.judging import Verdict
from mamoru.verification.mud.matching import LOCAL, Around
from mamoru.verification.mud.reading import MOST_BYTES

NO_MUD = Text("MUDファイルとして読めません: {path}（{why}）", "Not a MUD file: {path} ({why})")
RFC = Text(
    "RFC 8520 の形（ietf-mud:mud）のJSONを指定してください。",
    "Give a JSON file as RFC 8520 says (ietf-mud:mud).",
)
NO_CAPTURE = Text("キャプチャとして読めません: {path}（{why}）", "Not a capture: {path} ({why})")
TCPDUMP = Text(
    "pcap か pcapng のファイルを指定してください（例: tcpdump -w device.pcap）。",
    "Give a pcap or pcapng file (for example of tcpdump -w device.pcap).",
)
UNUSABLE = Text("{path} を読めません: {why}。", "{path} cannot be read: {why}.")
NO_ADDRESS = Text("アドレスではありません: {value}", "Not an address: {value}")
LIKE = Text(
    "例: --peer urn:ietf:params:mud:dns=192.168.1.1", "Example: --peer urn:ietf:params:mud:dns=192.168.1.1"
)
NO_URL = Text(
    "MUDファイルを公開する場所が分かりません。", "It is not known where the MUD file will be published."
)
GIVE_URL = Text(
    "--url で指定するか、maker.yaml に website: https://www.example.co.jp のように書いてください。",
    "Give it with --url, or enter website: https://www.example.com in maker.yaml.",
)
CUT = Text("キャプチャが {at} バイト目で途切れています。", "The capture breaks off at byte {at}.")
UNREAD = Text("読めない種類のフレーム: {n}件", "Frames of a kind that is not read: {n}")
LEFT_OFF = Text(
    "流れが多すぎるため数えなかったパケット: {n}件", "Packets not counted, as there are too many flows: {n}"
)
UNDECIDED = Text("判定できないパケット: {n}件", "Packets that cannot be decided: {n}")
NONE = Text(
    "この機器のパケットがキャプチャに一つもありません。", "The capture holds no packet of this device."
)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read."""

    path: str
    sha256: str
    bytes: int


class TrafficCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A capture held against a MUD file (`mamoru mud check --format json`). `not_seen` is what kept
    the result from being whole, `looked` the packets of the device and those of them that were decided,
    `departures` where the file leaves RFC 8520."""

    schema: Literal["mamoru/mud-check/1"] = "mamoru/mud-check/1"
    profile: Source
    capture: Source
    device: str
    mud_url: str | None
    systeminfo: str | None
    judgement: Judgement
    not_seen: tuple[Text, ...]
    departures: tuple[Text, ...]

    looked: Looked

    @property
    def departs(self) -> bool:
        """Whether a flow goes where the file does not allow it."""
        return self.judgement.count(Verdict.NOT_ALLOWED) > 0


def mud_file(path: Path, *, product: str | None, release: str | None, url: str | None, on: date) -> Draft:
    """The MUD file of a product of the workspace at `path`. Raises `InputError`."""
    workspace = workspace_at(path).workspace
    entry = workspace.product(product)
    return draft(
        entry.product,
        release_of(entry.product, release),
        maker=workspace.maker.name.text.en,
        url=url or _proposed(workspace.maker, entry.product),
        on=on,
        proposed=url is None,
    )


def _proposed(maker: Maker, product: Product) -> str:
    """An address on the maker's own site."""
    named = [maker.website, *(contact.published for contact in maker.contacts)]
    named += [maker.policy.published if maker.policy else None, product.support.published]
    for address in named:
        host = urlsplit(address).hostname if address and address.startswith(("https://", "http://")) else None
        if host:
            return f"https://{host}/mud/{product.id}.json"
    raise InputError(NO_URL, GIVE_URL)


def check_traffic(
    mud: Path, capture: Path, *, device: str, local: Sequence[str] = (), peers: Sequence[tuple[str, str]] = ()
) -> TrafficCheck:
    """Every flow of `device` in `capture` under the profile `mud`. `local` are networks that count as
    local instead of the private ones, `peers` names or classes with an address. Raises `InputError`."""
    who = Who.named(device)
    profile, profile_source = _profile(mud)
    try:
        with capture.open("rb") as stream:
            seen = seen_in(Capture(stream), who)
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.seek(0, 2)
    except OSError as error:
        raise _unusable(capture, error) from error
    except FormatError as error:
        raise InputError(NO_CAPTURE.fill(path=capture, why=error), TCPDUMP) from error
    given: dict[str, tuple[str, ...]] = {}
    for name, value in peers:
        given[name.lower() if ":" not in name else name] = (*given.get(name, ()), _network(value))
    judged = judge(profile, Around(seen=seen, local=tuple(_network(n) for n in local) or LOCAL, peers=given))
    said = ((CUT, seen.cut), (UNREAD, seen.unread), (LEFT_OFF, seen.left_off))
    not_seen = (*(text.fill(at=n, n=n) for text, n in said if n), *([] if seen.of_device else [NONE]))
    undecided = judged.count(Verdict.UNDECIDED)
    unseen = (*not_seen, *([UNDECIDED.fill(n=undecided)] if undecided else []))
    return TrafficCheck(
        profile=profile_source,
        capture=Source(path=capture.as_posix(), sha256=digest, bytes=size),
        device=device,
        mud_url=profile.url,
        systeminfo=profile.systeminfo,
        judgement=judged,
        not_seen=not_seen,
        looked=looked_at(Seen.PACKETS, judged.of_device, judged.of_device - undecided, unseen),
        departures=profile.departures,
    )


def _profile(path: Path) -> tuple[Profile, Source]:
    try:
        with path.open("rb") as stream:
            body = stream.read(MOST_BYTES + 1)
        profile = read_profile(body)
    except OSError as error:
        raise _unusable(path, error) from error
    except FormatError as error:
        raise InputError(NO_MUD.fill(path=path, why=error.why), RFC) from error
    return profile, Source(path=path.as_posix(), sha256=hashlib.sha256(body).hexdigest(), bytes=len(body))


def _network(value: str) -> str:
    try:
        return str(ipaddress.ip_network(value.strip(), strict=False))
    except ValueError:
        raise InputError(NO_ADDRESS.fill(value=value[:80]), LIKE) from None


def _unusable(path: Path, error: OSError) -> InputError:
    reason = why(error)
    return InputError(
        UNUSABLE.fill(path=path, why=reason),
        what_to_do(error),
    )
