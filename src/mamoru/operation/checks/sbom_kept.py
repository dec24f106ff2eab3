"""Each release has its list of software parts (SBOM)."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.operation.release_entry import entry
from mamoru.product import Documents
from mamoru.product.documents import Listing

CHECK = Check(
    id="DOC-OPS-011",
    title=Text("書かれているSBOMのファイルがない", "The SBOM that is named is not there"),
    why=Text(
        "部品の脆弱性が公表されたとき、どの版が当てはまるかをすぐ答えられるのは、版ごとの部品表があるときだけです。",
        "When a part's weakness is published, only a list for each release tells at once which of them it affects.",
    ),
    remedy=Text(
        "mamoru firmware sbom でつくり、product.yaml に書きます。例: mamoru firmware sbom firmware.bin -o sbom/1.0.cdx.json と releases: [{version: '1.0', sbom: sbom/1.0.cdx.json}]",
        "Make it with mamoru firmware sbom and enter it in product.yaml. Example: mamoru firmware sbom firmware.bin -o sbom/1.0.cdx.json and releases: [{version: '1.0', sbom: sbom/1.0.cdx.json}]",
    ),
    severity=Severity.MEDIUM,
    claims=("sbom-kept",),
    subject=SubjectKind.RELEASE,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=2,
    limits=Text(
        "部品の一覧かどうかだけを見ます。抜けがないかは見ません。",
        "It sees only that it is a list of parts, not whether the list is complete.",
    ),
)
KEPT = Text(
    "版 {version} のSBOMがあります（{path}、{bytes}バイト、SHA-256 {digest}…）",
    "Release {version} has an SBOM ({path}, {bytes} bytes, SHA-256 {digest}…)",
)
NAMED = Text(
    "版 {version} のSBOMの場所が書かれています（{path}）",
    "Where release {version}'s SBOM lies is entered ({path})",
)
UNKNOWN = Text(
    "版 {version} のSBOMの場所が書かれています（{path} は部品の一覧として読めません）",
    "Where release {version}'s SBOM lies is entered ({path} cannot be read as a list of parts)",
)
NO_PART = Text("SBOMに部品が一つも書かれていない", "The SBOM names no part")
EMPTY = Text("SBOMのファイルが空である", "The SBOM file is empty")
NO_RELEASE = Text("版（releases）が登録されていません。", "No release is registered (releases).")
NONE = Text(
    "版 {version} のSBOM（sbom）が書かれていません。", "No SBOM is entered for release {version} (sbom)."
)


def run(documents: Documents) -> Iterator[Observation]:
    """A file in the workspace that lists parts is attested by its own digest; whether these are the release's
    is not measured here. An https address, which is never fetched, is declared, and so is a file in which
    nobody can see a list. A file that is named and not there, empty, or a list of nothing is a finding."""
    release, file = documents.release, documents.product_file
    if release is None:
        yield CHECK.missing(reason=NO_RELEASE, at=file.at("releases"))
        return
    at = entry(documents, release, "sbom")
    if release.sbom is None:
        yield CHECK.missing(reason=NONE.fill(version=release.version), at=at)
        return
    found = documents.files.get(release.sbom)
    if found is None and documents.exists(release.sbom):
        yield CHECK.shown(proof=NAMED.fill(version=release.version, path=release.sbom), at=at)
    elif found is None:
        yield CHECK.finding(at=at, proof=f"{release.version}: {release.sbom}: –")
    elif found.bytes == 0:
        yield CHECK.finding(at=at, proof=f"{release.sbom}: 0 bytes", title=EMPTY)
    elif found.listing is Listing.NOTHING:
        yield CHECK.finding(at=at, proof=f"{release.version}: {release.sbom}", title=NO_PART)
    elif found.listing is not Listing.PARTS:
        yield CHECK.shown(proof=UNKNOWN.fill(version=release.version, path=release.sbom), at=at)
    else:
        proof = KEPT.fill(
            version=release.version, path=release.sbom, bytes=found.bytes, digest=found.sha256[:12]
        )
        yield CHECK.shown(proof=proof, at=at, grade=Grade.ATTESTED)
