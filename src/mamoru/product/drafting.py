"""Draft the answers for a product file from what was seen in a firmware image."""

from collections.abc import Sequence

import msgspec

from mamoru.language import Lang, Text
from mamoru.product.answers import Answers, slug
from mamoru.product.component import Component
from mamoru.product.model import BoardPart, Image, Interface

MOST = 500
_ENCRYPTION = {
    "https": "TLS", "ftps": "TLS", "mqtts": "TLS", "rtsps": "TLS", "ssh": "SSH", "sftp": "SSH",
    "telnet": "none", "ftp": "none", "tftp": "none", "http": "none",
}  # fmt: skip
_KERNELS = ("linux", "linux-kernel")


class SeenService(msgspec.Struct, frozen=True, kw_only=True):
    """A network service that an image starts: `protocol` in small letters (`telnet`), `port` where
    known, `location` where it is started (`/etc/init.d/rcS:14`)."""

    protocol: str
    port: int | None = None
    location: str = ""


def draft_from(
    answers: Answers,
    *,
    image_file: str,
    sha256: str,
    version: str | None = None,
    components: Sequence[Component] = (),
    services: Sequence[SeenService] = (),
) -> Answers:
    """`answers` with the release, the interfaces and the parts that an image shows, as a draft.

    `image_file` is relative to the product's folder. How an interface authenticates cannot be seen in
    an image and stays open. An answer that was given is kept.
    """
    interfaces, seen_at = _interfaces(services, answers.lang)
    communicates = answers.communicates
    return msgspec.structs.replace(
        answers,
        version=answers.version or version or "1.0",
        images=(Image(file=image_file, sha256=sha256),),
        interfaces=interfaces,
        seen_at=seen_at,
        components=_parts(components),
        communicates=True if communicates is None and interfaces else communicates,
        draft=True,
    )


def _interfaces(services: Sequence[SeenService], lang: Lang) -> tuple[tuple[Interface, ...], dict[str, str]]:
    found: dict[str, Interface] = {}
    seen_at: dict[str, str] = {}
    taken: set[tuple[str, int | None]] = set()
    words = Text("見つけた場所", "seen at")
    for service in services[:MOST]:
        port = service.port if service.port is not None and 1 <= service.port <= 65535 else None
        protocol = slug(service.protocol) or "unknown"
        if (protocol, port) in taken:
            continue
        taken.add((protocol, port))
        name = f"{protocol[:50]}-{port}" if port else protocol[:50]
        if name in found:
            name = f"{name}-{len(found)}"
        found[name] = Interface(
            id=name,
            kind="network-service",
            protocol=protocol,
            port=port,
            exposure="local-network",
            encryption=_ENCRYPTION.get(protocol),
        )
        if service.location:
            seen_at[name] = f"{words[lang]}: {service.location}"
    return tuple(found.values()), seen_at


def _parts(components: Sequence[Component]) -> tuple[BoardPart, ...]:
    found: dict[tuple[str, str | None], BoardPart] = {}
    for component in components:
        if len(found) == MOST:
            break
        found.setdefault(
            (component.name, component.version),
            BoardPart(
                name=component.name,
                kind="os" if component.name.lower() in _KERNELS else "software",
                supplier=component.supplier,
                version=component.version,
            ),
        )
    return tuple(found.values())
