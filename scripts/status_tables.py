"""The tables of exit statuses, from the one table in `mamoru.exit_status`: in the pages that people write by
hand they stand between two comments, `<!-- exit status: en -->` (or `: en watch`, of one verb) and
`<!-- end -->`."""

import re
from collections.abc import Iterator

from mamoru.exit_status import VERBS, Kind, Verb
from mamoru.language import Lang, Text

WHAT = Text("終了コード", "exit status")
MEANS = Text("意味", "means")
FINE = {
    Kind.JUDGES: Text("問題がない", "nothing wrong"),
    Kind.TELLS: Text("示せた（欠けたところも示す）", "it could tell, with its gaps"),
    Kind.MAKES: Text("つくれた（足りないものも伝える）", "it was made, with what is missing told"),
    Kind.COMPLETES: Text("欠けたところなくできた", "all of it is there"),
}
FOUND = Text(
    "判定するコマンドで、問題が見つかった。コマンドごとの意味は下の表",
    "of a command that judges: something was found; the table below says what",
)
MISUSED = Text("使い方か入力の誤り（1行で伝えます）", "wrong use or input, told in one line")
UNSEEN = Text(
    "調べられなかったところがある（黙って合格にはしません）",
    "something could not be looked at (never a silent pass)",
)
OF_KIND = {
    Kind.JUDGES: Text("判定するコマンド（{names}）", "of a command that judges ({names})"),
    Kind.TELLS: Text("示すだけのコマンド（{names}）", "of one that only tells ({names})"),
    Kind.MAKES: Text("何かをつくるコマンド（{names}）", "of one that makes something ({names})"),
    Kind.COMPLETES: Text(
        "欠けると誤解を招くものをつくるコマンド（{names}）",
        "of one whose work would mislead in part ({names})",
    ),
}
VERB = Text("コマンド", "command")
NEVER = Text("なし", "never")
ORDER = Text("2、1、3、0 の順に、最初に当てはまるものになります。", "The first of 2, 1, 3, 0 that fits.")
_PLACE = re.compile(r"(<!-- exit status: (ja|en)(?: ([a-z ]+?))? -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: str) -> str:
    """`page` with every table of exit statuses as it is now."""

    def table(found: re.Match[str]) -> str:
        lang, verb = Lang(found[2]), found[3]
        lines = of_verb(VERBS[verb], lang) if verb else of_all(lang)
        return found[1] + "\n" + "\n".join(lines) + "\n\n" + found[4]

    return _PLACE.sub(table, page)


def of_all(lang: Lang) -> Iterator[str]:
    """What each status means, and what 1 and 3 mean of the verbs that give them."""
    yield from _head(WHAT[lang], MEANS[lang])
    colon, apart = (": ", "。") if lang is Lang.JA else (": ", "; ")
    kinds = [f"{OF_KIND[kind].fill(names=_names(kind))[lang]}{colon}{FINE[kind][lang]}" for kind in Kind]
    yield _row("0", apart.join(kinds))
    yield _row("1", FOUND[lang])
    yield _row("2", MISUSED[lang])
    yield _row("3", UNSEEN[lang])
    yield from ("", ORDER[lang], "")
    yield from _head(VERB[lang], "1", "3")
    for name, verb in VERBS.items():
        if verb.found or verb.unseen:
            yield _row(f"`{name}`", (verb.found or NEVER)[lang], (verb.unseen or NEVER)[lang])


def of_verb(verb: Verb, lang: Lang) -> Iterator[str]:
    """What each status means of one verb."""
    yield from _head(WHAT[lang], MEANS[lang])
    yield from (_row(status, text[lang]) for status, text in statuses(verb))


def statuses(verb: Verb) -> Iterator[tuple[str, Text]]:
    """Each status that a verb gives, and what it means."""
    yield "0", FINE[verb.kind]
    if verb.found:
        yield "1", verb.found
    yield "2", MISUSED
    if verb.unseen:
        yield "3", verb.unseen


def _names(kind: Kind) -> str:
    return ", ".join(f"`{name}`" for name, verb in VERBS.items() if verb.kind is kind)


def _head(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield _row(*["---"] * len(names))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
