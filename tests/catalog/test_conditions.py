"""When a requirement applies: the laws of a logic that knows that it does not know."""

from hypothesis import given
from hypothesis import strategies as st

from mamoru.catalog import Condition, evaluate

FACTS = ("a", "b", "c")
VALUES = st.fixed_dictionaries({}, optional={fact: st.sampled_from([True, False, None]) for fact in FACTS})
LEAVES = st.sampled_from(FACTS).map(lambda fact: Condition(fact=fact))
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda part: Condition(not_=part)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Condition(all=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Condition(any=tuple(parts))),
    ),
    max_leaves=8,
)
LISTS = st.lists(CONDITIONS, min_size=1, max_size=4)


def applies(condition: Condition, facts: dict) -> bool | None:
    return evaluate(condition, facts).applies


def test_a_requirement_without_a_condition_always_applies():
    assert evaluate(None, {}).applies is True


def test_a_fact_that_nobody_stated_is_unknown_and_not_false():
    assert evaluate(Condition(fact="a"), {}).applies is None
    assert evaluate(Condition(not_=Condition(fact="a")), {}).applies is None


def test_the_fact_that_decided_is_named():
    verdict = evaluate(Condition(all=(Condition(fact="a"), Condition(fact="b"))), {"a": True, "b": False})

    assert verdict.facts == ("b",)


def test_every_fact_is_named_where_all_were_needed():
    verdict = evaluate(Condition(any=(Condition(fact="a"), Condition(fact="b"))), {"a": False, "b": False})

    assert verdict.facts == ("a", "b")


@given(LISTS, VALUES)
def test_not_all_is_any_not(parts, facts):
    left = Condition(not_=Condition(all=tuple(parts)))
    right = Condition(any=tuple(Condition(not_=part) for part in parts))

    assert applies(left, facts) is applies(right, facts)


@given(LISTS, VALUES)
def test_not_any_is_all_not(parts, facts):
    left = Condition(not_=Condition(any=tuple(parts)))
    right = Condition(all=tuple(Condition(not_=part) for part in parts))

    assert applies(left, facts) is applies(right, facts)


@given(CONDITIONS, VALUES)
def test_not_not_changes_nothing(condition, facts):
    assert applies(Condition(not_=Condition(not_=condition)), facts) is applies(condition, facts)


@given(LISTS, VALUES, st.randoms(use_true_random=False))
def test_order_never_matters(parts, facts, random):
    shuffled = random.sample(parts, len(parts))

    assert applies(Condition(all=tuple(parts)), facts) is applies(Condition(all=tuple(shuffled)), facts)
    assert applies(Condition(any=tuple(parts)), facts) is applies(Condition(any=tuple(shuffled)), facts)


@given(CONDITIONS, VALUES, st.fixed_dictionaries({fact: st.booleans() for fact in FACTS}))
def test_what_is_decided_with_facts_unknown_stays_so_whatever_they_turn_out_to_be(condition, facts, truth):
    decided = applies(condition, facts)
    learnt = truth | {fact: value for fact, value in facts.items() if value is not None}

    assert decided is None or applies(condition, learnt) is decided


@given(CONDITIONS, st.fixed_dictionaries({fact: st.booleans() for fact in FACTS}))
def test_with_every_fact_known_there_is_always_an_answer(condition, facts):
    assert applies(condition, facts) is not None


@given(CONDITIONS, VALUES)
def test_an_answer_names_facts_and_the_ones_it_names_suffice(condition, facts):
    verdict = evaluate(condition, facts)
    alone = {fact: facts.get(fact) for fact in verdict.facts}

    assert verdict.facts
    assert verdict.applies is None or applies(condition, alone) is verdict.applies
