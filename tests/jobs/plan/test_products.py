"""What a test engineer plans for products of each kind, and what never: written before the plan was seen."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from mamoru.jobs import Wish
from mamoru.jobs.plan.testing import PlanTold, plan_of
from mamoru.language import Text

PRODUCTS = Path(__file__).parent / "products"
WISH = Wish(on=date(2026, 11, 23), at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))

IP = r"nmap|TCP|UDP|tcpdump|tshark|mitmproxy|curl|testssl|hydra|\bLAN\b|hping3|rsyslog"
WEB = r"[Bb]rowser|ブラウザー|curl|\bURL\b|CSRF"
WIFI = r"Wi-Fi|airodump|aircrack"
BLE = r"Bluetooth|BLE|nRF Connect|nRF Sniffer"
LORA = r"LoRa|ChirpStack|AppKey|DevEUI"
CARD = r"Proxmark|RFID"
BUS = r"mbpoll|YABE|Modbus"
SHELL = r"ssh-audit|ssh-keyscan|sudo -l"
LINUX = r"/etc/|/proc/|kill -9|ps -eo|checksec|setuid"
APP = r"phone app|スマートフォン"


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What is expected of one product: tests there, tests absent, parts that a test goes through and parts
    that it does not, words that nothing on any sheet may hold, words that some sheet must."""

    planned: frozenset[str]
    absent: frozenset[str] = frozenset()
    over: dict[str, set[str]] = {}
    never: str
    somewhere: tuple[str, ...]
    at_most: int


LORA_SENSOR = Kind(
    planned=frozenset(
        ["TC-AUTH-01", "TC-AUTH-07", "TC-AUTH-09", "TC-DATA-01", "TC-DATA-03", "TC-REC-05", "TC-SRF-02", "TC-SRF-08"]
    ),
    absent=frozenset(["TC-AUTH-02", "TC-AUTH-08", "TC-LOG-02", "TC-LOG-04", "TC-SRF-06", "TC-UPD-04", "TC-DEL-03", "TC-UPD-07"]),
    over={"TC-AUTH-07": {"uplink"}, "TC-SRF-02": {"swd"}},
    never="|".join((IP, WEB, WIFI, BLE, CARD, BUS, SHELL, LINUX, APP)),
    somewhere=("Join Accept", "MIC", "OTAA", "OpenOCD"),
    at_most=49,
)  # fmt: skip
EXPECTED = {
    "water-meter": msgspec.structs.replace(
        LORA_SENSOR, absent=LORA_SENSOR.absent | {"TC-AUTH-03", "TC-AUTH-05", "TC-AUTH-13"}
    ),
    "analog-input": Kind(
        planned=frozenset(["TC-AUTH-01", "TC-AUTH-12", "TC-DATA-03", "TC-REC-01", "TC-SRF-01", "TC-SRF-08", "TC-DOC-10"]),
        absent=frozenset(["TC-AUTH-05", "TC-AUTH-03", "TC-AUTH-13", "TC-AUTH-08", "TC-DATA-04", "TC-SRF-02", "TC-UPD-01", "TC-UPD-02", "TC-PRV-01"]),
        over={"TC-AUTH-01": {"bus", "serial"}, "TC-SRF-08": {"bus"}},
        never="|".join((WEB, WIFI, BLE, CARD, LORA, SHELL, APP, "testssl")),
        somewhere=("mbpoll", "nmap -sS -p-", "Disconnect the machines"),
        at_most=46,
    ),
    "padlock": Kind(
        planned=frozenset(["TC-AUTH-01", "TC-AUTH-02", "TC-AUTH-05", "TC-AUTH-07", "TC-DATA-03", "TC-DEL-01", "TC-SRF-08", "TC-SRF-09", "TC-UPD-02"]),
        absent=frozenset(["TC-AUTH-08", "TC-LOG-02", "TC-SRF-02", "TC-SRF-03", "TC-SRF-06", "TC-REC-01", "TC-ANO-01", "TC-UPD-04"]),
        over={"TC-AUTH-05": {"ble"}, "TC-SRF-09": {"ble"}},
        never="|".join((IP, WIFI, CARD, LORA, BUS, SHELL, LINUX)),
        somewhere=("nRF Connect", "LE Secure Connections", "Insufficient Authentication", "phone app"),
        at_most=50,
    ),
    "home-nas": Kind(
        planned=frozenset(["TC-AUTH-01", "TC-AUTH-02", "TC-AUTH-05", "TC-AUTH-07", "TC-AUTH-08", "TC-DATA-02", "TC-DATA-04", "TC-DEL-01", "TC-SRF-01", "TC-SRF-03", "TC-SRF-06", "TC-SRF-08", "TC-UPD-02"]),
        absent=frozenset(["TC-SRF-02", "TC-PRV-04"]),
        over={"TC-AUTH-05": {"ui", "share"}, "TC-SRF-03": {"front"}, "TC-DATA-04": {"ui", "backup"}},
        never="|".join((WIFI, BLE, LORA, CARD, BUS, SHELL, APP)),
        somewhere=("smbclient", "CSRF", "testssl.sh", "avahi-browse", "declared as switched off"),
        at_most=68,
    ),
    "car-park-charger": Kind(
        planned=frozenset(["TC-AUTH-01", "TC-AUTH-05", "TC-AUTH-07", "TC-AUTH-08", "TC-ANO-01", "TC-REC-01", "TC-SRF-02", "TC-SRF-08", "TC-SRF-10", "TC-UPD-06"]),
        over={"TC-AUTH-05": {"service", "console"}, "TC-AUTH-07": {"lan", "reader"}, "TC-SRF-02": {"console"}},
        never="|".join((WIFI, BLE, LORA, BUS, SHELL, APP)),
        somewhere=("Proxmark3", "OCPP UpdateFirmware", "mitmproxy", "safe value that was designed"),
        at_most=62,
    ),
}  # fmt: skip
OF_OTHERS = {
    "soil": msgspec.structs.replace(
        LORA_SENSOR,
        planned=LORA_SENSOR.planned | {"TC-AUTH-03", "TC-AUTH-05"},
        over={"TC-AUTH-07": {"lora"}, "TC-AUTH-05": {"uart"}, "TC-SRF-02": {"uart"}},
        somewhere=("Join Accept", "MIC", "OTAA", "AT+"),
    ),
    "remoteio": Kind(
        planned=frozenset(["TC-AUTH-01", "TC-AUTH-05", "TC-AUTH-07", "TC-DATA-03", "TC-REC-01", "TC-SRF-08", "TC-UPD-02"]),
        absent=frozenset(["TC-SRF-02", "TC-AUTH-08", "TC-DATA-04"]),
        over={"TC-AUTH-05": {"web", "snmp"}, "TC-AUTH-07": {"mqtt"}},
        never="|".join((WIFI, BLE, LORA, CARD, SHELL, APP)),
        somewhere=("mbpoll", "snmpwalk", "CSRF"),
        at_most=55,
    ),
    "nas": msgspec.structs.replace(
        EXPECTED["home-nas"],
        over={"TC-AUTH-05": {"web", "smb", "ssh"}, "TC-SRF-03": {"usb"}},
        never="|".join((WIFI, BLE, LORA, CARD, BUS, APP)),
        somewhere=("smbclient", "CSRF", "testssl.sh", "ssh-audit"),
    ),
    "vacuum": Kind(
        planned=frozenset(["TC-AUTH-01", "TC-AUTH-07", "TC-DATA-01", "TC-DATA-03", "TC-DEL-01", "TC-DEL-03", "TC-PRV-01", "TC-PRV-04", "TC-SRF-02"]),
        over={"TC-AUTH-07": {"ble", "mqtt", "video"}, "TC-AUTH-05": {"uart"}},
        never="|".join((LORA, CARD, BUS, SHELL, "CSRF", "smbclient")),
        somewhere=("nRF Sniffer", "airodump-ng", "mitmproxy", "phone app"),
        at_most=58,
    ),
    "wallbox": msgspec.structs.replace(
        EXPECTED["car-park-charger"],
        planned=EXPECTED["car-park-charger"].planned - {"TC-AUTH-08"},
        over={"TC-AUTH-05": {"web"}, "TC-AUTH-07": {"ocpp", "rfid"}, "TC-SRF-02": {"uart"}},
        never="|".join((BLE, LORA, SHELL, APP)),
        somewhere=("Proxmark3", "mbpoll", "airodump-ng"),
    ),
}  # fmt: skip


# Tests of what a single requirement asks of its own (mostly texts that are read and followed); they are
# few for each product, and the bound of each product is on all others.
OWN_CONTENT = re.compile(
    r"TC-(INF-\d\d|DOC-(1[1-9]|[23]\d)|PRV-(0[5-9]|10)|UPD-(09|1\d)|AUTH-1[45]|DATA-0[78]|LOG-0[67]|REC-0[78])"
)
MOST_OWN = {False: 30, True: 60}  # whether the CRA is asked, which asks for papers by the dozen


def planned(folder: Path, tmp_path: Path, text: str | None = None) -> PlanTold:
    (tmp_path / "maker.yaml").write_text("id: m\nname: {en: M}\n", encoding="utf-8")
    body = text if text is not None else folder.read_text(encoding="utf-8")
    (tmp_path / "product.yaml").write_text(body, encoding="utf-8")
    return plan_of(tmp_path, WISH)[0]


def held(told: PlanTold, kind: Kind) -> list[str]:
    """Every way in which a plan is not what is expected."""
    by_hand = {test.id: test for test in told.plan.by_hand()}
    wrong = [f"lacks {id}" for id in sorted(kind.planned - set(by_hand))]
    wrong += [f"plans {id}" for id in sorted(kind.absent & set(by_hand))]
    for id, parts in kind.over.items():
        named = {each.split(" ")[0] for each in by_hand[id].objects}
        wrong += [f"{id} goes through {named}"] if not parts <= named else []
    sheets = {id: _sheet(test) for id, test in by_hand.items()}
    wrong += [f"{id}: {m.group()}" for id, sheet in sheets.items() if (m := re.search(kind.never, sheet))]
    wrong += [f"nowhere {w}" for w in kind.somewhere if not any(w in sheet for sheet in sheets.values())]
    own = {id for id in by_hand if OWN_CONTENT.fullmatch(id)}
    wrong += (
        [f"{len(own)} tests of one requirement each"] if len(own) > MOST_OWN["cra" in told.standards] else []
    )
    return wrong + ([f"{len(by_hand) - len(own)} tests"] if len(by_hand) - len(own) > kind.at_most else [])


def _sheet(test: object) -> str:
    texts: list[Text] = []
    for field in ("procedure", "expected", "stop", "tools", "record"):
        texts += getattr(test, field)
    return "\n".join(text[lang] for text in (test.title, *texts) for lang in ("ja", "en"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_planned_fits_the_product(name: str, tmp_path: Path) -> None:
    assert held(planned(PRODUCTS / f"{name}.yaml", tmp_path), EXPECTED[name]) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", OF_OTHERS)
def test_what_is_planned_fits_the_products_of_others(name: str, tmp_path: Path, shared_data: Path) -> None:
    product = shared_data.parent / "cases" / "design" / "products" / name / "product.yaml"

    assert held(planned(product, tmp_path), OF_OTHERS[name]) == []


def test_passwords_are_never_tried_on_a_field_bus(tmp_path: Path) -> None:
    text = (PRODUCTS / "analog-input.yaml").read_text(encoding="utf-8")
    guarded = text.replace(
        "authentication: none, encryption: none, peer: PLC", "authentication: password, peer: PLC"
    )

    assert "TC-AUTH-05" not in {test.id for test in planned(Path(), tmp_path, guarded).plan.by_hand()}


def test_a_web_page_that_is_added_brings_its_tests(tmp_path: Path) -> None:
    text = (PRODUCTS / "water-meter.yaml").read_text(encoding="utf-8")
    page = "  - {id: page, kind: network-service, protocol: http, port: 80, authentication: password}\n"

    told = planned(Path(), tmp_path, text.replace("data:\n", page + "data:\n", 1))

    found = {test.id: test for test in told.plan.by_hand()}
    assert "page (http 80)" in found["TC-AUTH-05"].objects
    assert re.search(WEB, _sheet(found["TC-AUTH-01"]))


@pytest.mark.parametrize("hole", ["interfaces: []\n", ""], ids=["empty", "absent"])
def test_where_nobody_said_what_there_is_nothing_is_left_out_for_want_of_it(
    hole: str, tmp_path: Path
) -> None:
    bare = f"id: x\nname: {{en: X}}\nstandards: [en-303-645, jc-star-1]\n{hole}releases: [{{version: '1'}}]\n"

    told = planned(Path(), tmp_path, bare)

    assert {"TC-AUTH-05", "TC-SRF-01", "TC-AUTH-07"} <= {test.id for test in told.plan.by_hand()}


def test_a_part_that_is_switched_off_is_only_seen_to_be_off(tmp_path: Path) -> None:
    found = {test.id: test for test in planned(PRODUCTS / "home-nas.yaml", tmp_path).plan.by_hand()}

    assert not [id for id, test in found.items() if any("shell (" in each for each in test.objects)]
    assert "declared as switched off" in _sheet(found["TC-SRF-01"])
