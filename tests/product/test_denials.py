"""What a characteristic denies and the same file states is an error of the file; nothing is emptied by it."""

import pytest

from mamoru.errors import InputError
from mamoru.product import Product
from mamoru.product.answers import Answers
from mamoru.product.files import parsed
from mamoru.product.model import Interface
from mamoru.product.problems import ProductFileErrors
from mamoru.product.scaffold import product_text

FILE = """id: p
name: {{en: P}}
characteristics: {{communicates: {communicates}, handles_data: {data}, must_stay_available: {needed}}}
{more}
"""


def faults(more: str, *, communicates: str = "false", data: str = "no", needed: str = "false") -> list[str]:
    text = FILE.format(communicates=communicates, data=data, needed=needed, more=more)
    try:
        parsed(Product, text.encode(), shown="product.yaml")
    except ProductFileErrors as error:
        return [problem.text("en") for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("stated", "field", "words"),
    [
        ("interfaces: [{id: w, kind: network-service, protocol: https}]", "communicates", "interfaces[0]"),
        ("interfaces: [{id: c, kind: client, protocol: mqtts}]", "communicates", "kind: client"),
        ("interfaces: [{id: u, kind: debug, protocol: UART},\n {id: r, kind: radio, protocol: LoRa}]",
         "communicates", "interfaces[1] (line 5)"),
        ("components: [{name: SX1262, kind: radio}]", "communicates", "components[0] (line 4)"),
        ("update: {method: network}", "communicates", "update.method (line 4) says method: network"),
        ("data: [{id: d, description: readings, kind: telemetry}]", "handles_data", "data[0] (line 4)"),
        ("functions: [{id: f, description: alarm, must_stay_available: yes}]", "must_stay_available", "functions[0]"),
    ],
)  # fmt: skip
def test_what_the_lists_state_may_not_be_denied(stated: str, field: str, words: str) -> None:
    (told,) = faults(stated)

    assert told.startswith(f"product.yaml:3: characteristics.{field} is false, but ")
    assert words in told


@pytest.mark.parametrize(
    "stated",
    [
        "interfaces: [{id: u, kind: debug, protocol: UART}]",
        "interfaces: [{id: w, kind: network-service, protocol: https, enabled: false}]",
        "update: {method: local}",
        "data: [{id: fw, description: program, kind: firmware}]",
        "interfaces: [{id: g, kind: radio, protocol: GNSS}]",
        "functions: [{id: f, description: alarm, must_stay_available: false}]",
        "functions: [{id: f, description: alarm}]",
    ],
)
def test_what_is_no_contradiction_is_none(stated: str) -> None:
    assert faults(stated) == []


def test_what_is_true_or_left_open_is_never_a_contradiction() -> None:
    stated = "interfaces: [{id: w, kind: network-service, protocol: https}]\ndata: [{id: d, description: d, kind: log}]"

    assert faults(stated, communicates="true", data="yes") == []


def test_an_answer_that_the_image_contradicts_is_refused_before_a_file_is_written() -> None:
    telnet = Interface(id="telnet", kind="network-service", protocol="telnet")
    answers = Answers(maker_id="m", product_id="p", communicates=False, interfaces=(telnet,))

    with pytest.raises(InputError, match="telnet"):
        product_text(answers)


@pytest.mark.parametrize("said", ["signature: RAUC", "notification: by mail", "automatic: true"])
def test_what_has_no_updates_has_neither_signature_nor_notice_of_them(said: str) -> None:
    (told,) = faults(f"update: {{method: none, {said}}}", communicates="true")

    assert "update.method is none, but update." in told


@pytest.mark.parametrize(
    "said", ["signature: none", "notification: なし", "automatic: false", "signature: TBD"]
)
def test_what_denies_updates_with_all_its_fields_is_no_contradiction(said: str) -> None:
    assert faults(f"update: {{method: none, {said}}}", communicates="true") == []
