"""The outer shell: what lies at the top, what is locked, and that the README tells the truth about it."""

import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import unioncare_desktop

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
TOP = {
    *("unioncare_desktop", "resources", "tests"),
    *("main.py", "pyproject.toml", "installer.spec", "README.md", "LICENSE", ".ci", ".gitignore", *LOCKS),
}
TEXT_FILES = {".py", ".toml", ".md", ".lock", ".spec", ".json", ".txt", ""}
REGISTRY = re.compile(r"(pypi|pythonhosted)\.\w+|--(extra-)?index-url|--find-links", re.IGNORECASE)


@cache
def files() -> tuple[Path, ...]:
    """The files of the project: everything but what `.gitignore` names."""
    ignored = [".git", *(line.rstrip("/") for line in read(".gitignore").splitlines())]
    return tuple(_files(ROOT, ignored))


def _files(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from _files(path, ignored)
        else:
            yield path


@cache
def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def locked(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", read(lock), re.MULTILINE))


def wanted(lock: str) -> list[Requirement]:
    groups = [project()["project"]["dependencies"]]
    if lock == "requirements-dev.lock":
        groups.append(project()["dependency-groups"]["dev"])
    return [Requirement(text) for group in groups for text in group]


def test_the_top_level_is_as_agreed() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} <= TOP


def test_no_file_names_a_registry() -> None:
    shown = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in files()
        if path.suffix in TEXT_FILES
        and path != Path(__file__).resolve()
        and (found := REGISTRY.search(path.read_text(encoding="utf-8").replace("--no-emit-index-url", "")))
    ]

    assert not shown


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_the_project_wants(lock: str) -> None:
    versions = locked(lock)

    for requirement in wanted(lock):
        name = canonicalize_name(requirement.name)
        assert name in versions
        assert requirement.specifier.contains(versions[name]), f"{requirement} is locked at {versions[name]}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_version_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\w)", read(lock).strip())

    assert len(entries) == len(locked(lock))
    assert all("--hash=sha256:" in entry for entry in entries)


def test_what_runs_is_what_is_tested() -> None:
    tested = locked("requirements-dev.lock")

    assert locked("requirements.lock").items() <= tested.items()


def test_the_version_is_stated_once() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", unioncare_desktop.__version__)
    assert "version" in project()["project"]["dynamic"]


def commands(part: str) -> list[str]:
    """The command lines of one part of the README."""
    text = read("README.md").split(f"\n## {part}\n")[1].split("\n## ")[0]
    blocks: list[str] = re.findall(r"```(?:sh|bat)\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize(("part", "lock", "end"), [("Run", LOCKS[0], "main.py"), ("Test", LOCKS[1], "pytest -n auto")])
def test_the_readme_has_one_command_for_each_system(part: str, lock: str, end: str) -> None:
    debian, windows = commands(part)

    for command in (debian, windows):
        assert f"--require-hashes -r {lock}" in command
        assert command.rstrip('"').endswith(end)


def test_the_ci_runs_the_command_of_the_readme() -> None:
    [pattern] = re.findall(r"grep -m 1 '(.*)' README.md", read(".ci/run"))
    found = [line for line in read("README.md").splitlines() if re.search(pattern, line)]

    assert found == commands("Test")[:1]


def test_the_readme_names_files_that_exist() -> None:
    text = read("README.md")
    images = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
    named = re.findall(r"`((?:tests|resources|\.ci)/[\w./-]+)`", text)

    assert [name for name in images + named if not (ROOT / name).exists()] == []


def test_every_licence_of_the_shipped_libraries_is_named() -> None:
    text = read("resources/licenses/THIRD_PARTY.md").casefold()

    assert [name for name in locked("requirements.lock") if name not in text] == []
