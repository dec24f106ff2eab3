"""Products that nobody has seen: what the facts exclude never appears, whatever else is in the file."""

from typing import Any
from xml.etree import ElementTree

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mamoru.design import first_view
from mamoru.design.diagram import diagram, svg
from mamoru.design.technical_measures import MEASURES
from mamoru.language import Lang
from mamoru.product import Product
from material.designs import designed

ON_IP = {"web-injection", "botnet", "pivot"}
PERSONAL = {"privacy-leak", "tracked-by-radio"}
AVAILABLE = {"flooded", "stays-down", "silent-failure"}
PROTOCOLS = ["https", "Modbus/TCP", "Bluetooth LE", "Wi-Fi", "RTSP", "USB", "UART", "LoRaWAN", "何か"]
KINDS = ["network-service", "client", "radio", "debug", "physical"]
EXPOSURES = ["internet", "local-network", "nearby", "board"]

interfaces = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "protocol": st.sampled_from(PROTOCOLS),
            "exposure": st.sampled_from(EXPOSURES),
        },
        optional={"authentication": st.sampled_from(["none", "password", "key", "pairing"])},
    ),
    max_size=8,
)
data = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["personal", "privacy", "setting", "credential", "log", "telemetry"])},
        optional={"stored": st.just("flash"), "sensitive": st.booleans()},
    ),
    max_size=5,
)
functions = st.lists(
    st.fixed_dictionaries({"must_stay_available": st.booleans(), "safety": st.booleans()}), max_size=3
)


@st.composite
def products(draw: st.DrawFn) -> Product:
    """Any product file."""

    def numbered(entries: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
        return [{"id": f"{name}{n}", **entry} for n, entry in enumerate(entries)]

    described = {"description": "何か"}
    return msgspec.convert(
        {
            "id": "p",
            "name": {"ja": "製品"},
            "interfaces": numbered(draw(interfaces), "i"),
            "data": [entry | described for entry in numbered(draw(data), "d")],
            "functions": [entry | described for entry in numbered(draw(functions), "f")],
            "draft": draw(st.booleans()),
        },
        Product,
    )


@given(products())
def test_no_web_threat_without_ip(product: Product) -> None:
    local = tuple(
        msgspec.structs.replace(
            i, protocol="Bluetooth LE" if i.kind in ("radio", "client", "network-service") else i.protocol
        )
        for i in product.interfaces
    )
    design = designed(msgspec.structs.replace(product, interfaces=local))
    assert not ON_IP & {threat.id for threat in design.threats}


@given(products())
def test_no_privacy_threat_where_nothing_personal_is_kept(product: Product) -> None:
    impersonal = tuple(d for d in product.data if d.kind not in ("personal", "privacy"))
    design = designed(msgspec.structs.replace(product, data=impersonal))
    assert not PERSONAL & {threat.id for threat in design.threats}


@given(products())
def test_no_availability_threat_or_measure_where_nothing_must_stay(product: Product) -> None:
    calm = tuple(msgspec.structs.replace(f, must_stay_available=False) for f in product.functions)
    design = designed(msgspec.structs.replace(product, functions=calm))
    assert not AVAILABLE & {threat.id for threat in design.threats}
    assert not [need.id for need in design.measures if need.id in ("3A", "3B") and need.needed]


@given(products())
def test_a_threat_applies_is_excluded_or_is_an_open_question_and_never_two_of_them(product: Product) -> None:
    design = designed(product)
    applying = {threat.id for threat in design.threats}
    excluded = {each.id for each in design.excluded}
    open_ = {id for question in design.questions if question.about != "decisions" for id in question.threats}
    assert not applying & excluded
    assert not open_ & (applying | excluded)


@given(products())
def test_measures_of_threats_are_never_those_that_the_product_does_not_need(product: Product) -> None:
    design = designed(product)
    for threat in first_view(design.threats):
        assert all(design.facts[MEASURES[measure]] is not False for measure in threat.measures)


@given(products())
def test_the_design_of_an_equal_file_is_equal(product: Product) -> None:
    assert designed(product) == designed(msgspec.structs.replace(product))


@given(products())
def test_every_product_has_a_picture(product: Product) -> None:
    drawn = diagram(product)
    assert len({(box.x, box.y) for box in drawn.boxes}) == len(drawn.boxes)
    ElementTree.fromstring(svg(drawn, Lang.JA))
