"""The SARIF form: the weaknesses for code-scanning tools (OASIS SARIF 2.1.0, errata 01).

English in the messages, as the format takes one language; the Japanese texts lie in `properties`.
"""

import hashlib
from collections import Counter
from urllib.parse import quote

import msgspec

from mamoru.assessment.report.form import Format
from mamoru.assessment.report.model import ImageView, Report
from mamoru.assessment.report.plain_text import plain
from mamoru.assessment.report.verdict import unseen
from mamoru.evidence import Finding, Location, Severity
from mamoru.language import Lang, Text

FORMAT = Format(
    id="sarif",
    file_name="findings.sarif",
    media_type="application/sarif+json",
    title=Text("SARIF（弱点）", "SARIF (weaknesses)"),
)
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
SCORES = {  # for tools that sort by a number between 0 and 10
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "3.0",
    Severity.INFO: "0.5",
}
BASES = {
    "ROOTFS": "The root file system of the device",
    "IMAGE": "The firmware image; its parts are named by their content",
    "WORKSPACE": "The folder with maker.yaml and the product files",
}

Json = dict[str, object]


def render(report: Report, lang: Lang) -> str:
    """One run with every finding; accepted ones are there with their suppression."""
    del lang
    every = (*report.findings, *report.accepted_findings)
    rules = {check: n for n, check in enumerate(sorted({finding.check for finding in every}))}
    cwes = sorted({cwe for finding in every for cwe in finding.cwe}, key=lambda c: (len(c), c))
    seen: Counter[str] = Counter()
    results = [
        _result(finding, rules, cwes, seen, accepted=n >= len(report.findings))
        for n, finding in enumerate(every)
    ]
    name, _, version = report.tool.partition(" ")
    driver: Json = {
        "name": name,
        "version": version or "0",
        "rules": [_rule(check, report, every, cwes) for check in rules],
        "supportedTaxonomies": [{"name": "CWE", "index": 0}],
    }
    run: Json = {
        "tool": {"driver": driver},
        "taxonomies": [_taxonomy(cwes)],
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {base: {"description": {"text": text}} for base, text in BASES.items()},
        "artifacts": [_artifact(image) for image in report.images],
        "results": results,
        "columnKind": "unicodeCodePoints",
    }
    document: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _result(
    finding: Finding, rules: dict[str, int], cwes: list[str], seen: Counter[str], *, accepted: bool
) -> Json:
    result: Json = {
        "ruleId": finding.check,
        "ruleIndex": rules[finding.check],
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": f"{plain(finding.title.en)}: {plain(finding.proof)}"},
        "locations": [_location(finding.location)],
        "partialFingerprints": {"mamoru/v1": _fingerprint(finding, seen)},
        "taxa": [_taxon(cwe, cwes) for cwe in finding.cwe],
        "properties": {
            "severity": finding.severity.value,
            "proof": plain(finding.proof),
            "title": finding.title,
            "remedy": finding.remedy,
            "claims": list(finding.refutes),
        },
    }
    if accepted:
        text = "The maker accepted this risk until a date (product.yaml)."
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": text}]
    return result


def _fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """The same for the same weakness in the next release: no line, no offset. Like ones are counted."""
    place = finding.location
    said = "\0".join((finding.check, place.container or "", place.path, place.field or "", finding.proof))
    digest = hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:32]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _location(place: Location) -> Json:
    base = "ROOTFS" if place.path.startswith("/") else "IMAGE"
    if base == "IMAGE" and (place.field is not None or place.path.endswith((".yaml", ".yml"))):
        base = "WORKSPACE"
    uri = quote(place.path.lstrip("/"), safe="/", errors="replace")
    physical: Json = {"artifactLocation": {"uri": uri or ".", "uriBaseId": base}}
    if place.line is not None:
        physical["region"] = {"startLine": max(place.line, 1)}
    elif place.offset is not None:
        physical["region"] = {"byteOffset": place.offset}
    location: Json = {"physicalLocation": physical}
    if place.container is not None:
        location["logicalLocations"] = [{"name": plain(place.container), "kind": "module"}]
    return location


def _rule(check: str, report: Report, every: tuple[Finding, ...], cwes: list[str]) -> Json:
    """A check as a rule, described by its title and by its worst finding."""
    worst = min((f for f in every if f.check == check), key=lambda f: f.severity.rank)
    title = next((run.title for run in report.checks if run.id == check), worst.title)
    if title.ja == title.en == check:
        title = worst.title
    return {
        "id": check,
        "shortDescription": {"text": plain(title.en)},
        "fullDescription": {"text": plain((worst.why or title).en)},
        "help": {"text": plain(worst.remedy.en)},
        "defaultConfiguration": {"level": LEVELS[worst.severity]},
        "relationships": [{"target": _taxon(cwe, cwes), "kinds": ["relevant"]} for cwe in worst.cwe],
        "properties": {
            "tags": ["security", *(f"external/cwe/{cwe.lower()}" for cwe in worst.cwe)],
            "security-severity": SCORES[worst.severity],
            "title_ja": plain(title.ja),
            "remedy_ja": plain(worst.remedy.ja),
        },
    }


def _taxon(cwe: str, cwes: list[str]) -> Json:
    return {"id": cwe, "index": cwes.index(cwe), "toolComponent": {"name": "CWE", "index": 0}}


def _taxonomy(cwes: list[str]) -> Json:
    return {
        "name": "CWE",
        "organization": "MITRE",
        "shortDescription": {"text": "Common Weakness Enumeration"},
        "isComprehensive": False,
        "taxa": [
            {"id": cwe, "helpUri": f"https://cwe.mitre.org/data/definitions/{cwe.removeprefix('CWE-')}.html"}
            for cwe in cwes
        ],
    }


def _artifact(image: ImageView) -> Json:
    return {
        "location": {"uri": quote(image.path.replace("\\", "/"), safe="/", errors="replace")},
        "length": image.bytes,
        "hashes": {"sha-256": image.sha256},
        "roles": ["analysisTarget"],
    }


def _invocation(report: Report) -> Json:
    """What could not be opened or looked at is a notification: never silence."""
    texts = [f"Not looked at: {plain(text.en)}" for text in unseen(report)]
    texts += [
        f"{plain(image.path)}: {gap.bytes} bytes at {gap.offset:#x} not opened: {plain(gap.why.en)}"
        for image in report.images
        for gap in image.unopened
        if gap.serious
    ]
    notes = [{"level": "warning", "message": {"text": text}} for text in texts]
    return {
        "executionSuccessful": not report.looked.nothing,
        "endTimeUtc": report.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "toolExecutionNotifications": notes,
    }
