"""Every field of the two files has its words in both languages and an example that works."""

import msgspec
import pytest

from mamoru.language import Lang
from mamoru.product import maker, model
from mamoru.product.fields import example, example_line, field_text, field_texts
from mamoru.product.files import parsed
from mamoru.product.maker import Maker
from mamoru.product.model import Product
from mamoru.product.shapes import fields

GROUPS = {
    group
    for module in (maker, model)
    for group in vars(module).values()
    if isinstance(group, type)
    and issubclass(group, msgspec.Struct)
    and group.__module__.startswith("mamoru.product")
}
EVERY = sorted(
    ((group, name) for group in GROUPS for name in fields(group)), key=lambda one: (one[0].__name__, one[1])
)


@pytest.mark.parametrize(("group", "name"), EVERY, ids=[f"{g.__name__}.{n}" for g, n in EVERY])
def test_a_field_has_its_words_and_an_example_that_works(group, name):
    words = field_text(group, name)
    assert words.title.ja and words.title.en
    for lang in Lang:
        value = example(group, name, lang, whole=True)
        msgspec.convert(value, fields(group)[name].type, strict=False)
    line = example_line(group, name)
    assert line.ja.startswith(f"{name}: ") and line.en.startswith(f"{name}: ")


def test_no_words_are_left_for_a_field_that_is_gone():
    assert set(field_texts()) == {f"{group.__name__}.{name}" for group, name in EVERY}


@pytest.mark.parametrize("group", [Maker, Product])
def test_every_section_says_why_it_is_asked(group):
    assert [name for name in fields(group) if not field_text(group, name).why] == []


def test_the_english_words_hold_no_japanese():
    texts = [text for words in field_texts().values() for text in (words.title, words.why) if text]
    assert [text.en for text in texts if not text.en.isascii()] == []


def test_a_line_of_the_examples_can_be_put_into_a_file():
    line = example_line(Product, "users").ja
    found, _ = parsed(Product, f"id: x\nname: {{ja: x}}\n{line}\n".encode(), shown="p")
    assert found.users[0].id == "owner"
