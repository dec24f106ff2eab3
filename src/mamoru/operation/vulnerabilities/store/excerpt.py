"""Some vulnerabilities of the store, held in memory and asked in the same words."""

from collections.abc import Iterator, Sequence

from mamoru.operation.vulnerabilities.match import Told
from mamoru.operation.vulnerabilities.store.reading import Said, Store


class Excerpt:
    """All that the store says of the vulnerabilities with these numbers, and nothing else."""

    def __init__(self, store: Store, numbers: Sequence[int]) -> None:
        self.sources = store.sources
        self.numbers = tuple(numbers)
        self._told = store.told(numbers)
        self._said: dict[str, dict[int, list[Said]]] = {}
        for product, said in store.all_said(numbers):
            self._said.setdefault(product, {}).setdefault(said.vulnerability, []).append(said)

    @property
    def products(self) -> frozenset[str]:
        """The names of the products that the vulnerabilities are said of."""
        return frozenset(self._said)

    def near(self, product: str, order: str | None, key: bytes | None) -> Iterator[Said]:
        """The rows of the product of this name; which of them are far from a version is for the caller."""
        for rows in self._said.get(product, {}).values():
            yield from rows

    def said(self, product: str, vulnerability: int) -> Iterator[Said]:
        """All rows of one vulnerability on the product of this name."""
        return iter(self._said.get(product, {}).get(vulnerability, ()))

    def said_of(self, products: Sequence[str], numbers: Sequence[int]) -> dict[int, dict[str, list[Said]]]:
        """All rows of these vulnerabilities on the products of these names, by vulnerability and name."""
        return {
            number: {product: list(self.said(product, number)) for product in products} for number in numbers
        }

    def told(self, numbers: Sequence[int]) -> dict[int, Told]:
        """What the sources tell of each vulnerability; one that they took back is left out."""
        return {number: self._told[number] for number in numbers if number in self._told}
