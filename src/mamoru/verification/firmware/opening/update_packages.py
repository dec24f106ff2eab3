"""Update packages that are archives: what their own manifests say, and whether they carry a signature.

The archive itself is opened by its reader; here its files are only read. Source: Nordic
Semiconductor, nRF5 SDK, "DFU package"; SWUpdate, doc/source/sw-description.rst; Mender Artifact,
Documentation/artifact-format-v3.md; RAUC, docs/reference.rst "Manifest"; Alpine Linux, APK spec.
"""

import re
from collections.abc import Callable, Mapping

import msgspec

from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, Entry, Seal

Read = Callable[[Blob], bytes]
"""The first bytes of a content."""

_LIBCONFIG = re.compile(r'\b(version|filename|encrypted|sha256)\s*=\s*"?([^";\n]*)')
_INI = re.compile(r"^\s*([a-z-]+)\s*=\s*(.*?)\s*$", re.M)
_SIGNED_COMMAND = 0x12  # the protobuf tag of dfu.Packet.signed_command
_LONGEST = 200


class Told(msgspec.Struct, frozen=True):
    """The kind of package, what it says of itself, how it is sealed where its format has signatures, and
    the text that names which of its files are encrypted, where there is one."""

    kind: str
    text: Text
    seal: Seal | None = None
    description: str = ""


class _Files:
    """The files of one archive, by path."""

    def __init__(self, entries: list[Entry], read: Read) -> None:
        self._entries: Mapping[str, Entry] = {entry.path: entry for entry in entries}
        self._read = read

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def starting(self, prefix: str) -> list[str]:
        """The paths that begin with `prefix`."""
        return [path for path in self._entries if path.startswith(prefix)]

    def content(self, path: str) -> bytes:
        """The first bytes of a file; empty where there is none."""
        entry = self._entries.get(path)
        return b"" if entry is None or entry.blob is None else self._read(entry.blob)

    def text(self, path: str) -> str:
        """The same as text."""
        return self.content(path).decode("utf-8", "replace")

    def json(self, path: str) -> dict[str, object]:
        """A JSON object; empty where there is none."""
        try:
            return msgspec.json.decode(self.content(path), type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return {}


def told(entries: list[Entry], read: Read) -> Told | None:
    """What the archive of these files says of itself, None where it is no update package."""
    files = _Files(entries, read)
    for kind in (_nordic, _pybricks, _swupdate, _mender, _rauc, _alpine, _debian):
        if (found := kind(files)) is not None:
            return found
    return None


def _nordic(files: _Files) -> Told | None:
    manifest = files.json("/manifest.json").get("manifest")
    if not isinstance(manifest, dict):
        return None
    ja, en, sealed = [], [], True
    for kind, item in manifest.items():
        if not isinstance(item, dict) or not isinstance(item.get("bin_file"), str):
            continue
        packet = files.content(f"/{item.get('dat_file')}")
        signed = packet[:1] == bytes((_SIGNED_COMMAND,))
        sealed = sealed and signed
        if not packet:
            ja.append(f"{kind}(init パケットなし)")
            en.append(f"{kind} (no init packet)")
        else:
            ja.append(f"{kind}(init パケット{'に署名あり' if signed else 'に署名なし'})")
            en.append(f"{kind} (init packet {'signed' if signed else 'not signed'})")
    return _said("nordic-dfu", "Nordic DFU", ja, en, _seal(signed=sealed)) if en else None


def _pybricks(files: _Files) -> Told | None:
    version = files.json("/firmware.metadata.json").get("firmware-version")
    if not isinstance(version, str):
        return None
    return _said("pybricks", "Pybricks", [f"版 {version}"], [f"version {version}"])


def _swupdate(files: _Files) -> Told | None:
    if "/sw-description" not in files:
        return None
    values = _LIBCONFIG.findall(files.text("/sw-description"))
    version = next((value for key, value in values if key == "version"), "?")
    named = sum(key == "filename" for key, _ in values)
    hashed = sum(key == "sha256" for key, _ in values)
    signed = "/sw-description.sig" in files
    ja = [f"版 {version}", f"署名: {'あり' if signed else 'なし'}", f"ハッシュ付き {hashed}/{named}"]
    en = [f"version {version}", f"signature: {_is(signed=signed)}", f"{hashed} of {named} with a hash"]
    if any(key == "encrypted" and value.strip() == "true" for key, value in values):
        ja.append("暗号化あり")
        en.append("with encryption")
    said = _said("swupdate", "SWUpdate", ja, en, _seal(signed=signed))
    return msgspec.structs.replace(said, description=files.text("/sw-description"))


def _mender(files: _Files) -> Told | None:
    head = files.json("/version")
    if head.get("format") != "mender":
        return None
    signed = "/manifest.sig" in files
    version = head.get("version")
    return _said(
        "mender-artifact",
        "Mender Artifact",
        [f"形式 {version}", f"署名: {'あり' if signed else 'なし'}"],
        [f"format {version}", f"signature: {_is(signed=signed)}"],
        _seal(signed=signed),
    )


def _rauc(files: _Files) -> Told | None:
    if "/manifest.raucm" not in files:
        return None
    return Told("rauc-bundle", rauc_manifest(files.text("/manifest.raucm")))


def rauc_manifest(text: str) -> Text:
    """What a RAUC manifest says."""
    values = dict(_INI.findall(text))
    shown = ", ".join(f"{key} {values[key]}" for key in ("compatible", "version", "format") if key in values)
    return Text(f"RAUC: {shown}"[:_LONGEST], f"RAUC: {shown}"[:_LONGEST])


def _alpine(files: _Files) -> Told | None:
    if "/.PKGINFO" not in files:
        return None
    values = dict(_INI.findall(files.text("/.PKGINFO")))
    signed = bool(files.starting("/.SIGN."))
    name = f"{values.get('pkgname', '?')} {values.get('pkgver', '?')}"
    return _said(
        "apk",
        "Alpine",
        [name, f"署名: {'あり' if signed else 'なし'}"],
        [name, f"signature: {_is(signed=signed)}"],
    )


def _debian(files: _Files) -> Told | None:
    if "/debian-binary" not in files or not files.starting("/control.tar"):
        return None
    signed = bool(files.starting("/_gpg"))
    return _said(
        "deb", "deb/ipk", [f"署名: {'あり' if signed else 'なし'}"], [f"signature: {_is(signed=signed)}"]
    )


def _is(*, signed: bool) -> str:
    return "present" if signed else "none"


def _seal(*, signed: bool) -> Seal:
    return Seal(signed="signature file" if signed else None)


def _said(kind: str, name: str, ja: list[str], en: list[str], seal: Seal | None = None) -> Told:
    told = Text(f"{name}: {'、'.join(ja)}"[:_LONGEST], f"{name}: {', '.join(en)}"[:_LONGEST])
    return Told(kind, told, seal)
