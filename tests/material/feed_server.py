"""A mirror of the feeds on loopback, plain or over TLS with its own authority, and a proxy on the way."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

MIRROR = "mirror.example"


class Served(ThreadingHTTPServer):
    """Serves `files` by path, and keeps what was asked with the headers that came along."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Files)
        self.files = dict(files)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sends_on: str | None = None

    @property
    def address(self) -> str:
        """Where it is, without TLS."""
        return f"http://127.0.0.1:{self.server_port}"


class _Files(BaseHTTPRequestHandler):
    server: Served

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        body = self.server.files.get(self.path)
        if self.server.sends_on is not None:
            self.send_response(302)
            self.send_header("Location", self.server.sends_on + self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif body is None:
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


class Proxy(ThreadingHTTPServer):
    """A proxy whose every tunnel ends at one port of this machine; keeps where they were to lead."""

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.port = port
        self.asked: list[str] = []


class _Tunnel(BaseHTTPRequestHandler):
    server: Proxy

    def do_CONNECT(self) -> None:
        self.server.asked.append(self.path)
        with socket.create_connection(("127.0.0.1", self.server.port)) as there:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_carried, args=(there, self.connection), daemon=True)
            back.start()
            _carried(self.connection, there)
            back.join(5)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


def _carried(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(1 << 16):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # the other side has gone


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[None]:
    """`server` at work in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def over_tls(server: Served, folder: Path) -> Path:
    """Let `server` speak TLS as `mirror.example`; gives the certificate of its own authority."""
    now = datetime.datetime.now(datetime.UTC)
    authority, host = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority of our own")])

    def built(name: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
        )

    root = built(issuer, authority.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    leaf = built(
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, MIRROR)]), host.public_key()
    ).add_extension(x509.SubjectAlternativeName([x509.DNSName(MIRROR)]), critical=False)
    pem = serialization.Encoding.PEM
    own = folder / "authority.pem"
    own.write_bytes(root.sign(authority, hashes.SHA256()).public_bytes(pem))
    both = folder / "host.pem"
    both.write_bytes(
        leaf.sign(authority, hashes.SHA256()).public_bytes(pem)
        + host.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return own
