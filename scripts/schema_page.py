"""The list of the published JSON Schemas."""

from collections.abc import Mapping

import msgspec
from tables import GENERATED, table


def schema_page(schemas: Mapping[str, bytes]) -> str:
    """Markdown that names each schema (by file name, its JSON) with its title."""
    rows = [(f"[{name}]({name})", str(msgspec.json.decode(body)["title"])) for name, body in schemas.items()]
    return f"# JSON Schema\n\n{GENERATED}\n\n" + table(("", ""), rows)
