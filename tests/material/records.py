"""The record of a test by hand, as a tester writes it."""

from pathlib import Path

from mamoru.verification.plan import hand_tests


def sheet(folder: Path, case: str, release: str = "1.1", *, name: str | None = None) -> Path:
    """A record of `case` on `release`, a text in `folder`."""
    found = hand_tests().case(case)
    title = found.title.ja if found else case
    path = folder / (name or f"{case}.txt")
    path.write_text(
        f"試験記録 {case} {title}\n版 {release} の実機で手順のとおりに行い、期待した結果をすべて確かめた。\n"
        "使った機材は記録用の計算機と電源、周囲の温度は二十三度。\n",
        encoding="utf-8",
    )
    return path
