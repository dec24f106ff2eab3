"""The house rules that no ruff rule holds: each a function from a module to its breaches, in words.

`tests/house/test_rules.py` gives each a valid and an invalid example and walks the source with it.
"""

import ast
import re
from collections.abc import Iterator

MOST_LINES = 400
MOST_FUNCTION_LINES = 80
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
WORD = re.compile(r"[a-z]{2,}")  # JSON and such are the same in both
PLACE = re.compile(r"\{[^}]*\}")
FRAMEWORKS = ("django", "flask", "starlette", "fastapi", "uvicorn")
NOT_FREE_ENOUGH = (  # GPL or AGPL: never in the core
    "scapy", "sslyze", "nassl", "dissect", "nmap", "ubireader", "pycramfs", "cve_bin_tool", "lzo", "grandalf",
)  # fmt: skip
DRAWERS = ("utils", "util", "helpers", "helper", "common", "manager", "base", "misc")


def imported(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Each import and the module that it names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, "." * node.level + (node.module or "")


def late_imports(tree: ast.Module) -> Iterator[str]:
    """Imports of our own that do not stand at the top of the file."""
    top = set(tree.body)
    for node, name in imported(tree):
        if node not in top and name.split(".")[0] in ("mamoru", ""):
            yield f"line {node.lineno}: {name} is imported late"


def forbidden_imports(tree: ast.Module) -> Iterator[str]:
    """Web frameworks below the faces, and libraries whose licence the core must not carry."""
    for node, name in imported(tree):
        if name.split(".")[0] in FRAMEWORKS + NOT_FREE_ENOUGH:
            yield f"line {node.lineno}: {name} is not for this place"


def overlong(tree: ast.Module, text: str) -> Iterator[str]:
    """Files and functions that hide several things."""
    lines = text.count("\n")
    if lines > MOST_LINES:
        yield f"{lines} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > MOST_FUNCTION_LINES:
                yield f"line {node.lineno}: {node.name} has {length} lines"


def undocumented(tree: ast.Module) -> Iterator[str]:
    """A module, or a public function or class of it, without a docstring."""
    if not ast.get_docstring(tree):
        yield "the module has no docstring"
    for node in tree.body:
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if named and not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"line {node.lineno}: {node.name} has no docstring"


def untranslated(tree: ast.Module) -> Iterator[str]:
    """Texts with the languages exchanged, or with one of them in both places."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"):
            continue
        if len(node.args) != 2:
            continue
        ja, en = (_words(argument) for argument in node.args)
        if ja is None or en is None:
            continue
        if WORD.search(ja) and not JAPANESE.search(ja):
            yield f"line {node.lineno}: no Japanese in {ja!r} (both() says that it is meant)"
        if JAPANESE.search(en):
            yield f"line {node.lineno}: Japanese in the English {en!r}"


def _words(node: ast.expr) -> str | None:
    """What is written out in an argument; None where something else decides its language."""
    if isinstance(node, ast.Constant):
        return PLACE.sub("", str(node.value))
    if isinstance(node, ast.JoinedStr):
        fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        return fixed if JAPANESE.search(fixed) else None
    return None


def misnamed(path: str) -> Iterator[str]:
    """A file or folder named as a drawer."""
    for part in path.removesuffix(".py").split("/"):
        if part in DRAWERS:
            yield f"{part} names a drawer, not a thing"
