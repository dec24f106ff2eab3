"""Work without the collector of cycles, where many values without one among them are made at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the collector off inside: it would look through every value again and again and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what was made stays until the process ends: neither now nor then is it looked through
        if was_on:
            gc.enable()
