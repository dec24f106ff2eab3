"""Every product of software: its own strings are known, near ones are not, its names are unique."""

import msgspec
import pytest

from mamoru.product.software import compile as compiler
from mamoru.product.software import known_software, packaged_as, software
from mamoru.product.software.loader import _COMPILED
from mamoru.product.software.model import KnownSoftware

KNOWN = {known.id: known for known in known_software()}


def _examples(known):
    return [example for part in (*known.signatures, *known.files) for example in part.test]


def test_the_compiled_form_is_fresh():
    stored = msgspec.json.decode(_COMPILED.read_bytes(), type=KnownSoftware)

    assert stored.digest == compiler.digest_of(compiler.sources()), (
        "run: python -m mamoru.product.software.compile"
    )


def test_what_ships_is_what_the_sources_say():
    assert compiler.compiled().software == known_software()


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_each_signature_knows_its_own_strings_and_no_near_ones(known):
    assert compiler.faults(known) == []


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_each_product_can_be_recognised_somehow(known):
    assert known.signatures or known.files or known.packages


def test_no_two_products_claim_one_package():
    assert compiler.twofold(list(KNOWN.values())) == []


def test_more_than_three_hundred_products_are_known():
    assert len(KNOWN) >= 500


def test_most_are_recognised_by_a_string_of_a_real_package_that_is_named():
    real = [known.id for known in KNOWN.values() if any(e.seen_in for e in _examples(known))]

    assert len(real) >= 400


def test_each_string_has_a_near_miss_beside_it():
    assert [k.id for k in KNOWN.values() if k.signatures and not any(s.near for s in k.signatures)] == []


def test_a_wrong_example_is_an_error_that_says_what_was_read():
    known = KNOWN["zlib"]
    example = msgspec.structs.replace(known.signatures[0].test[0], version="1.2.12")
    signature = msgspec.structs.replace(known.signatures[0], test=(example,))

    wrong = compiler.faults(msgspec.structs.replace(known, signatures=(signature,)))

    assert wrong == [f"{example.text!r}: 1.2.11 instead of 1.2.12"]


def test_an_unknown_key_is_an_error_that_names_the_file(tmp_path, monkeypatch):
    source = compiler.DATA / "zlib.yaml"
    (tmp_path / "zlib.yaml").write_text(
        source.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8"
    )
    monkeypatch.setattr(compiler, "DATA", tmp_path)

    with pytest.raises(msgspec.ValidationError, match=r"zlib.yaml: .*colour"):
        compiler.compiled()


def test_a_product_is_found_by_source_package_then_by_binary_package():
    assert packaged_as("openssl", "libssl1.1") is software("openssl")
    assert packaged_as(None, "libssl1.1") is software("openssl")
    assert packaged_as("linux-signed-arm64", "linux-image-5.10.0-32-arm64") is software("linux")
    assert packaged_as("acme-app", "acme") is None


def test_a_cpe_escapes_what_its_form_gives_meaning_to():
    assert software("gcc").cpe_names("10.2.1+x")[0] == r"cpe:2.3:a:gnu:gcc:10.2.1\+x:*:*:*:*:*:*:*"
    assert software("linux").cpe_names(None) == ("cpe:2.3:o:linux:linux_kernel:*:*:*:*:*:*:*:*",)


@pytest.mark.parametrize(
    ("package", "id"),
    [
        ("vim-minimal", "vim"),
        ("glibc-common", "glibc"),
        ("openssl-libs", "openssl"),
        ("libopenssl1_1", "openssl"),
        ("platform-python", "python"),
        ("libpython2.7-minimal", "python"),
        ("ncurses-libs", "ncurses"),
        ("perl-modules-5.28", "perl"),
    ],
)
def test_the_packages_that_a_distribution_splits_software_into_are_known(package, id):
    assert packaged_as(package) is software(id)


@pytest.mark.parametrize("package", ["python3-requests", "perl-modules", "vim-airline", "openssl-ibmca"])
def test_a_package_that_only_belongs_to_software_is_another(package):
    assert packaged_as(package) is None
