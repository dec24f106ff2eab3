"""Large XML read entry by entry, with what is refused."""

import pytest

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds.xml_trees import MOST_DEPTH, MOST_NODES, Node, trees
from mamoru.operation.vulnerabilities.record import Skipped

BOMB = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]><a><e>&y;</e></a>'


def test_each_entry_comes_as_a_tree() -> None:
    [node] = trees(b"<p:list xmlns:p='x'><p:e k='1'> a  b <f>c</f></p:e></p:list>", "e")

    assert isinstance(node, Node)
    assert (node.attributes, node.text.split(), node.words("f"), node.words("g")) == (
        {"k": "1"},
        ["a", "b"],
        "c",
        "",
    )


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        b'<!DOCTYPE a [<!ENTITY % x "y">]><a><e/></a>',
        b"<!DOCTYPE a [<!ATTLIST e k CDATA 'v'>]><a><e/></a>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "x.xml">]><a>&x;<e/></a>',
    ],
)
def test_a_document_that_declares_its_text_or_takes_in_another_file_is_refused(text: bytes) -> None:
    with pytest.raises(FormatError):
        list(trees(text, "e"))


def test_a_document_that_names_another_file_and_takes_nothing_from_it_is_read() -> None:
    text = b'<!DOCTYPE a [<!ENTITY x SYSTEM "x.xml">]><a><e/></a>'

    assert len(list(trees(text, "e"))) == 1


def test_a_document_type_that_only_names_an_outer_definition_is_read_over() -> None:
    text = b'<!DOCTYPE a PUBLIC "-//x//y" "http://127.0.0.1:9/none.dtd"><a><e/></a>'

    assert len(list(trees(text, "e"))) == 1


def test_an_entry_that_is_too_large_is_skipped_and_the_next_is_read() -> None:
    large = b"<e>" + b"<f/>" * MOST_NODES + b"</e>"

    found = list(trees(b"<a>" + large + b"<e/></a>", "e"))

    assert [type(each) for each in found] == [Skipped, Node]


def test_too_deep_is_refused() -> None:
    with pytest.raises(FormatError, match="deep"):
        list(trees(b"<e>" * (MOST_DEPTH + 1), "e"))


def test_what_stands_before_the_damage_is_given() -> None:
    found = list(trees(b"<a>" + b"<e/>" + b" " * 70000 + b"<b c= 0/></a>", "e"))

    assert [type(each) for each in found] == [Node, Skipped]
