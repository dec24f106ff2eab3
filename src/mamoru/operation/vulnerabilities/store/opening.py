"""Open the store that is to be used: the one that was synced, else the facts that the package ships."""

from pathlib import Path

from mamoru.data_folder import data_folder
from mamoru.operation.vulnerabilities.store.reading import Store

BUILT_IN = Path(__file__).parents[1] / "builtin" / "facts.db.zst"


def store_path() -> Path:
    """Where the synced store lies: in the folder for Mamoru's data."""
    return data_folder() / "vulnerabilities" / "store.db"


def current_store() -> Store:
    """The synced store where there is one, else the built-in facts.

    Raises `InputError` where the synced one is damaged: what was thought to be there is not passed over.
    """
    path = store_path()
    return Store(path) if path.exists() else built_in()


def built_in() -> Store:
    """The facts that the package ships: ids, ranges, scores and marks, dated, without texts."""
    return Store.packed(BUILT_IN)


def built_in_as_begun() -> bytes:
    """The built-in facts as a store that syncs go on with: no feed counts as synced, so that each is asked for
    all that it has. Raises `InputError`."""
    with built_in() as store:
        return store.copied("UPDATE sources SET synced = ''")
