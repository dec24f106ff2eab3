"""The demo: a fictional maker's camera, ready to be assessed.

In: a folder. Out: in it the workspace of `examples/netcam` with the firmware images of two releases,
1.0 with planted weaknesses (`truth.yaml` names them) and 1.1 without them, and the names of what could
not be fetched for them.
"""

from mamoru.demo.workspace import BuiltImage, Prepared, prepare

__all__ = ["BuiltImage", "Prepared", "prepare"]
