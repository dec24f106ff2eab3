"""The pack for an adviser, and what is taken out of it."""

import io
import zipfile
from collections.abc import Collection
from datetime import date

import msgspec
import pytest
import yaml

from mamoru.catalog import catalog
from mamoru.design import design_of, library, standing
from mamoru.design.consultation import REDACTIONS, pack, redacted_maker, redacted_product
from mamoru.design.telling import DesignTold, told
from mamoru.language import Lang
from mamoru.product import Documents, Product, Written
from material.designs import camera, gateway, maker, sensor

SECRETS = {
    "people": ["鈴木 一", "山田 守", "県産業技術センター"],
    "peers": ["mqtt.mimamori.example"],
    "suppliers": ["Kaede", "そらくも"],
    "documents": ["docs/"],
    "names": ["みまもり", "NC-100", "nc-100", "Mimamori"],
    "ports": ["8883", "554"],
}
NEVER = ["netcam-1.0.bin", "T-05", "耐タンパー装置"]


def told_of(product: Product, kinds: Collection[str]) -> DesignTold:
    """The design of what is left of a product."""
    left = redacted_maker(maker(), kinds)
    nowhere = Written(path="-", lines={})
    design = design_of(catalog(), library(), left, product)
    on = date(2026, 11, 23)
    papers = Documents(
        on=on, maker=left, product=product, release=None, maker_file=nowhere, product_file=nowhere
    )
    return told(design, standing(design, library().matrix, {}, on), papers, catalog())


def packed(*kinds: str) -> dict[str, str]:
    """The files of the camera's pack."""
    product = redacted_product(camera(), kinds)
    body = pack(product, told_of(product, kinds), Lang.JA)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_pack_tells_product_picture_threats_decisions_and_questions() -> None:
    files = packed()
    assert set(files) == {
        "README.md", "product.yaml", "diagram.svg", "threats.md", "questions.md", "design.json", "answers.yaml",
    }  # fmt: skip
    assert "低減: 1A" in files["threats.md"]
    assert "対応（risks の decision）が決まっていない脅威" in files["questions.md"]


@pytest.mark.parametrize("kind", REDACTIONS)
def test_what_is_chosen_is_in_no_file_and_the_rest_stays(kind: str) -> None:
    everything = "".join(packed(kind).values())
    assert [secret for secret in SECRETS[kind] if secret in everything] == []
    for other in SECRETS.keys() - {kind}:
        assert any(secret in everything for secret in SECRETS[other]), other


def test_images_devices_results_and_statements_never_leave() -> None:
    everything = "".join(packed().values())
    assert [secret for secret in NEVER if secret in everything] == []


@pytest.mark.parametrize("product", [camera(), gateway(), sensor()], ids=["camera", "gateway", "sensor"])
def test_the_threats_stay_whatever_is_taken_out(product: Product) -> None:
    alone = msgspec.structs.replace(product, components=())  # so that only its peer tells of an app
    left = redacted_product(alone, list(REDACTIONS))
    every = {threat.id for threat in told_of(alone, ()).threats}
    assert {threat.id for threat in told_of(left, list(REDACTIONS)).threats} == every


def test_the_pack_is_the_same_bytes_each_time() -> None:
    product = redacted_product(camera(), ())
    assert pack(product, told_of(product, ()), Lang.EN) == pack(product, told_of(product, ()), Lang.EN)


def test_the_product_in_the_pack_can_be_read_again() -> None:
    raw = yaml.safe_load(packed("people", "peers")["product.yaml"])
    assert msgspec.convert(raw, Product).id == "nc-100"
