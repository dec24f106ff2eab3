"""A fresh workspace is valid, teaches, and claims nothing."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mamoru.errors import InputError
from mamoru.language import Lang
from mamoru.product import facts
from mamoru.product.answers import MARKETS, Answers, answered, is_id, name_of, questions
from mamoru.product.component import Component
from mamoru.product.drafting import SeenService, draft_from
from mamoru.product.files import parsed
from mamoru.product.maker import Maker, Name
from mamoru.product.model import Image, Product
from mamoru.product.scaffold import maker_text, product_text, texts, write
from mamoru.product.workspace import find_workspace

WORDS = st.text(max_size=30)
IDS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True).filter(is_id)
MAYBE = st.none() | st.booleans()
ANSWERS = st.builds(
    Answers,
    lang=st.sampled_from(Lang),
    maker_id=IDS,
    maker_name=st.builds(Name, ja=st.none() | WORDS, en=st.none() | WORDS),
    product_id=IDS,
    product_name=st.builds(Name, ja=st.none() | WORDS, en=st.none() | WORDS),
    type=st.none() | WORDS,
    models=st.lists(WORDS, max_size=3).map(tuple),
    communicates=MAYBE,
    handles_data=MAYBE,
    must_stay_available=MAYBE,
    markets=st.lists(st.sampled_from(MARKETS), min_size=1, max_size=3).map(tuple),
    version=st.none() | st.text(min_size=1, max_size=10),
    images=st.just(()) | st.just((Image(file="images/a b.bin", sha256="0" * 64),)),
)


def uncommented(text: str) -> str:
    return re.sub(r"^# (?!yaml-language-server)", "", text, flags=re.MULTILINE)


def writable(text: str | None) -> str | None:
    """Text as a YAML file can hold it: a lone surrogate cannot be written as UTF-8."""
    return text and "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


@given(ANSWERS)
@settings(max_examples=150, deadline=None)
def test_what_was_answered_is_what_is_read_back(answers):
    maker, _ = parsed(Maker, maker_text(answers).encode(), shown="maker.yaml")
    product, _ = parsed(Product, product_text(answers).encode(), shown="product.yaml")
    assert maker.id == answers.maker_id
    assert product.id == answers.product_id
    assert product.name.ja == (writable(answers.product_name.ja) or None)
    assert product.models == tuple(writable(model) for model in answers.models)
    assert product.type == (writable(answers.type) or None)
    assert product.characteristics.communicates is answers.communicates
    assert product.markets == answers.markets


@pytest.mark.parametrize("lang", list(Lang))
def test_every_example_can_be_used_by_deleting_its_sign(lang):
    answers = Answers(lang=lang)
    maker, _ = parsed(Maker, uncommented(maker_text(answers)).encode(), shown="maker.yaml")
    product, _ = parsed(Product, uncommented(product_text(answers)).encode(), shown="product.yaml")
    assert maker.policy and maker.policy.approved and maker.jpcert
    assert (
        product.support.until and product.verification.results and product.accepted and product.bench.targets
    )


def test_a_fresh_workspace_claims_nothing_but_the_answers(tmp_path: Path):
    write(tmp_path, texts(answered({"maker_name": "株式会社みまもり", "model": "NC-100"})))
    workspace = find_workspace(tmp_path)
    product = workspace.product().product
    least = Product(id="nc-100", name=Name(en="nc-100"), models=("NC-100",))
    assert product == least
    assert workspace.maker == Maker(id="maker", name=Name(ja="株式会社みまもり"))
    assert set(facts(product, workspace.maker).values()) == {None, False}
    assert [fact for fact, value in facts(product, workspace.maker).items() if value is False] == [
        "sold-in-eu",
        "sold-in-uk",
    ]


def test_nothing_is_written_where_a_file_is_there_already(tmp_path: Path):
    (tmp_path / "maker.yaml").write_text("mine")
    with pytest.raises(InputError, match=re.escape("maker.yaml")):
        write(tmp_path, texts(Answers()))
    assert [path.name for path in tmp_path.iterdir()] == ["maker.yaml"]
    assert (tmp_path / "maker.yaml").read_text() == "mine"


def test_a_further_product_can_be_added_to_a_workspace(tmp_path: Path):
    write(tmp_path, texts(Answers(product_id="a")))
    write(tmp_path, {"products/b/product.yaml": product_text(Answers(product_id="b"))})
    assert [entry.product.id for entry in find_workspace(tmp_path).products] == ["a", "b"]


def test_an_image_outside_the_folder_is_refused():
    with pytest.raises(InputError, match="relative"):
        product_text(Answers(images=(Image(file="/home/me/fw.bin"),)))


@pytest.mark.parametrize("name", ["../x", "A B", "", "x/y"])
def test_an_id_that_is_no_folder_name_is_refused(name):
    with pytest.raises(InputError, match="cannot be used"):
        texts(Answers(product_id=name))


def test_a_draft_holds_what_the_image_shows_and_proves_no_absence():
    answers = draft_from(
        answered({"model": "NC-100"}),
        image_file="images/fw.bin",
        sha256="0" * 64,
        version="2.10",
        components=[Component(name="busybox", version="1.33.1"), Component(name="linux", version="5.10")],
        services=[SeenService(protocol="telnet", port=23, location="/etc/init.d/rcS:14")],
    )
    text = product_text(answers)
    product, _ = parsed(Product, text.encode(), shown="product.yaml")
    found = facts(product, Maker(id="m", name=Name()))
    assert "/etc/init.d/rcS:14" in text
    assert (product.draft, product.releases[0].version, product.releases[0].images[0].file) == (
        True, "2.10", "images/fw.bin",
    )  # fmt: skip
    assert [(part.name, part.kind, part.version) for part in product.components] == [
        ("busybox", "software", "1.33.1"),
        ("linux", "os", "5.10"),
    ]
    assert (product.interfaces[0].id, product.interfaces[0].authentication) == ("telnet-23", None)
    assert (found["communicates"], found["has-debug-interface"], found["uses-passwords"]) == (
        True,
        None,
        None,
    )


@given(
    st.lists(
        st.builds(SeenService, protocol=WORDS, port=st.none() | st.integers(), location=WORDS), max_size=5
    ),
    st.lists(
        st.builds(Component, name=WORDS, version=st.none() | WORDS, supplier=st.none() | WORDS), max_size=5
    ),
)
@settings(max_examples=100, deadline=None)
def test_a_draft_of_any_image_is_valid(services, components):
    answers = draft_from(
        Answers(), image_file="a.bin", sha256="0" * 64, services=services, components=components
    )
    product, _ = parsed(Product, product_text(answers).encode(), shown="product.yaml")
    assert len(product.components) == len(answers.components)
    assert len(product.interfaces) == len(answers.interfaces)


def test_a_reply_that_cannot_be_used_names_an_example():
    with pytest.raises(InputError) as caught:
        answered({"markets": "moon"})
    assert "jp, eu" in caught.value.remedy.ja


def test_the_examples_of_the_questions_can_be_answered():
    for lang in Lang:
        given_answers = answered({question.id: question.example[lang] for question in questions()}, lang)
        assert given_answers.product_id == "nc-100"
        assert given_answers.communicates is True
        assert given_answers.must_stay_available is False
        assert given_answers.images == (Image(file="images/nc-100-1.0.bin"),)


def test_a_name_typed_once_goes_to_its_language():
    assert name_of("みまもり") == Name(ja="みまもり")
    assert name_of("Mimamori") == Name(en="Mimamori")
