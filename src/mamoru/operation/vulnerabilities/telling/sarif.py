"""The open vulnerabilities of a release in SARIF, for code-scanning tools (OASIS SARIF 2.1.0, errata 01).

English in the messages, as the format takes one language; the Japanese texts lie in `properties`.
"""

from urllib.parse import quote

import msgspec

from mamoru import __version__
from mamoru.operation.vulnerabilities.telling.findings import component_name
from mamoru.operation.vulnerabilities.telling.shapes import MatchesTold, MatchTold

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_GRAVE, _MIDDLE = 7.0, 4.0
Json = dict[str, object]


def sarif(told: MatchesTold) -> str:
    """One run with a result for each match that is open, and a rule for each vulnerability."""
    shown = [match for match in told.matches if match.state == "open"]
    rules = {match.vulnerability: match for match in reversed(shown)}
    numbers = {id: n for n, id in enumerate(rules)}
    run: Json = {
        "tool": {
            "driver": {
                "name": "mamoru",
                "version": __version__,
                "rules": [_rule(match) for match in rules.values()],
            }
        },
        "results": [_result(match, numbers, told.path) for match in shown],
        "columnKind": "unicodeCodePoints",
    }
    document: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _rule(match: MatchTold) -> Json:
    title = match.title.en if match.title else match.vulnerability
    properties: Json = {
        "tags": ["security", *match.weaknesses],
        "title_ja": match.title.ja if match.title else title,
    }
    if match.cvss is not None and match.cvss.score is not None:
        properties["security-severity"] = str(match.cvss.score)
    return {"id": match.vulnerability, "shortDescription": {"text": title}, "properties": properties}


def _result(match: MatchTold, numbers: dict[str, int], path: str) -> Json:
    place = (match.component.path or path).lstrip("/") or path
    return {
        "ruleId": match.vulnerability,
        "ruleIndex": numbers[match.vulnerability],
        "level": _level(match),
        "message": {"text": f"{component_name(match.component)}: {match.why.en}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(place)}}}],
        "partialFingerprints": {"match/v1": f"{match.vulnerability}:{component_name(match.component)}"},
        "properties": {
            "certainty": match.certainty.value,
            "source": match.source,
            "decision": match.ssvc.decision,
            "fixed": list(match.fixed),
            "why_ja": match.why.ja,
        },
    }


def _level(match: MatchTold) -> str:
    score = match.cvss.score if match.cvss else None
    if not match.sure:
        return "note"
    if match.kev or (score is not None and score >= _GRAVE):
        return "error"
    return "warning" if score is None or score >= _MIDDLE else "note"


def _uri(path: str) -> str:
    return quote(path.replace("\\", "/"))
