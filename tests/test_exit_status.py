"""The exit status: one table for every verb, and no verb ends well where nothing was looked at."""

import pytest

from mamoru.cli.parser import registered
from mamoru.exit_status import VERBS, Exit, Kind, ended, worst
from mamoru.language import Text
from mamoru.looked import Seen, looked_at

NOTHING = looked_at(Seen.COMPONENTS, 3, 0, [])
PART = looked_at(Seen.BYTES, 3, 2, [Text("開けません", "cannot be opened")])
WHOLE = looked_at(Seen.BYTES, 3, 3, [])


def test_every_verb_of_the_command_line_stands_in_the_table_and_no_other() -> None:
    assert sorted(VERBS) == sorted(" ".join(command.NAME) for command in registered())


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_ends_well_where_nothing_was_recognised(verb: str) -> None:
    assert ended(verb, found=False, looked=NOTHING) is Exit.UNSEEN


@pytest.mark.parametrize("verb", [name for name, verb in VERBS.items() if verb.kind is Kind.JUDGES])
def test_a_verb_that_judges_tells_a_finding_first_and_then_what_it_could_not_see(verb: str) -> None:
    assert ended(verb, found=True, looked=PART) is Exit.FOUND
    assert ended(verb, found=True, looked=NOTHING) is Exit.FOUND
    assert ended(verb, found=False, looked=PART) is Exit.UNSEEN
    assert ended(verb, found=False, looked=WHOLE) is Exit.FINE
    assert VERBS[verb].found is not None
    assert VERBS[verb].unseen is not None


@pytest.mark.parametrize("verb", [name for name, verb in VERBS.items() if verb.kind is Kind.COMPLETES])
def test_a_verb_whose_work_misleads_in_part_says_that_a_part_is_left_out(verb: str) -> None:
    assert ended(verb, found=False, looked=PART) is Exit.UNSEEN
    assert ended(verb, found=False, looked=WHOLE) is Exit.FINE
    assert ended(verb, found=False, looked=None) is Exit.FINE
    assert VERBS[verb].found is None
    assert VERBS[verb].unseen is not None


@pytest.mark.parametrize(
    "verb", [name for name, verb in VERBS.items() if verb.kind in (Kind.TELLS, Kind.MAKES)]
)
def test_a_verb_that_only_tells_or_makes_gives_nought_when_it_could(verb: str) -> None:
    assert ended(verb, found=True, looked=PART) is Exit.FINE
    assert ended(verb, found=False, looked=None) is Exit.FINE
    assert VERBS[verb].found is None


def test_of_several_results_a_finding_goes_before_what_was_not_seen() -> None:
    assert worst([Exit.FINE, Exit.UNSEEN, Exit.FOUND]) is Exit.FOUND
    assert worst([Exit.FINE, Exit.UNSEEN]) is Exit.UNSEEN
    assert worst([]) is Exit.FINE
