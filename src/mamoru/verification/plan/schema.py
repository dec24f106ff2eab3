"""The published JSON Schema of a file of test cases."""

import msgspec

from mamoru.json_schema import published
from mamoru.verification.plan.hand_test import HandTest


class CaseFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of test cases by hand."""

    cases: tuple[HandTest, ...]


def schemas() -> dict[str, bytes]:
    """The schema (JSON Schema 2020-12, indented UTF-8 JSON) by its file name."""
    return {
        "test-cases.schema.json": published(
            CaseFile, "Mamoru: test cases by hand (verification/plan/data/*.yaml)"
        )
    }
