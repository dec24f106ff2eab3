"""Write everything that is generated (`make data`), or tell what is stale (`--check`, in `make lint`).

What is generated is committed: compiled data beside its YAML, JSON Schemas and pages in `docs/`. Each
comes from a function that gives its bytes, so that looking and writing cannot differ.
"""

import sys
from pathlib import Path

import msgspec
from check_pages import check_pages
from command_page import command_page
from hand_test_page import hand_test_page
from schema_page import schema_page
from standard_page import standard_page
from status_tables import filled

from mamoru.assessment.report import schema as report_schema
from mamoru.catalog import compile as catalog_compile
from mamoru.catalog import schema as catalog_schema
from mamoru.catalog.consistency import faults
from mamoru.design import compile as design_compile
from mamoru.design import schema as design_schema
from mamoru.design.consistency import faults as design_faults
from mamoru.jobs import schema as job_schema
from mamoru.operation.vulnerabilities.priority import compile as priority_compile
from mamoru.product import schema as product_schema
from mamoru.product.software import compile as software_compile
from mamoru.verification.plan import compile as plan_compile
from mamoru.verification.plan import schema as plan_schema

REPOSITORY = Path(__file__).parents[1]
DOCS = REPOSITORY / "docs"
SCHEMAS = DOCS / "schema"
FILLED_IN = (REPOSITORY / "README.md", REPOSITORY / "README.ja.md", DOCS / "watch.md")  # written by hand


def generated() -> dict[Path, bytes]:
    """Every generated file and what should stand in it. Raises `ValueError` where the data that it
    comes from has a fault."""
    published = schemas()
    return {**compiled(), **published, **pages(published)}


def compiled() -> dict[Path, bytes]:
    """The data that a running Mamoru reads, compiled from YAML."""
    catalog = catalog_compile.compiled()
    if found := faults(catalog):
        raise ValueError("\n".join(found))
    cases = plan_compile.compiled()
    if found := plan_compile.faults(cases, catalog):
        raise ValueError("\n".join(found))
    threats = design_compile.compiled()
    if found := design_faults(threats, catalog):
        raise ValueError("\n".join(found))
    software = msgspec.json.encode(software_compile.compiled())
    return {
        catalog_compile.COMPILED: msgspec.json.encode(catalog) + b"\n",
        plan_compile.COMPILED: msgspec.json.format(msgspec.json.encode(cases), indent=0) + b"\n",
        design_compile.COMPILED: msgspec.json.encode(threats) + b"\n",
        priority_compile.COMPILED: priority_compile.compiled_bytes(),
        software_compile.COMPILED: msgspec.json.format(software, indent=0) + b"\n",
    }


def schemas() -> dict[Path, bytes]:
    """The published JSON Schemas."""
    made = {catalog_schema.PUBLISHED.name: catalog_schema.standard_schema(), **report_schema.schemas()}
    made |= job_schema.schemas() | design_schema.schemas() | plan_schema.schemas()
    made |= {name: text.encode() for name, text in product_schema.schemas().items()}
    return {SCHEMAS / name: body for name, body in made.items()}


def pages(published: dict[Path, bytes]) -> dict[Path, bytes]:
    """The pages in `docs/` that are made from the code and the catalogue."""
    texts = {DOCS / "checks" / name: text for name, text in check_pages().items()}
    texts[DOCS / "standards.md"] = standard_page()
    texts[DOCS / "tests-by-hand.md"] = hand_test_page()
    texts[DOCS / "commands.md"] = command_page()
    texts[SCHEMAS / "README.md"] = schema_page({path.name: body for path, body in sorted(published.items())})
    texts |= {path: filled(path.read_text("utf-8")) for path in FILLED_IN}
    return {path: text.encode() for path, text in texts.items()}


def stale() -> list[Path]:
    """The generated files that are not as they should be, and pages that nothing generates any more."""
    made = generated()
    wrong = [path for path, body in made.items() if not path.is_file() or _plain(path.read_bytes()) != body]
    left = [path for path in (DOCS / "checks").glob("*") if path not in made]
    return sorted(wrong + left)


def _plain(body: bytes) -> bytes:
    return body.replace(b"\r\n", b"\n")  # as a checkout on Windows may have it


def main() -> int:
    """Write, or with `--check` only look; 1 where something is stale."""
    behind = stale()
    named = [path.relative_to(REPOSITORY).as_posix() for path in behind]
    if "--check" in sys.argv[1:]:
        if named:
            print("stale, run `make data`:", *named, sep="\n  ")
        return 1 if named else 0
    made = generated()
    for path in behind:
        if path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made[path])
        else:
            path.unlink()
    print(*(f"wrote {name}" for name in named), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
