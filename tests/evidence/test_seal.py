"""A seal tells what a digest in a file's name cannot: that somebody meant it."""

from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mamoru.document_store.chain.counting import whole
from mamoru.document_store.places import EVIDENCE, SEALS
from mamoru.errors import InputError
from mamoru.evidence.folder import EvidenceFolder
from mamoru.evidence.seal import FIRST_SCHEMA, Seal, SealsTold, head_of, new_key, seal, seals_told
from mamoru.evidence.verifying import verified
from material.assessments import AT, evidence, shown


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    """A workspace with two runs."""
    made = EvidenceFolder(tmp_path / EVIDENCE)
    for claim in ("c0", "c1"):
        made.keep([evidence(shows=shown(claim))], at=AT, tool="test")
    return made


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A private key beside the folder."""
    path = tmp_path / "key.pem"
    path.write_bytes(new_key())
    return path


def told(folder: EvidenceFolder, trusted: str | None = None) -> SealsTold:
    """What the seals say."""
    return seals_told(folder.root, whole(folder.root).names, trusted)


def wrong(folder: EvidenceFolder, trusted: str | None = None) -> list[str]:
    """What is wrong with the seals, in English, in alphabetical order."""
    return sorted(fault.what.en for fault in told(folder, trusted).faults if not fault.harmless)


def of_the_first_form(folder: EvidenceFolder, **changes: object) -> Path:
    """A seal as it was written at first: beside the runs, listing them."""
    names = tuple(folder.names())
    made = Seal(schema=FIRST_SCHEMA, at=AT, head=head_of(names), runs=names)
    changed = msgspec.structs.replace(made, **changes)
    path = folder.folder / f"{changed.head[:32]}.seal"
    path.write_bytes(msgspec.json.encode(changed))
    return path


def test_a_sealed_folder_keeps_its_seal_and_the_seal_says_what_it_covers(
    folder: EvidenceFolder, key: Path
) -> None:
    sealed = seal(folder.root, at=AT, key=key)
    assert sealed.seal.signature is not None
    assert sealed.seal.covers == tuple(sorted(f"evidence/{name}" for name in folder.names()))
    assert (wrong(folder), told(folder).uncovered) == ([], 0)


def test_without_a_key_the_digest_to_publish_is_that_of_the_records(folder: EvidenceFolder) -> None:
    sealed = seal(folder.root, at=AT, key=None)
    assert (sealed.seal.head, sealed.seal.signature) == (head_of(sealed.seal.records), None)
    assert wrong(folder) == []


def test_records_after_a_seal_are_counted_as_not_covered(folder: EvidenceFolder, key: Path) -> None:
    seal(folder.root, at=AT, key=key)
    folder.keep([evidence(shows=shown("c2"))], at=AT, tool="test")
    assert (wrong(folder), told(folder).uncovered) == ([], 1)


def test_a_sealed_run_that_vanishes_is_missed_by_the_seal_too(folder: EvidenceFolder) -> None:
    seal(folder.root, at=AT, key=None)
    gone = folder.names()[-1]
    (folder.folder / gone).unlink()
    assert wrong(folder) == [f"a sealed record is gone: evidence/{gone}"]


@pytest.mark.parametrize("member", ["signature", "head", "records", "key"])
def test_a_seal_that_was_edited_is_told_without_any_key(
    folder: EvidenceFolder, key: Path, member: str
) -> None:
    sealed = seal(folder.root, at=AT, key=key)
    path = folder.root / ".mamoru" / sealed.name
    fields = msgspec.json.decode(path.read_bytes())
    del fields[member]
    path.write_bytes(msgspec.json.encode({"head": "", **fields}))
    assert [fault.file for fault in verified(folder.root).serious] == [sealed.name]


def test_a_seal_that_was_removed_is_told_and_an_older_one_does_not_stand_in(
    folder: EvidenceFolder, key: Path
) -> None:
    seal(folder.root, at=AT, key=key)
    folder.keep([evidence(shows=shown("c2"))], at=AT, tool="test")
    newer = seal(folder.root, at=AT, key=key)
    (folder.root / ".mamoru" / newer.name).unlink()
    assert [fault.file for fault in verified(folder.root).serious] == [f"seals/{newer.digest[:32]}"]


def test_a_seal_by_another_key_is_told_and_does_not_satisfy_ours(folder: EvidenceFolder, key: Path) -> None:
    ours = seal(folder.root, at=AT, key=key).seal.key
    assert ours is not None
    other = key.with_name("other.pem")
    other.write_bytes(new_key())
    theirs = seal(folder.root, at=AT, key=other).seal.key
    assert any("another than that of the seal before" in fault.what.en for fault in told(folder).faults)
    assert wrong(folder) == wrong(folder, theirs) == []
    assert ["another than that of the seal before" in each for each in wrong(folder, ours)] == [True]
    assert wrong(folder, "ab" * 32) == ["there is no valid seal by the key abababababababab…"]


def test_an_unsigned_seal_after_a_signed_one_is_told(folder: EvidenceFolder, key: Path) -> None:
    seal(folder.root, at=AT, key=key)
    seal(folder.root, at=AT, key=None)
    assert any("is not signed" in fault.what.en for fault in told(folder).faults)


def test_a_seal_of_the_first_form_still_holds(folder: EvidenceFolder) -> None:
    of_the_first_form(folder)
    assert (wrong(folder), told(folder).uncovered) == ([], 0)


def test_a_seal_of_the_first_form_that_forgets_a_run_is_told(folder: EvidenceFolder) -> None:
    of_the_first_form(folder, runs=tuple(folder.names()[:1]))
    assert wrong(folder) == ["the list of records does not fit its digest"]


@pytest.mark.parametrize("signature", ["", "00", "zz", "0" * 128])
def test_a_signature_that_is_none_is_told(folder: EvidenceFolder, key: Path, signature: str) -> None:
    ours = seal(folder.root, at=AT, key=key).seal.key
    of_the_first_form(folder, signature=signature, key=ours)
    assert wrong(folder) == ["the signature does not fit"]


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff", b'{"schema":' + b"[" * 200_000])
def test_a_seal_that_cannot_be_read_is_told(folder: EvidenceFolder, body: bytes) -> None:
    of_the_first_form(folder).write_bytes(body)
    assert wrong(folder) == ["cannot be read"]


def test_a_seal_is_a_record_of_its_own_place(folder: EvidenceFolder) -> None:
    sealed = seal(folder.root, at=AT, key=None)
    assert sealed.name.startswith(f"{SEALS.name}/")
    assert sealed.seal.chain is not None


def test_a_key_of_another_kind_is_refused_with_the_way_to_make_one(
    folder: EvidenceFolder, tmp_path: Path
) -> None:
    other = tmp_path / "ec.pem"
    other.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    for path in (other, tmp_path / "absent.pem", tmp_path):
        with pytest.raises(InputError) as raised:
            seal(folder.root, at=AT, key=path)
        assert "openssl genpkey" in raised.value.remedy.ja
