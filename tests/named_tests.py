"""The tests that lists of ids refer to: whether a test that is named is really there."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def _functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def exists(named: str) -> bool:
    """Whether "tests/a/test_b.py::test_c" is a test."""
    file, _colons, name = named.partition("::")
    path = ROOT / file
    return name.startswith("test_") and path.is_file() and name in _functions(path)
