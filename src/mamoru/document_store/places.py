"""Where the things of a workspace lie: every name below `.mamoru`, and nowhere else."""

from pathlib import PurePosixPath

OWN = PurePosixPath(".mamoru")
EVIDENCE = OWN / "evidence"
DECISIONS = OWN / "decisions"
ATTACHMENTS = OWN / "attachments"
INVENTORY = OWN / "inventory"
LAST = OWN / "last"
SCHEMA = OWN / "schema"
WATCH_MEMORY = OWN / "watch" / "standing.db"
DEMO = OWN / "demo.json"
LOCK = OWN / "lock"
