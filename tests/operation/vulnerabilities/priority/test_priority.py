"""The priority: the published trees, every input with its source, exposure from the product file, the order."""

import csv
import io
import tarfile
from itertools import product as combinations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.language import Text
from mamoru.operation.vulnerabilities.match import Certainty, Match, Told, Word
from mamoru.operation.vulnerabilities.priority import Exposure, Place, order, place_of, priority
from mamoru.operation.vulnerabilities.priority.compile import compiled
from mamoru.operation.vulnerabilities.priority.deciding import outcome
from mamoru.operation.vulnerabilities.priority.tables import tables
from mamoru.operation.vulnerabilities.record import Exploited, Points, Score
from mamoru.product import Component, Product
from mamoru.product.model import DataItem, Function, Interface

NETWORK = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
LOCAL = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N"
OPEN = Place(exposure=Exposure.INTERNET, interfaces=("web",), safety=False, personal_data=True, needed=True)
PUBLISHED = {
    "deployer": "deployer_patch_application_priority_1_0_0.csv",
    "supplier": "supplier_patch_development_priority_1_0_0.csv",
    "human-impact": "human_impact_1_0_0.csv",
    "utility": "utility_1_0_0.csv",
    "public-safety-impact": "public_safety_impact_1_0_0.csv",
}
OUR_WORDS = {"mef support crippled": "support-crippled", "mef failure": "function-failure"}


def match(id: str = "CVE-2026-0001", *vectors: str, software: str = "lighttpd", **told: object) -> Match:
    scores = tuple(("nvd", Score(vector=vector, base=None, by="nvd@nist.gov")) for vector in vectors)
    return Match(
        told=Told(id=id, scores=scores, **told),  # type: ignore[arg-type]
        component=Component(name=software, version="1.0", software=software),
        said=(Word(source="nvd", certainty=Certainty.AFFECTED, why=Text("範囲内", "in range")),),
    )


def camera(*interfaces: Interface, **fields: object) -> Product:
    return Product(id="cam", name={"ja": "カメラ", "en": "Camera"}, interfaces=interfaces, **fields)  # type: ignore[arg-type]


def service(id: str, protocol: str, **fields: object) -> Interface:
    return Interface(id=id, protocol=protocol, **{"kind": "network-service", **fields})  # type: ignore[arg-type]


def of(component: str, product: Product) -> Place:
    return place_of(Component(name=component, software=component), product)


@pytest.mark.shared
@pytest.mark.parametrize("id", sorted(PUBLISHED))
def test_a_table_is_the_published_one_row_by_row(id: str, shared_data: Path) -> None:
    with tarfile.open(shared_data / "ssvc-data.tar.xz") as archive:
        file = archive.extractfile(f"data/csv/ssvc/{PUBLISHED[id]}")
        assert file is not None
        rows = list(csv.reader(io.TextIOWrapper(file)))[1:]
    published = [[OUR_WORDS.get(word, word.replace(" ", "-")) for word in row[1:]] for row in rows]
    table = tables().table(id)
    possible = [[value.id for value in tables().point(point).values] for point in table.inputs]

    ours = [[*values, outcome(table, list(values))] for values in combinations(*possible)]

    assert ours == published


def test_the_compiled_tables_are_fresh() -> None:
    assert tables() == compiled()


def test_the_kev_catalogue_means_active_exploitation_and_names_itself() -> None:
    told = priority(match("CVE-2026-0001", NETWORK, exploited=("kev", Exploited(added="2026-01-02"))), OPEN)

    exploitation = told.inputs[0]
    assert (exploitation.value, exploitation.source, exploitation.assumed) == ("active", "kev", False)
    assert exploitation.why.en == "listed by kev (since 2026-01-02)"
    assert (told.decision, told.kev) == ("immediate", True)


def test_published_points_count_as_they_are() -> None:
    points = Points(exploitation="poc", automatable=True, technical_impact="total")

    told = priority(match("CVE-2026-0001", LOCAL, points=("vulnrichment", points)), OPEN)

    given = {each.id: (each.value, each.source, each.assumed) for each in told.inputs}
    assert given["exploitation"] == ("public-poc", "vulnrichment", False)
    assert given["automatable"] == ("yes", "vulnrichment", False)


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ({"epss": (0.5, 0.99)}, "public-poc"),
        ({"epss": (0.01, 0.5)}, "none"),
        ({"links": ("https://www.exploit-db.com/exploits/1",)}, "public-poc"),
        ({}, "none"),
    ],
)
def test_what_is_only_likely_is_marked_as_assumed(told: dict[str, object], value: str) -> None:
    exploitation = priority(match("CVE-2026-0001", NETWORK, **told), OPEN).inputs[0]

    assert (exploitation.value, exploitation.assumed) == (value, True)


@pytest.mark.parametrize(
    ("vector", "value"),
    [
        (NETWORK, "yes"),
        (LOCAL, "no"),
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P", "yes"),
        ("AV:N/AC:L/Au:S/C:P/I:P/A:P", "no"),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "no"),
        ("CVSS:4.0/AV:L/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/AU:Y", "yes"),
    ],
)
def test_whether_it_can_be_automated_is_judged_by_the_vector(vector: str, value: str) -> None:
    given = {each.id: each for each in priority(match("CVE-2026-0001", vector), OPEN).inputs}

    assert (given["automatable"].value, given["automatable"].source) == (value, "cvss")


def test_without_a_vector_the_worse_is_assumed() -> None:
    given = {each.id: each for each in priority(match(), OPEN, "supplier").inputs}

    assert (given["automatable"].value, given["technical-impact"].value) == ("yes", "total")
    assert given["automatable"].assumed and given["technical-impact"].assumed


def test_the_suppliers_tree_has_its_own_inputs() -> None:
    told = priority(match("CVE-2026-0001", NETWORK), OPEN, "supplier")

    assert {each.id for each in told.inputs} == {
        "exploitation", "automatable", "value-density", "utility", "technical-impact", "safety-impact",
        "public-safety-impact",
    }  # fmt: skip
    assert told.decision == "scheduled"


def test_the_newest_version_of_cvss_counts_and_keeps_who_gave_it() -> None:
    told = priority(match("CVE-2026-0001", "AV:N/AC:L/Au:N/C:C/I:C/A:C", LOCAL, "CVSS:3.1/nonsense"), OPEN)

    assert told.score is not None
    assert (told.score.version, told.score.score, told.score.severity) == ("3.1", 3.3, "low")
    assert (told.score.source, told.score.by) == ("nvd", "nvd@nist.gov")


@pytest.mark.parametrize(
    ("component", "exposure", "interfaces"),
    [
        ("lighttpd", Exposure.INTERNET, ("web",)),
        ("dropbear", Exposure.LOCAL_NETWORK, ("ssh",)),
        ("mosquitto", Exposure.LOCAL_NETWORK, ("cloud",)),  # a client meets its peer only
        ("openssl", Exposure.INTERNET, ("web", "ssh", "cloud")),
        ("wpa-supplicant", Exposure.RADIO, ("wifi",)),
        ("u-boot", Exposure.PHYSICAL, ("uart",)),
        ("vsftpd", Exposure.NONE, ()),
        ("hostapd", Exposure.RADIO, ("wifi",)),
        ("linux", Exposure.INTERNET, ("web", "ssh", "cloud", "wifi")),
    ],
)
def test_the_place_is_that_of_the_interfaces_that_the_component_serves(
    component: str, exposure: Exposure, interfaces: tuple[str, ...]
) -> None:
    product = camera(
        service("web", "HTTPS", exposure="internet"),
        service("ssh", "ssh"),
        service("cloud", "MQTT over TLS", kind="client", exposure="internet"),
        service("wifi", "Wi-Fi", kind="radio", exposure="nearby"),
        service("uart", "UART", kind="debug", exposure="board"),
        service("snmp", "SNMP", enabled=False),
    )

    place = of(component, product)

    assert (place.exposure, place.interfaces, place.assumed) == (exposure, interfaces, False)


def test_a_component_that_could_serve_anything_gets_the_products_widest_and_says_so() -> None:
    place = of("zlib", camera(service("web", "https", exposure="internet"), service("ssh", "ssh")))
    exposure = {e.id: e for e in priority(match(software="zlib"), place).inputs}["exposure"]

    assert (place.exposure, place.assumed) == (Exposure.INTERNET, True)
    assert (exposure.value, exposure.assumed) == ("open", True)


@pytest.mark.parametrize(
    ("protocol", "encryption", "component"),
    [
        ("MQTT over TLS", None, "openssl"),
        ("mqtt", "TLS 1.2以上", "openssl"),
        ("Wi-Fi (802.11n)", None, "wpa-supplicant"),
        ("Bluetooth Low Energy", None, "bluez"),
        ("HTTP/WebSocket", None, "lighttpd"),
        ("RTSP・ONVIF", None, "live555"),
    ],
)
def test_protocols_are_understood_as_people_write_them(
    protocol: str, encryption: str | None, component: str
) -> None:
    place = of(component, camera(service("it", protocol, encryption=encryption)))

    assert (place.interfaces, place.assumed) == (("it",), False)


def test_a_protocol_that_nobody_knows_may_be_what_a_component_serves() -> None:
    product = camera(
        service("own", "独自", exposure="internet"), service("button", "button", kind="physical")
    )

    assert (of("dropbear", product).exposure, of("dropbear", product).assumed) == (Exposure.INTERNET, True)


@pytest.mark.parametrize("component", ["openssl", "busybox", "ffmpeg", "curl"])
def test_a_library_or_tool_whose_protocols_the_product_lacks_may_be_reached_by_another_way(
    component: str,
) -> None:
    place = of(
        component, camera(service("wifi", "Wi-Fi", kind="radio", exposure="nearby"), service("dns", "mDNS"))
    )

    assert (place.exposure, place.assumed) == (Exposure.LOCAL_NETWORK, True)


def test_a_product_file_without_interfaces_is_open_and_assumed() -> None:
    exposure = {e.id: e for e in priority(match(), of("lighttpd", camera())).inputs}["exposure"]

    assert (exposure.value, exposure.assumed) == ("open", True)


def test_a_draft_that_names_no_interface_of_a_component_proves_nothing() -> None:
    assert of("vsftpd", camera(service("web", "https"), draft=True)).exposure is None
    assert of("lighttpd", camera(service("web", "https"), draft=True)).exposure is Exposure.LOCAL_NETWORK


def test_a_function_that_can_hurt_people_makes_the_impact_on_safety_critical() -> None:
    web = service("web", "https", exposure="internet")
    heater = Function(id="heat", description="heats the room", safety=True)
    lamp = Function(id="light", description="lights the room")

    hurts = {e.id: e for e in priority(match(), of("lighttpd", camera(web, functions=(heater, lamp)))).inputs}
    silent = {e.id: e for e in priority(match(), of("lighttpd", camera(web, functions=(lamp,)))).inputs}

    assert (hurts["safety-impact"].value, hurts["safety-impact"].assumed) == ("critical", False)
    assert silent["safety-impact"].assumed


HARM = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/"


@pytest.mark.parametrize(
    ("harm", "needed", "personal", "value"),
    [
        ("C:H/I:H/A:H", True, True, "mission-failure"),
        ("C:H/I:H/A:H", None, None, "mission-failure"),
        ("C:H/I:H/A:H", False, True, "function-failure"),
        ("C:N/I:N/A:H", True, False, "function-failure"),
        ("C:N/I:N/A:H", False, True, "degraded"),
        ("C:H/I:N/A:N", True, True, "support-crippled"),
        ("C:N/I:H/A:L", True, None, "support-crippled"),
        ("C:H/I:N/A:N", True, False, "degraded"),
        ("C:L/I:L/A:L", True, True, "degraded"),
    ],
)
def test_the_mission_impact_is_what_the_vector_does_to_what_hangs_on_the_product(
    harm: str, needed: bool | None, personal: bool | None, value: str
) -> None:
    place = Place(exposure=Exposure.INTERNET, needed=needed, personal_data=personal)

    given = {each.id: each for each in priority(match("CVE-1", HARM + harm), place).inputs}

    assert (given["mission-impact"].value, given["mission-impact"].assumed) == (value, True)


def test_data_and_functions_of_the_product_file_reach_the_mission_impact() -> None:
    data = (DataItem(id="video", description="v", kind="privacy"),)
    function = Function(id="record", description="r", must_stay_available=True)

    def why(product: Product, harm: str) -> str:
        given = {e.id: e for e in priority(match("CVE-1", HARM + harm), of("lighttpd", product)).inputs}
        return given["mission-impact"].why.en

    assert why(camera(data=data, functions=(function,)), "C:N/I:N/A:H").endswith(
        "a function must stay available"
    )
    assert why(camera(data=data), "C:H/I:N/A:N").endswith("it handles personal or private data")
    assert why(camera(), "C:H/I:N/A:N").endswith("it is assumed to handle personal data")


def test_without_a_product_file_the_grave_and_automatable_stand_out_and_the_small_can_wait() -> None:
    local = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N"

    decisions = [
        priority(match("CVE-1", vector), Place()).decision
        for vector in (NETWORK, HARM + "C:H/I:N/A:N", local)
    ]

    assert decisions == ["out-of-cycle", "scheduled", "defer"]


def test_the_order_is_decision_then_kev_then_epss_then_cvss_then_id() -> None:
    exploited = ("kev", Exploited(added="2026-01-02"))
    matches = [
        match("CVE-6", HARM + "C:H/I:N/A:N", epss=(0.09, 0.9)),
        match("CVE-5", LOCAL),
        match("CVE-4", LOCAL, epss=(0.02, 0.6)),
        match("CVE-3", "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N"),
        match("CVE-2", NETWORK, epss=(0.9, 0.99)),
        match("CVE-1", LOCAL, exploited=exploited),
        match("CVE-0", NETWORK, exploited=exploited),
    ]

    ordered = sorted(matches, key=lambda each: order(each, priority(each, OPEN)))

    assert [(each.vulnerability, priority(each, OPEN).decision) for each in ordered] == [
        ("CVE-0", "immediate"),
        ("CVE-2", "out-of-cycle"),
        ("CVE-1", "scheduled"),  # exploited, before what is not
        ("CVE-6", "scheduled"),
        ("CVE-4", "defer"),
        ("CVE-3", "defer"),
        ("CVE-5", "defer"),
    ]


@given(
    st.builds(
        Place,
        exposure=st.none() | st.sampled_from(Exposure),
        interfaces=st.sampled_from([(), ("web",)]),
        assumed=st.booleans(),
        safety=st.none() | st.booleans(),
        personal_data=st.none() | st.booleans(),
        needed=st.none() | st.booleans(),
    ),
    st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1)),
    st.sampled_from(["deployer", "supplier"]),
)
def test_every_place_gets_a_decision_and_exploitation_never_makes_it_milder(
    place: Place, epss: tuple[float, float] | None, tree: str
) -> None:
    worst = [value.id for value in tables().point("decision").values]
    plain = priority(match("CVE-1", NETWORK, epss=epss), place, tree)  # type: ignore[arg-type]
    exploited = priority(
        msgspec.structs.replace(
            match("CVE-1", NETWORK),
            told=Told(id="CVE-1", exploited=("kev", Exploited(added="2026-01-02"))),
        ),
        place,
        tree,  # type: ignore[arg-type]
    )

    assert worst.index(exploited.decision) >= worst.index(plain.decision)
