"""What the walk sees: every line of a block, every command in the text, every hint of an output."""

from pathlib import Path

import pytest

from material.walking import Ran, hints, lines

PAGE = """\
Type `mamoru demo` first, then `make test`; `product.yaml` is a file.

```
mamoru check my-company      # where it stands
mamoru check my-company --standard guide
rm -rf everything
```

```
Mamoru  A screen
 mamoru explain 1A.1
```

Again: `mamoru demo`.
"""


def test_each_line_is_seen_once_in_its_order_and_a_screen_is_none() -> None:
    assert list(lines(PAGE)) == [
        "mamoru demo",
        "make test",
        "mamoru check my-company",
        "mamoru check my-company --standard guide",
        "rm -rf everything",
    ]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (
            "Why so: mamoru explain 1A.1 demo --release 1.0\n not looked at: 1",
            ["mamoru explain 1A.1 demo --release 1.0"],
        ),
        ("mamoru vulns sync brings all.", ["mamoru vulns sync"]),
        ("先に mamoru check を実行してください。", ["mamoru check"]),
        (
            "詳しく: mamoru explain ID。答える: mamoru vulns decide ID",
            ["mamoru explain ID", "mamoru vulns decide ID"],
        ),
        (
            "Sheets: mamoru plan --format html -o\n plan.html · procedure",
            ["mamoru plan --format html -o plan.html"],
        ),
        ("mamoru: There is no such file.", []),
        ("/usr/share/mamoru check", []),
        ("mamoru evidence is kept", []),
    ],
)
def test_a_hint_goes_as_far_as_its_arguments(said: str, named: list[str], tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()

    assert hints(Ran(typed="mamoru demo", where=tmp_path, status=0, said=said)) == named
