"""Who may import whom: the dependency rule of the README's drawing, read from the source of every module."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = "unioncare_desktop"
ROOT = Path(__file__).resolve().parent.parent
FOUNDATION = ("clock", "errors", "progress", "i18n", "vietnamese", "paths", "json_files", "settings", "unsaved")
CLI = (
    *("cli", "cli_batch", "cli_closing", "cli_documents", "cli_email"),
    *("cli_forms", "cli_mergers", "cli_office", "cli_parts", "cli_plans"),
)
LAYERS = (FOUNDATION, ("domain",), ("storage",), ("services",), ("reports",), ("ui", *CLI, "selfcheck"), ("app",))
DIALECTS = {"sqlite", "postgresql", "psycopg", "pysqlite"}
DECLARATIONS = {"sqlalchemy", "sqlalchemy.orm", "sqlalchemy.types"}
SIGNATURES = {"Dialect"}  # every column type of ours names it in the methods that it overrides
ENGINE_NAMES = {
    *("create_engine", "Engine", "Connection", "Session", "sessionmaker", "scoped_session", "event", "inspect"),
    *("select", "insert", "update", "delete"),
}
FORMS = ("reports/filled_form.py", "reports/form_rows.py")
HOME_OF = {
    "openpyxl": ("services/workbook.py", "reports/excel", "reports/sheet_rows.py", *FORMS),
    "reportlab": ("reports/pdf",),
    "pyhanko": ("reports/signing.py", "reports/pdf_page.py"),
    "cryptography": ("reports/signing.py", "selfcheck.py"),
    "PIL": ("services/pictures.py",),
    "alembic": ("storage/",),
    "sqlite3": ("storage/",),
    "psycopg": ("storage/",),
    "PySide6": ("ui/", "app.py"),
    "platformdirs": ("paths.py",),
    "highspy": ("domain/rules/merging/solver.py",),
}
LATE = ("openpyxl", "reportlab", "alembic", "highspy", "numpy", "pyhanko", "cryptography", "PIL")


@dataclass(frozen=True)
class Import:
    """One imported module, the name taken from it (empty for `import module`) and where that stands."""

    module: str
    name: str
    line: int
    at_start: bool

    @property
    def library(self) -> str:
        return self.module.partition(".")[0]

    @property
    def layer(self) -> str:
        """The part of our package that is meant, empty for the package itself and for other libraries."""
        parts = [*self.module.split("."), self.name]
        return parts[1] if parts[0] == PACKAGE else ""


def modules() -> list[Path]:
    return sorted((ROOT / PACKAGE).rglob("*.py"))


def inside(path: Path) -> str:
    return path.relative_to(ROOT / PACKAGE).as_posix()


def layer_of(path: Path) -> str:
    return inside(path).partition("/")[0].removesuffix(".py")


def rank(layer: str) -> int:
    """The place of *layer* from left to right; the package's own `__init__` imports nothing."""
    return next((number for number, names in enumerate(LAYERS) if layer in names), -1)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def imports(path: Path) -> tuple[Import, ...]:
    return tuple(_imports(parsed(path), at_start=True))


def _imports(node: ast.AST, *, at_start: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, "", child.lineno, at_start) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            module = "." * child.level + (child.module or "")
            yield from (Import(module, alias.name, child.lineno, at_start) for alias in child.names)
        else:
            later = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) or _for_type_checkers(child)
            yield from _imports(child, at_start=at_start and not later)


def _for_type_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def of_package() -> Iterator[tuple[Path, Import]]:
    for path in modules():
        for found in imports(path):
            yield path, found


def where(path: Path, line: int) -> str:
    return f"{inside(path)}:{line}"


def test_every_module_has_a_layer() -> None:
    known = {name for names in LAYERS for name in names} | {"__init__"}

    assert {layer_of(path) for path in modules()} <= known


def test_imports_only_go_left() -> None:
    wrong = [
        f"{where(path, found.line)} imports {found.layer}"
        for path, found in of_package()
        if found.layer and rank(found.layer) > rank(layer_of(path)) and not starts_the_window(path, found)
    ]

    assert not wrong


def starts_the_window(path: Path, found: Import) -> bool:
    """The one step to the right: the command line without a command hands over to the window."""
    return layer_of(path) == "cli" and found.layer == "app" and not found.at_start


def test_imports_name_the_package() -> None:
    assert not [where(path, found.line) for path, found in of_package() if found.module.startswith(".")]


@pytest.mark.parametrize(("library", "homes"), HOME_OF.items())
def test_a_library_stays_at_home(library: str, homes: tuple[str, ...]) -> None:
    strays = [
        where(path, found.line)
        for path, found in of_package()
        if found.library == library and not inside(path).startswith(homes)
    ]

    assert not strays


@pytest.mark.parametrize("layer", ["ui", *CLI, "app", *FOUNDATION])
def test_no_sqlalchemy_outside_the_database_layers(layer: str) -> None:
    strays = [
        where(path, found.line)
        for path, found in of_package()
        if layer_of(path) == layer and found.library == "sqlalchemy"
    ]

    assert not strays


def test_the_domain_only_declares() -> None:
    wrong = [
        f"{where(path, found.line)} {found.module} {found.name}"
        for path, found in of_package()
        if layer_of(path) == "domain"
        and found.library == "sqlalchemy"
        and found.name not in SIGNATURES
        and (found.module not in DECLARATIONS or not found.name or found.name in ENGINE_NAMES)
    ]

    assert not wrong


def test_only_the_storage_knows_the_database() -> None:
    wrong = [
        f"{where(path, node.lineno)} {word}"
        for path in modules()
        if layer_of(path) != "storage"
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.Name, ast.Attribute, ast.Constant, ast.alias))
        for word in database_words(node)
    ]

    assert not wrong


def database_words(node: ast.Name | ast.Attribute | ast.Constant | ast.alias) -> list[str]:
    """The names and strings of *node* that belong to one database: an engine, a pragma, a dialect."""
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        return [text] if text.lower() in DIALECTS or text.upper().startswith("PRAGMA ") else []
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else node.name
    last = name.rpartition(".")[2]
    return [name] if last == "create_engine" or last in DIALECTS or last.startswith("sqlite_") else []


@pytest.mark.parametrize("module", ["unioncare_desktop.app", "unioncare_desktop.cli"])
def test_heavy_libraries_wait_until_they_are_needed(module: str) -> None:
    script = f"import sys, {module}; print(*sorted(set(sys.modules) & set({LATE!r})))"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.split() == []


def test_the_command_line_starts_without_a_window() -> None:
    script = "import sys, unioncare_desktop.cli; print('PySide6' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "False"
