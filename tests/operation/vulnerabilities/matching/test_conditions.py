"""What else must be there for a vulnerability to bite: told as met, not met or not known, with the reason."""

import pytest

from mamoru.operation.vulnerabilities.matching.conditions import Met, Surroundings
from mamoru.operation.vulnerabilities.record import Needed, Span
from mamoru.product.component import Component
from material.vulnerabilities import kept_row, part

LINUX = part("linux", "5.10.223")
NGINX = part("nginx", "1.18.0")
CURL = part("curl", "7.80.0")
NPM = Component(name="left-pad", version="1.0", purl="pkg:npm/left-pad@1.0")
ANY = "cpe:2.3:{}:*:*:*:*:*:*:*:*"
THING = Component(name="thing", version="2.0B", cpes=("cpe:2.3:a:acme:thing:2.0B:*:*:*:*:*:*:*",))


def needs(*names: str, bounds: tuple[Span | None, ...] = ()) -> Needed:
    whole = (name if name.count(":") > 4 else ANY.format(name) for name in names)
    return Needed(names=tuple(whole), bounds=bounds)


def judged(
    *beside: Component, of: Component = CURL, on: str | None = None, needed: tuple[Needed, ...] = ()
) -> tuple[Met, str]:
    found = Surroundings([of, *beside]).judged(kept_row(every=True, on=on, needs=needed), of)
    return found.met, found.why.en if found.why else ""


@pytest.mark.parametrize("system", [None, "linux", "linux_kernel", "unix"])
def test_what_is_for_every_system_or_for_linux_needs_nothing(system: str | None) -> None:
    assert judged(on=system) == (Met.YES, "")


def test_what_is_for_a_system_is_not_for_another_that_is_seen() -> None:
    assert judged(LINUX, on="windows") == (Met.NO, "It is for windows, and this product runs linux")
    assert judged(on="windows") == (Met.UNKNOWN, "Only where it runs on windows")
    assert judged(LINUX, on="some-cloud") == (Met.UNKNOWN, "Only where it runs on some-cloud")


def test_what_is_for_a_language_is_for_its_packages_alone() -> None:
    assert judged(of=NPM, on="node.js") == (Met.YES, "")
    assert judged(of=NPM, on="python") == (Met.NO, "It is for python, and this product runs left-pad")
    assert judged(LINUX, of=NPM, on="ruby") == (Met.NO, "It is for ruby, and this product runs linux")
    assert judged(on="node.js") == (Met.NO, "It is for node.js, and this product runs curl")


BELOW = Span(low="1.16", high="1.20")


@pytest.mark.parametrize(
    ("bound", "met"),
    [
        (None, Met.YES),
        (BELOW, Met.YES),
        (Span(low="1.18.0", high="1.20"), Met.YES),
        (Span(low="1.18.0", high="1.20", low_open=True), Met.UNKNOWN),
        (Span(low="1.19", high="1.20"), Met.UNKNOWN),
        (Span(low="1.16", high="1.18.0"), Met.UNKNOWN),
        (Span(low="1.16", high="1.18.0", high_closed=True), Met.YES),
        (Span(low="1.16"), Met.YES),
        (Span(low="1.19"), Met.UNKNOWN),
        (Span(high="1.20"), Met.YES),
        (Span(high="1.9"), Met.UNKNOWN),
    ],
)
def test_the_other_part_must_be_there_in_a_version_within_the_bounds(bound: Span | None, met: Met) -> None:
    name = "a:f5:nginx" if "cpe:a:f5:nginx" in Surroundings([NGINX]).versions else "a:nginx:nginx"
    found = judged(NGINX, needed=(needs(name, bounds=(bound,)),))

    assert found[0] is met
    assert (found[1] == "") == (met is Met.YES)


def test_a_part_without_a_version_lies_within_no_bounds() -> None:
    blank = Component(name="thing", cpes=("cpe:2.3:a:acme:thing:*:*:*:*:*:*:*:*",))
    assert judged(blank, needed=(needs("a:acme:thing", bounds=(BELOW,)),))[0] is Met.UNKNOWN
    assert judged(blank, needed=(needs("cpe:2.3:a:acme:thing:2.0b:*:*:*:*:*:*:*"),))[0] is Met.UNKNOWN
    assert judged(blank, needed=(needs("a:acme:thing"),))[0] is Met.YES


def test_the_other_part_may_be_asked_for_in_one_version() -> None:
    assert judged(THING, needed=(needs("cpe:2.3:a:acme:thing:2.0b:*:*:*:*:*:*:*"),))[0] is Met.YES
    assert judged(THING, needed=(needs("cpe:2.3:a:acme:thing:2.1:*:*:*:*:*:*:*"),))[0] is Met.UNKNOWN


def test_one_of_several_names_is_enough_also_behind_one_that_cannot_be_read() -> None:
    assert judged(THING, needed=(needs("no:cpe:at:all:x:y", "a:acme:other", "a:acme:thing"),))[0] is Met.YES
    bounds = (None, Span(low="1.0", high="3.0"))
    assert judged(THING, needed=(needs("a:acme:other", "a:acme:thing", bounds=bounds),))[0] is Met.YES
    assert judged(THING, needed=(needs("a:acme:thing", bounds=(Span(low="3.0"),)),))[0] is Met.UNKNOWN


def test_what_must_be_there_is_named_and_a_long_list_is_cut() -> None:
    assert judged(needed=(needs("a:b:c", "a:d:e", "a:f:g"),)) == (
        Met.UNKNOWN,
        "Only together with b:c, d:e, f:g",
    )
    assert judged(needed=(needs("a:b:c", "a:d:e", "a:f:g", "a:h:i"),))[1] == (
        "Only together with b:c, d:e, f:g …"
    )


WINDOWS, APPLE, DEVICE = "o:microsoft:windows", "o:apple:macos", "h:acme:router"


def test_what_runs_on_foreign_systems_only_is_not_here_where_the_own_one_is_seen() -> None:
    asked = (needs(WINDOWS, APPLE),)
    assert judged(LINUX, needed=asked) == (
        Met.NO,
        "It is for microsoft:windows, apple:macos, and this product runs linux",
    )
    assert judged(needed=asked)[0] is Met.UNKNOWN
    assert judged(LINUX, needed=(needs(WINDOWS, DEVICE),))[0] is Met.UNKNOWN
    assert judged(LINUX, needed=(needs(DEVICE),))[0] is Met.UNKNOWN


def test_every_condition_must_be_met_and_the_first_that_is_not_is_told() -> None:
    met, unknown, gone = needs("a:acme:thing"), needs(DEVICE), needs(WINDOWS)
    assert judged(LINUX, THING, needed=(met, met))[0] is Met.YES
    assert judged(LINUX, THING, needed=(met, unknown))[0] is Met.UNKNOWN
    assert judged(LINUX, THING, needed=(unknown, met, needs("h:other:box")))[1].endswith("acme:router")
    assert judged(LINUX, THING, needed=(unknown, gone))[0] is Met.NO
    assert judged(LINUX, THING, on="windows", needed=(met,))[0] is Met.NO
