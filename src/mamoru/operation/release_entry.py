"""Where the release at hand stands in the product file."""

from mamoru.evidence import Location
from mamoru.product import Documents, Release


def entry(documents: Documents, release: Release, field: str) -> Location:
    """The place of `field` of `release`; that of the whole list where it is not in it."""
    listed = documents.product.releases
    n = next((n for n, other in enumerate(listed) if other.version == release.version), None)
    return documents.product_file.at("releases" if n is None else f"releases[{n}].{field}")
