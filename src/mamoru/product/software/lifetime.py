"""Which branch of known software has ended, and when."""

from mamoru.product.software.model import EndOfLife, Software


def ended_branch(software: Software, version: str) -> EndOfLife | None:
    """The branch that `version` is of, with its last day: the longest one listed that fits."""
    fitting = [end for end in software.end_of_life if _of_branch(version, end.branch)]
    return max(fitting, key=lambda end: len(end.branch), default=None)


def _of_branch(version: str, branch: str) -> bool:
    """Whether `version` is `branch` or lies in it: 1.1.1k is of 1.1.1, 4.90 is not of 4.9."""
    return version.startswith(branch) and not version[len(branch) : len(branch) + 1].isdigit()
