"""A file that breaks on import."""

raise RuntimeError("this file is broken")
