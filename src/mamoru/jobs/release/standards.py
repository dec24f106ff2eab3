"""The standards that a release is held against."""

from collections.abc import Sequence

from mamoru.catalog import Standard, catalog
from mamoru.errors import InputError
from mamoru.language import Text

NO_STANDARD = Text("その基準はありません: {id}", "There is no such standard: {id}")
LIST = Text("mamoru catalog list で一覧を見られます。", "See mamoru catalog list.")


def chosen_standards(named: Sequence[str]) -> list[Standard]:
    """The standards by id, the guide always first. Raises `InputError` for an unknown id."""
    asked = catalog()
    chosen = []
    for id in dict.fromkeys(("guide", *named)):
        standard = asked.standard(id)
        if standard is None:
            raise InputError(NO_STANDARD.fill(id=id), LIST)
        chosen.append(standard)
    return chosen
