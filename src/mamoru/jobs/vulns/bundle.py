"""Make a signed copy of the vulnerability data, or take one in: what `vulns bundle` and `sync --from` say."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from mamoru.data_folder import data_folder
from mamoru.jobs.vulns.sync import BundleTaken, SyncTold
from mamoru.looked import Seen, looked_at
from mamoru.operation.vulnerabilities.bundle.making import Made, make
from mamoru.operation.vulnerabilities.bundle.taking import take
from mamoru.operation.vulnerabilities.store.opening import store_path


class BundleTold(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru vulns bundle --format json`."""

    at: datetime
    made: Made
    schema: str = "mamoru/vulns-bundle/1"


def bundle_made(target: Path, *, at: datetime, valid: timedelta) -> BundleTold:
    """Make a bundle of the synced data at `target`; the key that signs it lies in the data folder."""
    made = make(store_path(), target, data_folder() / "bundles" / "own", at=at, valid=valid)
    return BundleTold(at=at, made=made)


def bundle_taken(path: Path, *, at: datetime, trust: str | None, older_too: bool) -> SyncTold:
    """Put the data of the bundle at `path` in place of what is here. Raises `InputError`."""
    target = store_path()
    taken = take(path, target, data_folder() / "bundles" / "trusted", trust=trust, older_too=older_too)
    told = BundleTaken(
        path=taken.path, as_of=taken.as_of, version=taken.version, fingerprint=taken.fingerprint
    )
    looked = looked_at(Seen.FILES, 1, 1, ())
    return SyncTold(at=at, store=str(target), files=(), unknown=(), unreached=(), looked=looked, bundle=told)
