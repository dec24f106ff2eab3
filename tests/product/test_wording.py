"""Names put into texts, and what a field says."""

from mamoru.language import Text
from mamoru.product.wording import listing


def test_names_are_parted_as_each_language_does() -> None:
    assert listing(["a", "b", "a"]) == Text("a、b", "a, b")
