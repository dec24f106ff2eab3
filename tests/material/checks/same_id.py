"""A second check with the id of another."""

from material.checks.quiet import CHECK, run

__all__ = ["CHECK", "run"]
