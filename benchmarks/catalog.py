"""Reading the compiled catalogue beside parsing its YAML."""

import msgspec
import yaml
from timing import compare

from mamoru.catalog.compile import COMPILED, sources
from mamoru.catalog.model import Catalog


def main() -> None:
    """Print the ratio."""
    compare(
        "catalogue, compiled / YAML",
        lambda: msgspec.json.decode(COMPILED.read_bytes(), type=Catalog),
        lambda: [yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader) for path in sources()],
    )


if __name__ == "__main__":
    main()
