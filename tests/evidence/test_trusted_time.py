"""A trusted time: a token made elsewhere, or by a server that is named, bound to a seal and verified offline."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from mamoru.cli import main
from mamoru.document_store.places import EVIDENCE
from mamoru.errors import InputError
from mamoru.evidence.folder import EvidenceFolder
from mamoru.evidence.time_token import certificates_in, read, why_not
from material.assessments import AT, evidence, shown
from material.time_authority import OPENSSL, Authority

pytestmark = OPENSSL
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A command's exit status, output and errors."""

    def ran(*words: object) -> tuple[int, str, str]:
        status = main([*map(str, words), "--lang", "en"])
        told = capsys.readouterr()
        return status, told.out, told.err

    return ran


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a run."""
    made = tmp_path / "company"
    made.mkdir()
    (made / "maker.yaml").write_text("name: Company\n")
    EvidenceFolder(made / EVIDENCE).keep([evidence(shows=shown("c0"))], at=AT, tool="test")
    return made


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Who keeps time."""
    return Authority(tmp_path / "authority")


def sealed(run: Run, root: Path) -> str:
    """The digest of a new seal, as the command prints it."""
    status, out, _ = run("evidence", "seal", root, "--format", "json")
    assert status == 0
    return str(json.loads(out)["digest"])


@contextmanager
def serving(answer: Callable[[bytes], tuple[int, bytes]]) -> Iterator[str]:
    """A server on loopback that gives `answer` to a question."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, told = answer(body)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", told.decode())
                told = b""
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("bare", [False, True], ids=["a response", "a token alone"])
def test_a_token_made_elsewhere_is_bound_told_and_verified(
    run: Run, root: Path, authority: Authority, bare: bool
) -> None:
    token = authority.answer(authority.query(sealed(run, root)), bare=bare)
    status, out, _ = run("evidence", "seal", root, "--token", token)
    assert status == 0
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert f"a token of {today}" in out
    status, out, _ = run("evidence", "verify", root)
    assert status == 0
    assert f"is bound to a token of {today}" in out
    assert "not verified" in out
    assert "does not cover" not in out
    status, out, _ = run("evidence", "verify", root, "--tsa-certificate", authority.root)
    assert status == 0, out
    assert "its time stamp was verified" in out
    assert "not verified" not in out


def test_a_token_without_certificates_is_verified_by_the_signer_s_that_is_given(
    run: Run, root: Path, authority: Authority, tmp_path: Path
) -> None:
    token = authority.answer(authority.query(sealed(run, root), certificates=False))
    assert run("evidence", "seal", root, "--token", token)[0] == 0
    assert run("evidence", "verify", root, "--tsa-certificate", authority.root)[0] == 1
    both = tmp_path / "both.pem"
    both.write_bytes(authority.root.read_bytes() + (authority.folder / "signer.pem").read_bytes())
    status, out, _ = run("evidence", "verify", root, "--tsa-certificate", both)
    assert status == 0, out


def test_another_authority_s_certificate_is_a_fault(
    run: Run, root: Path, authority: Authority, tmp_path: Path
) -> None:
    token = authority.answer(authority.query(sealed(run, root)))
    assert run("evidence", "seal", root, "--token", token)[0] == 0
    other = Authority(tmp_path / "other")
    status, out, _ = run("evidence", "verify", root, "--tsa-certificate", other.root)
    assert status == 1
    assert "does not hold by the certificate" in out


def test_a_signer_that_had_expired_when_it_signed_is_a_fault(run: Run, root: Path, tmp_path: Path) -> None:
    late = Authority(tmp_path / "late", ends_in=-timedelta(days=1))
    token = late.answer(late.query(sealed(run, root)))
    assert run("evidence", "seal", root, "--token", token)[0] == 0
    status, out, _ = run("evidence", "verify", root, "--tsa-certificate", late.root)
    assert status == 1
    assert "does not hold by the certificate" in out


def test_a_token_over_another_digest_is_refused(run: Run, root: Path, authority: Authority) -> None:
    sealed(run, root)
    status, _, err = run("evidence", "seal", root, "--token", authority.answer(authority.query("ab" * 32)))
    assert status == 2
    assert "No seal here has the digest" in err


def test_a_certificate_is_asked_for_a_token_that_is_not_there(
    run: Run, root: Path, authority: Authority
) -> None:
    sealed(run, root)
    assert run("evidence", "verify", root)[0] == 0
    status, out, _ = run("evidence", "verify", root, "--tsa-certificate", authority.root)
    assert status == 1
    assert "there is no time stamp" in out


def test_a_token_that_was_exchanged_in_its_record_is_a_fault(
    run: Run, root: Path, authority: Authority
) -> None:
    token = authority.answer(authority.query(sealed(run, root)))
    assert run("evidence", "seal", root, "--token", token)[0] == 0
    (record,) = (root / ".mamoru" / "times").glob("*.json")
    record.chmod(0o600)
    record.write_bytes(record.read_bytes().replace(b'"digest": "', b'"digest": "0', 1))
    assert run("evidence", "verify", root)[0] == 1


def test_a_server_that_is_named_gives_the_time(run: Run, root: Path, authority: Authority) -> None:
    seen: list[bytes] = []

    def answer(question: bytes) -> tuple[int, bytes]:
        seen.append(question)
        query = authority.folder / "asked.tsq"
        query.write_bytes(question)
        return 200, authority.answer(query).read_bytes()

    with serving(answer) as url:
        status, out, err = run("evidence", "seal", root, "--tsa", url, "--format", "json")
    assert status == 0, err
    told = json.loads(out)
    assert bytes.fromhex(told["digest"]) in seen[0]
    assert len(seen[0]) < 120  # the digest and a number used once, nothing of the records
    status, out, _ = run("evidence", "verify", root, "--tsa-certificate", authority.root)
    assert status == 0, out


def test_an_old_answer_played_again_is_refused(run: Run, root: Path, authority: Authority) -> None:
    old = authority.answer(authority.query("cd" * 32)).read_bytes()
    with serving(lambda _: (200, old)) as url:
        status, _, err = run("evidence", "seal", root, "--tsa", url)
    assert status != 0
    assert "no answer to what was asked" in err
    assert "stays" in err


@pytest.mark.parametrize(
    "answer",
    [(500, b""), (200, b"<html>"), (200, b""), (302, b"https://example.com/"), (200, b"0" * (2 << 20))],
    ids=["an error", "a page", "nothing", "sent on elsewhere", "too much"],
)
def test_a_server_s_strange_answer_is_told(run: Run, root: Path, answer: tuple[int, bytes]) -> None:
    with serving(lambda _: answer) as url:
        status, _, err = run("evidence", "seal", root, "--tsa", url)
    assert status == 2
    assert "No time stamp came from" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "url", ["http://example.com/tsr", "ftp://localhost/", "tsa", "http://[", "file:///etc/passwd"]
)
def test_only_https_is_asked(run: Run, root: Path, url: str) -> None:
    status, _, err = run("evidence", "seal", root, "--tsa", url)
    assert status == 2
    assert "https" in err
    assert not (root / ".mamoru" / "seals").exists()


def test_a_file_that_is_no_token_is_told(run: Run, root: Path, authority: Authority, tmp_path: Path) -> None:
    token = authority.answer(authority.query(sealed(run, root))).read_bytes()
    strange = tmp_path / "strange.tsr"
    for body in (b"", b"{}", token[:-1], token[: len(token) // 2], token[9:20], token + token):
        strange.write_bytes(body)
        status, _, err = run("evidence", "seal", root, "--token", strange)
        assert status == 2, body[:20]
        assert "Traceback" not in err
    assert run("evidence", "seal", root, "--token", tmp_path / "none.tsr")[0] == 2
    refused = authority.answer(authority.query("ab" * 20, algorithm="sha1"))
    status, _, err = run("evidence", "seal", root, "--token", refused)
    assert status == 2
    assert "refused" in err
    digest = authority.query("ab" * 64, algorithm="sha512")
    assert run("evidence", "seal", root, "--token", authority.answer(digest))[0] == 2


def test_a_token_broken_anywhere_is_refused_or_read_and_never_verified(
    root: Path, authority: Authority
) -> None:
    whole = authority.answer(authority.query("ab" * 32)).read_bytes()
    certificates = certificates_in(authority.root)
    assert why_not(read(whole, "it"), certificates) is None
    content = whole.index(bytes.fromhex("ab" * 32))  # from here on each byte is signed or signs
    for at in range(0, len(whole), 7):
        body = whole[:at] + bytes([whole[at] ^ 0x11]) + whole[at + 1 :]
        try:
            token = read(body, "it")
        except InputError:
            continue
        held = why_not(token, certificates) is None
        assert not held or not content <= at < content + 60, at


def test_what_is_no_root_certificate_is_refused(
    run: Run, root: Path, authority: Authority, tmp_path: Path
) -> None:
    sealed(run, root)
    for pem in (authority.folder / "signer.pem", authority.folder / "signer.key", tmp_path / "none.pem"):
        assert run("evidence", "verify", root, "--tsa-certificate", pem)[0] == 2


def test_without_the_extra_a_token_is_told_unread(
    run: Run, root: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = authority.answer(authority.query(sealed(run, root)))
    assert run("evidence", "seal", root, "--token", token)[0] == 0
    monkeypatch.setitem(__import__("sys").modules, "rfc3161_client", None)
    status, out, _ = run("evidence", "verify", root)
    assert status == 0
    assert "reading it needs rfc3161-client" in out
    status, _, err = run("evidence", "verify", root, "--tsa-certificate", authority.root)
    assert status == 2
    assert "pipx inject" in err
