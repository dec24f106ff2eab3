"""The house rules: each finds its invalid example, leaves its valid one alone, and our source keeps it."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mamoru
from material import house_rules as rules

PACKAGE = Path(mamoru.__path__[0])
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
LONG_FUNCTION = "def f() -> None:\n" + "    g()\n" * rules.MOST_FUNCTION_LINES

Rule = Callable[[ast.Module], Iterator[str]]


def overlong(tree: ast.Module) -> Iterator[str]:
    """The rule on lengths, with the text that it also wants."""
    return rules.overlong(tree, ast.unparse(tree) + "\n")


@pytest.mark.parametrize(
    ("rule", "invalid", "valid"),
    [
        (rules.late_imports, "def f():\n    from mamoru.cli import main", "from mamoru.cli import main"),
        (rules.late_imports, "def f():\n    from . import main", "def f():\n    import resource"),
        (rules.late_imports, "if True:\n    import mamoru.evidence", "import mamoru.evidence"),
        (rules.forbidden_imports, "from django.db import models", "from mamoru.product import model"),
        (rules.forbidden_imports, "import scapy.all", "import scapy_like"),
        (overlong, LONG_FUNCTION, "def f() -> None:\n    g()\n"),
        (overlong, "x = 1\n" * (rules.MOST_LINES + 1), "x = 1\n" * (rules.MOST_LINES - 1)),
        (rules.undocumented, "x = 1", '"""What it is."""'),
        (rules.undocumented, '"""What it is."""\ndef f(): ...', '"""What it is."""\ndef _f(): ...'),
        (rules.undocumented, '"""What it is."""\nclass C: ...', '"""What it is."""\nclass C:\n    """A C."""'),
        (rules.untranslated, "Text('Weak password', 'Weak password')", "Text('弱いパスワード', 'Weak password')"),
        (rules.untranslated, "Text('Weak password', '弱いパスワード')", "both('mamoru init')"),
        (rules.untranslated, "Text('弱い', '弱い')", "Text('JSON', 'JSON')"),
        (rules.untranslated, "Text('{n} files', '{n} files')", "Text('{n}件', '{n} files')"),
    ],
)  # fmt: skip
def test_a_rule_finds_what_breaks_it_and_nothing_else(rule: Rule, invalid: str, valid: str) -> None:
    assert list(rule(ast.parse(invalid)))
    assert list(rule(ast.parse(valid))) == []


def test_a_drawer_is_named_and_a_thing_is_not() -> None:
    assert list(rules.misnamed("evidence/utils.py"))
    assert list(rules.misnamed("common/x.py"))
    assert list(rules.misnamed("evidence/seal.py")) == []


@pytest.mark.parametrize("module", MODULES)
def test_our_source_keeps_the_rules(module: str) -> None:
    text = (PACKAGE / module).read_text(encoding="utf-8")
    tree = ast.parse(text)
    breaches = [
        *rules.misnamed(module),
        *rules.overlong(tree, text),
        *rules.undocumented(tree),
        *rules.untranslated(tree),
        *rules.forbidden_imports(tree),
    ]
    if not module.startswith("cli/"):  # a command imports what it uses, so that --help stays quick
        breaches += rules.late_imports(tree)
    assert breaches == []
