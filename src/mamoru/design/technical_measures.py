"""Which of the guide's seven technical measures a product needs, by its characteristics."""

from collections.abc import Mapping

from mamoru.language import Text

MEASURES: Mapping[str, str] = {
    "1A": "communicates",
    "1B": "communicates",
    "1C": "communicates",
    "2A": "handles-data",
    "2B": "handles-data",
    "3A": "must-stay-available",
    "3B": "must-stay-available",
}
"""Each technical measure and the fact that makes it needed (guide, characteristics (1) to (3))."""

TITLES: Mapping[str, Text] = {
    "1A": Text("1A 認証・認可", "1A authentication and authorisation"),
    "1B": Text("1B アップデート", "1B update"),
    "1C": Text("1C ログの保存", "1C log storage"),
    "2A": Text("2A データの暗号化・保護", "2A data protection"),
    "2B": Text("2B データの削除", "2B data deletion"),
    "3A": Text("3A システムの復旧", "3A system recovery"),
    "3B": Text("3B 異常検知", "3B anomaly detection"),
}


def needed(facts: Mapping[str, bool | None]) -> tuple[str, ...]:
    """The measures whose characteristic is true."""
    return tuple(measure for measure, fact in MEASURES.items() if facts.get(fact))


def unknown(facts: Mapping[str, bool | None]) -> tuple[str, ...]:
    """The characteristics that nobody stated, each once."""
    return tuple(dict.fromkeys(fact for fact in MEASURES.values() if facts.get(fact) is None))
