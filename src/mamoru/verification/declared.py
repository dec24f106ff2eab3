"""How a component is named in a finding that sets the declared beside the observed."""

from collections.abc import Iterable

from mamoru.evidence import Location
from mamoru.product import Component

MOST_NAMED = 3


def where(component: Component) -> Location:
    """The first place that names the component: in an image, or a line of a list."""
    place = component.occurrences[0]
    return Location(path=place.path, line=place.line, offset=place.offset, container=place.container)


def versions(components: Iterable[Component]) -> str:
    """Each version with the place that tells it: `1.1.1k (sbom/1.0.cdx.json:12)`."""
    told = [f"{component.version or '?'} ({where(component)})" for component in components]
    rest = f", … {len(told) - MOST_NAMED}" if len(told) > MOST_NAMED else ""
    return ", ".join(told[:MOST_NAMED]) + rest
