"""Orders of versions: one file an order, each turning a version into bytes that sort as it sorts.

In: the name of an order and a version as written. Out: `key(order, version)`: bytes, so that for two
versions of one order `key(a) < key(b)` exactly where a is older than b, and equal where they are the
same; None where the text is no version of that order. `order_of(purl_type)` names an ecosystem's order,
None where none is known: then nothing is guessed.
"""

from mamoru.operation.vulnerabilities.versions.orders import fingerprint, key, known_order, order_of, orders

__all__ = ["fingerprint", "key", "known_order", "order_of", "orders"]
