"""From YAML to the compiled form: strict about every key, and never stale."""

import msgspec
import pytest
import yaml

from mamoru.catalog import catalog
from mamoru.catalog.compile import COMPILED, DATA, compiled, digest_of, sources, standard_from

PSTI = (DATA / "psti.yaml").read_bytes()


def test_the_compiled_catalogue_is_fresh():
    assert catalog().digest == digest_of(sources()), "run: python -m mamoru.catalog.compile"


def test_the_compiled_catalogue_holds_what_the_yaml_says():
    assert catalog() == compiled()


def test_compiling_again_gives_the_same_bytes():
    assert msgspec.json.encode(compiled()) + b"\n" == COMPILED.read_bytes().replace(b"\r\n", b"\n")


def test_line_ends_of_a_checkout_do_not_make_it_stale(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"id: x\nedition: y\n")
    unix = digest_of([tmp_path / "a.yaml"])
    (tmp_path / "a.yaml").write_bytes(b"id: x\r\nedition: y\r\n")

    assert digest_of([tmp_path / "a.yaml"]) == unix


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"edition:", b"editon: x\nedition:", "editon"),
        (b"    applies:", b"    aplies: x\n    applies:", "aplies"),
        (b"grade: attested", b"grade: certain", "certain"),
        (b"{fact: sold-in-uk}", b"{fakt: sold-in-uk}", "fakt"),
        (b"kind: chapter,", b"kind: room,", "room"),
        (b"force:", b"unclaimable: true\nforce:", "unclaimable"),
        (b"id: psti\n", b"id: pstj\n", "holds the standard 'pstj'"),
        (b"title: {ja:", b"title: {fr: z, ja:", "a text has the keys"),
        (b"title: {ja:", b"title: {jp:", "a text has the keys"),
    ],
)
def test_a_key_or_value_that_no_shape_knows_is_an_error_that_names_the_file(old, new, fault):
    with pytest.raises(msgspec.ValidationError, match=f"psti.yaml: .*{fault}"):
        standard_from(PSTI.replace(old, new, 1), "psti.yaml")


def test_a_comma_that_cuts_a_text_in_two_is_an_error():
    text = PSTI.replace(b"en: UK PSTI}", b"en: UK PSTI, the regime}")

    with pytest.raises(msgspec.ValidationError, match="a text has the keys"):
        standard_from(text, "psti.yaml")


def test_a_key_that_stands_twice_is_an_error_with_its_line():
    with pytest.raises(yaml.constructor.ConstructorError, match="line 3"):
        standard_from(b"id: psti\nedition: a\nedition: b\n", "psti.yaml")


def test_the_word_no_stays_a_word():
    assert standard_from(PSTI.replace(b"edition: ", b"edition: no #", 1), "psti.yaml").edition == "no"
