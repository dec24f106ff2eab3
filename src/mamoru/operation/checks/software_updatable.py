"""The software of a release can be updated, and how updates are signed, as declared."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.operation.release_entry import entry
from mamoru.product import Documents
from mamoru.product.wording import denies, filled_in

CHECK = Check(
    id="DOC-OPS-015",
    title=Text("書かれている更新ファイルがない", "The update package that is named is not there"),
    why=Text(
        "どの版にも更新を届けられることと、偽の更新を入れさせないことは、出荷後に直すための土台です。",
        "That every release can be updated, and that no forged update gets in, is the ground of all mending after shipping.",
    ),
    remedy=Text(
        "更新ファイルをワークスペースに置くか、場所を直して product.yaml に書きます。例: update: {method: network, signature: RAUC（X.509）} と releases: [{version: '1.0', update_package: release/1.0.raucb}]",
        "Put the package into the workspace, or mend its place in product.yaml. Example: update: {method: network, signature: RAUC (X.509)} and releases: [{version: '1.0', update_package: release/1.0.raucb}]",
    ),
    severity=Severity.MEDIUM,
    claims=("software-updatable", "update-is-signed"),
    subject=SubjectKind.RELEASE,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.WEEKS,
    needs=(),
    version=2,
    limits=Text("書かれたことだけを見ます。", "It sees only what is written."),
)
UPDATABLE = Text("更新できると書かれています（{method}）", "The software is said to be updatable ({method})")
SIGNED = Text("更新の署名が書かれています: {signature}", "Updates are said to be signed: {signature}")
UNSIGNED = Text("更新に署名がないと書かれている", "Updates are said not to be signed")
UNSIGNED_REMEDY = Text(
    "署名を確かめてから入れる仕組み（RAUC、SWUpdate など）に替え、product.yaml に書きます。例: update: {method: network, signature: RAUC（X.509）}",
    "Change to an updater that verifies signatures (RAUC, SWUpdate, …) and enter it in product.yaml. Example: update: {method: network, signature: RAUC (X.509)}",
)
NO_RELEASE = Text("版（releases）が登録されていません。", "No release is registered (releases).")
NONE = Text("更新の方法（update）が書かれていません。", "No method of update is entered (update).")
NO_UPDATES = Text("更新できない製品だと書かれている", "The product is said not to be updatable")
NO_UPDATES_REMEDY = Text(
    "更新の仕組みを備え、product.yaml に書きます。備えられないときは、その理由と交換の支援を公開します。例: update: {method: network, signature: RAUC（X.509）}",
    "Provide a way to update and enter it in product.yaml; where that cannot be, publish why and how the device is replaced. Example: update: {method: network, signature: RAUC (X.509)}",
)
NONE_TO_SIGN = Text(
    "更新がないので、署名もありません（update.method: none）。",
    "There are no updates to sign (update.method: none).",
)
NO_SIGNATURE = Text(
    "更新の署名（update.signature）が書かれていません。",
    "The signature of updates is not entered (update.signature).",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A product that cannot be updated is a finding. Declared only: a test on the device, or a look into the image, has to show it. A package that
    is named and not there refutes that this release can be delivered as an update."""
    release, update, file = documents.release, documents.product.update, documents.product_file
    if release is None or update is None:
        reason = NO_RELEASE if release is None else NONE
        yield CHECK.missing(reason=reason, at=file.at("releases" if release is None else "update"))
        return
    if update.method == "none":
        at = file.at("update.method")
        yield CHECK.finding(
            at=at, proof="update.method: none", title=NO_UPDATES, remedy=NO_UPDATES_REMEDY,
            severity=Severity.HIGH, cwe=("CWE-1277",), refutes=("software-updatable",),
        )  # fmt: skip
        yield CHECK.missing(reason=NONE_TO_SIGN, at=at, claims=("update-is-signed",))
        return
    package = release.update_package
    if package is not None and not documents.exists(package):
        at = entry(documents, release, "update_package")
        yield CHECK.finding(at=at, proof=f"{release.version}: {package}: –", refutes=("software-updatable",))
    else:
        at = file.at("update.method")
        yield CHECK.shown(proof=UPDATABLE.fill(method=update.method), at=at, claim="software-updatable")
    at = file.at("update.signature")
    if denies(update.signature):
        yield CHECK.finding(
            at=at, proof=f"update.signature: {update.signature}", title=UNSIGNED, remedy=UNSIGNED_REMEDY,
            severity=Severity.HIGH, cwe=("CWE-345",), refutes=("update-is-signed",),
        )  # fmt: skip
    elif filled_in(update.signature):
        proof = SIGNED.fill(signature=update.signature or "")
        yield CHECK.shown(proof=proof, at=at, claim="update-is-signed")
    else:
        yield CHECK.missing(reason=NO_SIGNATURE, at=at, claims=("update-is-signed",))
