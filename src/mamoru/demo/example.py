"""Where the example lies: shipped inside the package, or beside the source in a working copy."""

from pathlib import Path

import mamoru
from mamoru.errors import InputError
from mamoru.language import Text

_GONE = Text("例 netcam が見つかりません。", "The example netcam was not found.")
_AGAIN = Text("Mamoru を入れ直してください。", "Install Mamoru again.")


def example_folder() -> Path:
    """The folder `examples/netcam`; `InputError` where this installation lacks it."""
    package = Path(mamoru.__path__[0])
    for examples in (package / "examples", package.parents[1] / "examples"):
        if (examples / "netcam" / "maker.yaml").is_file():
            return examples / "netcam"
    raise InputError(_GONE, _AGAIN)
