"""Whether a release can be updated, and how updates are signed."""

from mamoru.operation.checks import software_updatable as check
from material.documents import bare, documents, heard


def test_a_method_and_a_signature_are_declared_only() -> None:
    said = heard(check, documents())
    assert said.grades == {"software-updatable": "declared", "update-is-signed": "declared"}


def test_a_package_that_is_named_and_not_there_is_a_finding() -> None:
    said = heard(check, documents(absent=("release/1.0.raucb",)))
    assert said.fields == ["releases[0].update_package"]
    assert said.evidence.refutes == ("software-updatable",)


def test_updates_said_to_be_unsigned_are_a_finding() -> None:
    said = heard(check, documents(update__signature="なし"))
    assert said.fields == ["update.signature"]
    assert said.evidence.refutes == ("update-is-signed",)


def test_a_signature_not_yet_decided_is_missing() -> None:
    said = heard(check, documents(update__signature="未定"))
    assert not said.findings
    assert said.lacking == {"update-is-signed"}


def test_a_release_without_a_package_is_no_finding() -> None:
    said = heard(check, documents(releases__0__update_package=None))
    assert not said.findings


def test_a_product_that_cannot_be_updated_is_a_no_at_its_place() -> None:
    said = heard(check, documents(update={"method": "none"}))
    assert said.evidence.refutes == ("software-updatable",)
    assert said.fields == ["update.method"]
    assert said.lacking == {"update-is-signed"}


def test_no_release_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"software-updatable", "update-is-signed"}
