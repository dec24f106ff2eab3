"""The exit status of every verb: one table, one rule.

2 (wrong use or input) is raised as an error and ends in `cli.entry`; of the others the first that fits.
The README's table, `docs/commands.md` and a test are made from this table.
"""

from enum import IntEnum, StrEnum
from typing import NamedTuple

from mamoru.language import Text
from mamoru.looked import Looked


class Exit(IntEnum):
    """What a shell sees."""

    FINE = 0
    FOUND = 1
    MISUSED = 2
    UNSEEN = 3


class Kind(StrEnum):
    """What a verb does, which decides how it ends."""

    JUDGES = "judges"  # 1 for what was found, 3 where something could not be looked at
    TELLS = "tells"  # 0 when it could tell, with its gaps told; 3 where nothing was recognised
    MAKES = "makes"  # 0 when it was made, with what is missing told in it
    COMPLETES = (
        "completes"  # 0 when all of it is there: a part left out would mislead who uses it, and gives 3
    )


class Verb(NamedTuple):
    """How one verb ends: its kind, and what 1 and 3 mean of it (None where it never gives that)."""

    kind: Kind
    found: Text | None = None
    unseen: Text | None = None


_WHOLE = (Kind.JUDGES, Kind.COMPLETES)
_NOTHING = Text("何であるか分からないものだった", "nothing was recognised")
_NO_PART = Text("開けなかった部分がある", "a part could not be opened")
VERBS: dict[str, Verb] = {
    "catalog list": Verb(Kind.TELLS),
    "catalog show": Verb(Kind.TELLS),
    "check": Verb(
        Kind.JUDGES,
        Text(
            "満たさない・一部・証跡なしの項目か、検出事項がある",
            "a point falls short, stands partly or is not shown, or something was found",
        ),
        Text("判定できない項目や、調べられなかった所がある", "a point or a place could not be looked at"),
    ),
    "completion": Verb(Kind.TELLS),
    "demo": Verb(Kind.TELLS),
    "design": Verb(
        Kind.JUDGES,
        Text("対抗できていない脅威が残っている", "a threat is not countered"),
        Text("脅威を考えられる記載がない", "nothing is declared that a threat could follow from"),
    ),
    "evidence acknowledge": Verb(Kind.MAKES),
    "evidence seal": Verb(Kind.MAKES),
    "evidence verify": Verb(
        Kind.JUDGES,
        Text("壊れた・書き換えられた・失われた記録がある", "a record is damaged, edited or missing"),
        Text("記録がない", "there is no record"),
    ),
    "explain": Verb(Kind.TELLS),
    "firmware check": Verb(
        Kind.JUDGES,
        Text("弱点が見つかった", "a weakness was found"),
        Text("開けなかった部分や、調べられなかった点がある", "a part or a point could not be looked at"),
    ),
    "firmware diff": Verb(Kind.TELLS, unseen=_NOTHING),
    "firmware sbom": Verb(Kind.TELLS, unseen=_NOTHING),
    "firmware tree": Verb(Kind.TELLS, unseen=_NOTHING),
    "init": Verb(
        Kind.MAKES,
        unseen=Text(
            "--from のイメージから何も分からなかった", "nothing was recognised in the image of --from"
        ),
    ),
    "mud": Verb(
        Kind.COMPLETES,
        unseen=Text(
            "書かれた通信の相手に、ファイルに入れられないものがある",
            "something that the product talks to could not be put into the file",
        ),
    ),
    "mud check": Verb(
        Kind.JUDGES,
        Text("許されていない通信がある", "traffic goes where the file does not allow it"),
        Text(
            "読める通信がない、または判定できない通信がある",
            "no traffic could be read, or some could not be decided",
        ),
    ),
    "plan": Verb(
        Kind.JUDGES,
        Text("予定した試験に、不合格か結果のないものがある", "a planned test failed or has no result"),
        Text("予定する試験がない", "no test is planned"),
    ),
    "plan record": Verb(Kind.MAKES),
    "sbom check": Verb(
        Kind.JUDGES,
        Text("求められる記載が足りない", "the list lacks what a set asks for"),
        Text("部品が一つもない、または読めなかった記載がある", "it lists no part, or an entry was not read"),
    ),
    "vulns bundle": Verb(Kind.MAKES),
    "vulns decide": Verb(
        Kind.COMPLETES,
        unseen=Text(
            "残した決定に、読めないものがある。または、VEXから何も取り込めなかった",
            "a decision that was kept cannot be read, or nothing of a VEX document could be taken",
        ),
    ),
    "vulns match": Verb(
        Kind.JUDGES,
        Text("対応の決まっていない脆弱性が当てはまる", "an open vulnerability affects"),
        Text(
            "どの部品もどの情報源にも載っていない、判定できないものだけ、または読めなかったものがある",
            "no source knows any component, all that was found is undecided, or something was not read",
        ),
    ),
    "vulns status": Verb(Kind.TELLS),
    "vulns sync": Verb(
        Kind.MAKES,
        unseen=Text(
            "どの情報源にも届かない、またはどのファイルも読めなかった",
            "no feed could be reached, or no file was read",
        ),
    ),
    "watch": Verb(
        Kind.JUDGES,
        Text("対応を決めるべき新しいものがある", "something new wants an answer"),
        Text(
            "部品の分からない版、古いデータ、届かなかった知らせ、判定できないものがある",
            "a release of unknown parts, old data, a message that did not arrive, or something undecided",
        ),
    ),
}


def ended(verb: str, *, found: bool, looked: Looked | None) -> Exit:
    """How `verb` ends where something was `found` and this was `looked` at (None: it looks at nothing
    foreign). `KeyError` for a verb that is not in the table: a new one is given its line first."""
    kind = VERBS[verb].kind
    if kind is Kind.JUDGES and found:
        return Exit.FOUND
    if looked is not None and looked.nothing:
        return Exit.UNSEEN
    if kind in _WHOLE and looked is not None and not looked.whole:
        return Exit.UNSEEN
    return Exit.FINE


def worst(several: list[Exit]) -> Exit:
    """One status for several results: 1 before 3 before 0."""
    return next((each for each in (Exit.FOUND, Exit.UNSEEN) if each in several), Exit.FINE)
