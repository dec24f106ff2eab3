"""Merge sightings into components: one for each software and version, with all its places."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from mamoru.product import Component, Occurrence
from mamoru.product.software import Software
from mamoru.verification.firmware.components.sighting import RANKS, PackageRecord, Sighted

MOST_OCCURRENCES = 200
_DISTRIBUTED = frozenset({"deb", "rpm", "apk", "opkg"})
_HOMES = {"deb": "debian", "apk": "alpine", "rpm": "redhat"}

Versions = dict[str | None, list[Sighted]]


def merged(seen: Sequence[Sighted], distributions: Mapping[str, str | None]) -> tuple[Component, ...]:
    """The components that `seen` tells of; `distributions` names that of each file tree."""
    known: dict[str, list[Sighted]] = defaultdict(list)
    unknown: dict[tuple[str, str, str], list[Sighted]] = defaultdict(list)
    for sighted in seen:
        if sighted.software is not None:
            known[sighted.software.id].append(sighted)
        elif sighted.package is not None:
            package = sighted.package
            unknown[package.ecosystem, package.name, package.version].append(sighted)
    parts = [
        _component(software, version, group)
        for group_of_one in known.values()
        if (software := group_of_one[0].software) is not None
        for version, group in _by_version(group_of_one).items()
    ]
    parts += [_packaged(group, distributions) for group in unknown.values()]
    return tuple(sorted(parts, key=lambda c: (c.name, c.version or "", c.purl or "")))


def _by_version(seen: Sequence[Sighted]) -> Versions:
    """The sightings of one software by the version that each file tells in the end."""
    files: dict[tuple[str | None, str], list[Sighted]] = defaultdict(list)
    databases: list[Sighted] = []
    for sighted in seen:
        if sighted.method == "package-database":
            databases.append(sighted)
        else:
            files[sighted.container, sighted.path].append(sighted)
    versions: Versions = defaultdict(list)
    loose: list[list[Sighted]] = []
    for group in files.values():
        told = _told(group)
        if told is None:
            loose.append(group)
        else:
            versions[told] += group
    for record in databases:
        joined = _joined(record, versions)
        if record.version and joined and record.version.startswith(joined + "."):
            versions[record.version] += versions.pop(joined)  # the file tells less of the same version
            joined = record.version
        versions[joined].append(record)
    for group in loose:
        versions[_nearest(group[0], versions)] += group
    return versions


def _told(group: Sequence[Sighted]) -> str | None:
    """The version that one file tells: by the method believed most, if it is of one mind."""
    versioned = [s for s in group if s.version is not None]
    if not versioned:
        return None
    best = min(RANKS[s.method] for s in versioned)
    believed = [s for s in versioned if RANKS[s.method] == best]
    surest = max(s.confidence for s in believed)
    versions = {s.version for s in believed if s.confidence == surest}
    return versions.pop() if len(versions) == 1 else None


def _joined(record: Sighted, versions: Versions) -> str | None:
    """The version under which a package belongs: its own, or that which its files tell."""
    if record.version in versions:
        return record.version
    owned = [
        version
        for version, group in versions.items()
        if any(
            s.own
            and s.container == record.container
            and s.method == "version-string"
            and s.version == version
            for s in group
        )
    ]
    return owned[0] if len(owned) == 1 else record.version


def _nearest(sighted: Sighted, versions: Versions) -> str | None:
    """The version that a file without one shares: of the same tree, the one with most places."""
    candidates = [
        (sum(s.container == sighted.container for s in group), len(group), version or "")
        for version, group in versions.items()
        if version is not None
    ]
    return max(candidates)[2] if candidates else None


def _component(software: Software, version: str | None, group: Sequence[Sighted]) -> Component:
    raws = sorted((RANKS[s.method] != 1, s.raw) for s in group if s.raw and s.version == version)
    return Component(
        name=software.id,
        version=version,
        raw_version=raws[0][1] if raws else None,
        software=software.id,
        purl=software.versioned_purl(version),
        cpes=software.cpe_names(version),
        license=software.license,
        supplier=software.supplier,
        confidence=_confidence(s for s in group if s.version == version),
        occurrences=_occurrences(group),
    )


def _packaged(group: Sequence[Sighted], distributions: Mapping[str, str | None]) -> Component:
    first = group[0]
    package = first.package
    assert package is not None
    return Component(
        name=package.name,
        version=first.version,
        raw_version=package.version,
        purl=_purl(package, distributions.get(first.container or "")),
        license=package.license,
        supplier=package.supplier,
        confidence=_confidence(group),
        occurrences=_occurrences(group),
    )


def _purl(package: PackageRecord, distribution: str | None) -> str:
    """The package URL of a package. Source: purl-spec, the types of distributions and languages."""
    if package.ecosystem in _DISTRIBUTED:
        home = distribution or _HOMES.get(package.ecosystem)
        kind = f"pkg:{package.ecosystem}/" + (f"{quote(home)}/" if home else "")
        arch = f"?arch={quote(package.architecture)}" if package.architecture else ""
        return f"{kind}{quote(package.name.lower(), safe='+')}@{quote(package.version, safe='+~')}{arch}"
    name = package.name
    if package.ecosystem == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    elif package.ecosystem in ("golang", "luarocks"):
        name = name.lower()
    elif package.ecosystem == "maven":
        name = name.replace(":", "/")
    return f"pkg:{package.ecosystem}/{quote(name, safe='/')}@{quote(package.version)}"


def _confidence(group: Iterable[Sighted]) -> float:
    """How sure we are, when each method could be wrong on its own."""
    surest: dict[str, float] = {}
    for sighted in group:
        surest[sighted.method] = max(surest.get(sighted.method, 0.0), sighted.confidence)
    doubt = 1.0
    for confidence in surest.values():
        doubt *= 1.0 - confidence
    return round(min(0.99, 1.0 - doubt), 2)


def _occurrences(group: Iterable[Sighted]) -> tuple[Occurrence, ...]:
    places = {
        Occurrence(path=s.path, method=s.method, value=s.value, offset=s.offset, container=s.container)
        for s in group
    }
    ordered = sorted(
        places, key=lambda o: (o.container or "", o.path, RANKS[o.method], o.offset or 0, o.value)
    )
    return tuple(ordered[:MOST_OCCURRENCES])
