"""A document is evidence by its content, not by its name."""

import pytest

from mamoru.language import Lang
from mamoru.product.answers import Answers
from mamoru.product.document_content import document_topics, why_no_evidence
from mamoru.product.document_text import is_known_form
from mamoru.product.documents import Content
from mamoru.product.maker import Name
from mamoru.product.scaffold import maker_text

POLICY = """# 製品セキュリティ方針
当社の製品はお客様の暮らしを支えます。経営者が責任者を任命し、人と予算を割り当てます。
出荷後も脆弱性の情報を集め、修正を提供します。"""
ENGLISH = """Product security policy. This policy applies to all devices that we sell. The head of
development is responsible. Reported vulnerabilities are answered within five working days."""
MINUTES = "2026年4月6日の定例会議の議事録です。出席者は山田、佐藤、鈴木。来月の展示会と工場の見学の日程を決めました。"


def why(text: str | None, claim: str | None = "policy-approved", **content: object) -> str | None:
    size = 5000 if text is None else len(text.encode())
    reason = why_no_evidence("docs/x.md", size, Content(text=text, **content), claim)  # type: ignore[arg-type]
    return reason and reason.en


@pytest.mark.parametrize("text", [POLICY, ENGLISH])
def test_a_policy_that_says_what_a_policy_says_is_evidence(text: str) -> None:
    assert why(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (" \n\t\u3000\n", "is empty"),
        ("policy", "almost nothing"),
        ("x " * 5000, "almost nothing"),
        ("製品セキュリティ方針 " * 3, "almost nothing"),
        (MINUTES, "does not speak of security"),
        (POLICY.replace("責任者", "者").replace("任命", ""), "does not speak of who is responsible"),
    ],
)
def test_what_is_no_policy_is_told_with_the_reason(text: str, said: str) -> None:
    assert said in (why(text) or "")


def test_another_document_is_evidence_of_what_asks_for_no_words() -> None:
    assert why(MINUTES, "model-identified") is None


@pytest.mark.parametrize("lang", list(Lang))
def test_our_own_template_with_other_names_is_no_evidence(lang: Lang) -> None:
    named = Answers(lang=lang, maker_id="kodama", maker_name=Name(ja="こだま電機", en="Kodama"))
    assert why(maker_text(named)) == "docs/x.md is still the template"


def test_a_document_that_quotes_a_few_lines_of_the_template_is_evidence() -> None:
    quoted = "\n".join(maker_text(Answers()).splitlines()[:2])
    assert why(f"{quoted}\n{POLICY}\n{ENGLISH}") is None


def test_a_file_of_mamorus_own_is_no_document() -> None:
    assert "no document" in (why(POLICY, own=True) or "")


def test_what_cannot_be_read_counts_by_its_size_and_bytes() -> None:
    assert why(None) is None
    assert why(None, variety=1) == "docs/x.md says almost nothing"
    assert why_no_evidence("x.jpg", 1, Content(text=None), None) is not None


def test_every_topic_has_words_of_both_languages_and_every_claim_is_known() -> None:
    from mamoru.catalog import catalog

    known = document_topics()
    for topic in known.topics.values():
        assert any(word.isascii() for word in topic.words)
        assert any(not word.isascii() for word in topic.words)
    assert known.claims.keys() <= {claim.id for claim in catalog().claims}
    assert {each for asked in known.claims.values() for each in asked} == known.topics.keys()


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (b"\xff\xd8\xff\xe0 photo", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"\0\0\0\x18ftypheic", True),
        (b"\xd4\xc3\xb2\xa1 capture", True),
        (b"\x7fELF\x02\x01", False),
        (bytes(range(200, 256)) * 40, False),
    ],
)
def test_what_cannot_be_read_is_evidence_where_it_begins_as_a_picture_or_recording(
    body: bytes, known: bool
) -> None:
    assert is_known_form(body) is known
    content = Content(text=None, variety=200, known=is_known_form(body))
    assert (why_no_evidence("x.jpg", 4000, content, None) is None) is known
