"""What matching asks of vulnerability data."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from mamoru.operation.vulnerabilities.match import Told
from mamoru.operation.vulnerabilities.store.reading import Said, Source


class Says(Protocol):
    """What a match asks of vulnerability data: the store does, and so does an excerpt of it."""

    @property
    def sources(self) -> dict[int, Source]:
        """The feeds by their number."""

    def near(self, product: str, order: str | None, key: bytes | None) -> Iterator[Said]:
        """The rows of the product of this name that may speak of the version with `key` in `order`."""

    def said(self, product: str, vulnerability: int) -> Iterator[Said]:
        """All rows of one vulnerability on the product of this name."""

    def said_of(self, products: Sequence[str], numbers: Sequence[int]) -> dict[int, dict[str, list[Said]]]:
        """All rows of these vulnerabilities on the products of these names, by vulnerability and name."""

    def told(self, numbers: Sequence[int]) -> dict[int, Told]:
        """What the sources tell of each vulnerability."""
