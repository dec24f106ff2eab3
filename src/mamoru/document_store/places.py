"""Where the things of a workspace lie: every name below `.mamoru`, and nowhere else."""

from pathlib import Path, PurePosixPath

OWN = PurePosixPath(".mamoru")
EVIDENCE = OWN / "evidence"
DECISIONS = OWN / "decisions"
ATTACHMENTS = OWN / "attachments"
INVENTORY = OWN / "inventory"  # a folder an image, by its SHA-256
SEALS = OWN / "seals"
TIMES = OWN / "times"  # trusted times of seals
ACKNOWLEDGED = OWN / "acknowledged"
ADOPTED = OWN / "adopted"  # what was there before records were counted
HEADS = OWN / "heads"
LAST = OWN / "last"
SCHEMA = OWN / "schema"
WATCH_MEMORY = OWN / "watch" / "standing.db"
DEMO = OWN / "demo.json"
LOCK = OWN / "lock"
GIT_IGNORE = OWN / ".gitignore"
GIT_ATTRIBUTES = OWN / ".gitattributes"

RECORDS = (EVIDENCE, DECISIONS, INVENTORY, SEALS, TIMES, ACKNOWLEDGED, ADOPTED)
"""The folders of immutable records that make one chain."""


def root_of(folder: Path, place: PurePosixPath) -> Path:
    """The workspace whose `place` is `folder`. `ValueError` where the folder is not that place of any."""
    if folder.parts[-len(place.parts) :] != place.parts:
        raise ValueError(f"{folder} is no {place}")
    return folder.parents[len(place.parts) - 1]
