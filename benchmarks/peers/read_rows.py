"""The least that a match can do: read and decode every row of the store on the products of a list of parts.

    python read_rows.py STORE PRODUCTS

PRODUCTS is a file with their numbers (JSON). Nothing is compared, weighed or told.
"""

import json
import sqlite3
import sys
from pathlib import Path

import msgspec


def main(store: str, products: str) -> None:
    """Read and decode."""
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    for number in json.loads(Path(products).read_bytes()):
        for (body,) in db.execute("SELECT body FROM affects WHERE product = ?", (number,)):
            msgspec.msgpack.decode(body)


if __name__ == "__main__":
    main(*sys.argv[1:])
