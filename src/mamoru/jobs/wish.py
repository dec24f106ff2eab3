"""What was asked of a job: the day, the standards, the release."""

from datetime import date, datetime

import msgspec

from mamoru.language import Text


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: the day, the moment evidence is made, and if named the standards and the
    release (else the product's own, and the latest). `lacking` says what its images were made
    without, None where they are whole. `keys` are tried on encrypted images; they are told nowhere."""

    on: date
    at: datetime
    standards: tuple[str, ...] = ()
    release: str | None = None
    lacking: Text | None = None
    keys: tuple[bytes, ...] = ()
