"""A mirror stands in for every publisher, and neither keys nor passwords go where they do not belong."""

from pathlib import Path

import pytest

from mamoru.errors import InputError, Unreachable
from mamoru.operation.vulnerabilities.feeds import Download
from mamoru.operation.vulnerabilities.fetching import fetched
from mamoru.operation.vulnerabilities.mirror import mirror_in
from material.command import mamoru
from material.feed_server import MIRROR, Proxy, Served, over_tls, running
from material.vulnerabilities import exploited

PUBLISHED = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"
AT = "/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"
KEV = Download(url=PUBLISHED, name="kev.json", headers=(("apiKey", "the publisher's"),))


def test_a_folder_stands_in_for_the_publisher(tmp_path: Path) -> None:
    file = tmp_path / "mirror" / AT.strip("/")
    file.parent.mkdir(parents=True)
    file.write_bytes(b"{}")

    (path,) = fetched(KEV, tmp_path / "here", mirror=mirror_in({"MAMORU_FEEDS": str(tmp_path / "mirror")}))

    assert path.read_bytes() == b"{}"
    assert file.is_file()


def test_what_a_folder_lacks_is_told_by_its_place(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"known_exploited_vulnerabilities\.json"):
        list(fetched(KEV, tmp_path / "here", mirror=mirror_in({"MAMORU_FEEDS": tmp_path.as_uri()})))


def test_a_mirror_is_asked_below_the_publishers_name_and_sees_no_key_of_ours(tmp_path: Path) -> None:
    server = Served({f"/feeds{AT}": b"{}"})
    with running(server):
        mirror = mirror_in({"MAMORU_FEEDS": f"{server.address}/feeds/"})
        (path,) = fetched(KEV, tmp_path, mirror=mirror)

    assert path.read_bytes() == b"{}"
    assert "apikey" not in server.asked[0][1]


def test_a_password_is_said_to_the_mirror_and_to_nobody_that_it_sends_us_on_to(tmp_path: Path) -> None:
    other, server = Served({AT: b"{}"}), Served({})
    server.sends_on = other.address
    with running(other), running(server):
        given = server.address.replace("//", "//maker:pass%20word@")
        list(fetched(KEV, tmp_path, mirror=mirror_in({"MAMORU_FEEDS": given})))

    assert server.asked[0][1]["authorization"] == "Basic bWFrZXI6cGFzcyB3b3Jk"
    assert "authorization" not in other.asked[0][1]


def test_a_password_is_never_told(tmp_path: Path) -> None:
    server = Served({})
    with running(server):
        given = server.address.replace("//", "//maker:secret@")
        with pytest.raises(Unreachable) as told:
            list(fetched(KEV, tmp_path, mirror=mirror_in({"MAMORU_FEEDS": given})))

    assert "HTTP 404" in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    "given",
    [
        "http://mirror.example/feeds",
        "http://u:secret@mirror.example",
        "no/such/folder",
        "https://",
        "https://[",
        "ftp://x",
    ],
)
def test_what_is_no_safe_mirror_is_refused(given: str) -> None:
    with pytest.raises(InputError) as told:
        mirror_in({"MAMORU_FEEDS": given})

    assert "secret" not in str(told.value)


def test_nothing_given_is_no_mirror() -> None:
    assert mirror_in({"MAMORU_FEEDS": " "}) is None


def test_a_mirror_over_tls_with_an_authority_of_its_own_is_reached_through_a_proxy(tmp_path: Path) -> None:
    server = Served({AT: exploited(tmp_path, "CVE-2022-0778").read_bytes()})
    authority = over_tls(server, tmp_path)
    proxy = Proxy(server.server_port)
    around = {
        "MAMORU_DATA_DIR": str(tmp_path / "data"),
        "MAMORU_FEEDS": f"https://{MIRROR}",
        "HTTPS_PROXY": f"http://127.0.0.1:{proxy.server_port}",
        "https_proxy": f"http://127.0.0.1:{proxy.server_port}",
        "no_proxy": "",
    }
    with running(server), running(proxy):
        unknown = mamoru("vulns", "sync", "--feeds", "kev", environment=around | {"SSL_CERT_FILE": ""})
        known = mamoru(
            "vulns", "sync", "--feeds", "kev", environment=around | {"SSL_CERT_FILE": str(authority)}
        )

    assert (unknown.returncode, known.returncode) == (3, 0), known.stderr
    assert b"CERTIFICATE_VERIFY_FAILED" in unknown.stdout + unknown.stderr
    assert set(proxy.asked) == {f"{MIRROR}:443"}
    assert [path for path, _ in server.asked] == [AT]
