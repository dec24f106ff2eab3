"""A seal tells what a digest in a file's name cannot: that somebody meant it."""

from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mamoru.errors import InputError
from mamoru.evidence.folder import EvidenceFolder, head_of
from mamoru.evidence.seal import Seal, broken_seals, new_key, seal
from material.assessments import AT, evidence, shown


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    """A folder with two runs."""
    made = EvidenceFolder(tmp_path / "evidence")
    for claim in ("c0", "c1"):
        made.keep([evidence(shows=shown(claim))], at=AT, tool="test")
    return made


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A private key beside the folder."""
    path = tmp_path / "key.pem"
    path.write_bytes(new_key())
    return path


def sealed_file(folder: EvidenceFolder) -> Path:
    """The one seal of a folder."""
    return next(folder.folder.glob("*.seal"))


def rewritten(folder: EvidenceFolder, **changes: object) -> None:
    """Change members of the seal, under the name that its head asks for."""
    path = sealed_file(folder)
    changed = msgspec.structs.replace(msgspec.json.decode(path.read_bytes(), type=Seal), **changes)
    path.unlink()
    path.with_name(f"{changed.head[:32]}.seal").write_bytes(msgspec.json.encode(changed))


def told(folder: EvidenceFolder) -> list[str]:
    """What is wrong with the seals, in English."""
    return [what.en for _, what in broken_seals(folder)]


def test_an_untouched_folder_keeps_its_seal(folder: EvidenceFolder, key: Path) -> None:
    sealed = seal(folder, at=AT, key=key)
    assert sealed.signature is not None
    assert told(folder) == []


def test_without_a_key_the_digest_to_publish_is_that_of_the_folder(folder: EvidenceFolder) -> None:
    sealed = seal(folder, at=AT, key=None)
    assert (sealed.head, sealed.signature) == (folder.head(), None)
    assert told(folder) == []


def test_a_seal_holds_while_runs_are_added(folder: EvidenceFolder, key: Path) -> None:
    seal(folder, at=AT, key=key)
    folder.keep([evidence(shows=shown("c2"))], at=AT, tool="test")
    assert told(folder) == []


def test_the_newest_run_that_vanishes_is_missed_by_the_seal_alone(folder: EvidenceFolder) -> None:
    seal(folder, at=AT, key=None)
    known = {digest for run in folder.runs() for digest in run.knew}
    newest = next(name for name in folder.names() if not any(digest in name for digest in known))
    (folder.folder / newest).unlink()
    assert folder.faults() == []
    assert told(folder) == [f"a sealed run is gone: {newest}"]


def test_a_seal_edited_to_forget_a_run_is_told(folder: EvidenceFolder) -> None:
    sealed = seal(folder, at=AT, key=None)
    rewritten(folder, runs=sealed.runs[:1])
    assert told(folder) == ["the list of runs does not fit its digest"]


def test_a_signed_seal_cannot_be_made_to_forget_a_run(folder: EvidenceFolder, key: Path) -> None:
    sealed = seal(folder, at=AT, key=key)
    rewritten(folder, runs=sealed.runs[:1], head=head_of(sealed.runs[:1]))
    assert told(folder) == ["the signature does not fit"]


@pytest.mark.parametrize("signature", ["", "00", "zz", "0" * 128])
def test_a_signature_that_is_none_is_told(folder: EvidenceFolder, key: Path, signature: str) -> None:
    seal(folder, at=AT, key=key)
    rewritten(folder, signature=signature)
    assert told(folder) == ["the signature does not fit"]


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff", b'{"schema":' + b"[" * 200_000])
def test_a_seal_that_cannot_be_read_is_told(folder: EvidenceFolder, body: bytes) -> None:
    seal(folder, at=AT, key=None)
    sealed_file(folder).write_bytes(body)
    assert told(folder) == ["cannot be read"]


def test_a_key_of_another_kind_is_refused_with_the_way_to_make_one(
    folder: EvidenceFolder, tmp_path: Path
) -> None:
    other = tmp_path / "ec.pem"
    other.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    for path in (other, tmp_path / "absent.pem", tmp_path):
        with pytest.raises(InputError) as raised:
            seal(folder, at=AT, key=path)
        assert "openssl genpkey" in raised.value.remedy.ja
