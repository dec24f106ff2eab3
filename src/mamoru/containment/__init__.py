"""Child processes with limits and in a cage: what reads hostile bytes runs in one, and cannot take us with it."""

from mamoru.containment.cage import Cage, Held, held_here
from mamoru.containment.child import (
    MEMORY_BYTES,
    MOST_REPLY_BYTES,
    confine,
    contained,
    end,
    hush,
    limit_memory,
    spawn,
)

__all__ = [
    "MEMORY_BYTES",
    "MOST_REPLY_BYTES",
    "Cage",
    "Held",
    "confine",
    "contained",
    "end",
    "held_here",
    "hush",
    "limit_memory",
    "spawn",
]
