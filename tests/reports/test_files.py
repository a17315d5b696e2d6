"""Names of report files, and files that are whole or not there."""

import errno
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.errors import DiskFull, EnvironmentProblem, FileLocked, UserError
from unioncare_desktop.reports import files

Act = Callable[[Path], None]


def fine(_path: Path) -> None:
    """Every file is whole."""


def content(text: str) -> Act:
    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return write


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("LĐLĐ quận Ba Đình", "LDLD-quan-Ba-Dinh"),
        ("CĐCS Công ty <ABC> & Co", "CDCS-Cong-ty-ABC-Co"),
        ("BC_2023Q2", "BC_2023Q2"),
        ("CON", "_CON"),
        ("nul", "_nul"),
        ("COM¹", "_COM1"),
        ("../..\\C:", "C"),
        ("☃", "_"),
        ("", "_"),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    assert files.safe_name(text) == name


@given(st.text())
def test_any_text_gives_a_name_every_system_accepts(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,119}[A-Za-z0-9_]?", files.safe_name(text))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    for name in ("BC.xlsx", "BC (2).xlsx", "BC (3).xlsx"):
        path = files.free_path(tmp_path, "BC", ".xlsx")
        path.touch()
        assert path.name == name


def test_paths_stay_short_enough_for_older_programs(tmp_path: Path) -> None:
    assert len(str(files.free_path(tmp_path, "x" * 300, ".xlsx").absolute())) <= files.LONGEST_PATH


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "BC.txt"
    path.write_text("cũ", encoding="utf-8")

    files.save(path, content("mới"), fine)

    assert path.read_text(encoding="utf-8") == "mới"
    assert list(tmp_path.iterdir()) == [path]


def damaged(_path: Path) -> None:
    raise ValueError("no end")


def full(_path: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def held(_path: Path) -> None:
    error = PermissionError(errno.EACCES, "in use")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]  # what Windows says
    raise error


def forbidden(_path: Path) -> None:
    raise PermissionError(errno.EACCES, "denied")


def broken(_path: Path) -> None:
    raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize(
    ("write", "check", "kind", "words"),
    [
        (content("mới"), damaged, EnvironmentProblem, "không đọc lại được"),
        (full, fine, DiskFull, "hết chỗ"),
        (held, fine, FileLocked, "BC (2).txt"),
        (forbidden, fine, EnvironmentProblem, "Không được phép"),
        (broken, fine, EnvironmentProblem, "Input/output error"),
    ],
)
def test_what_goes_wrong_is_told_and_the_old_file_stays(
    tmp_path: Path, write: Act, check: Act, kind: type[UserError], words: str
) -> None:
    path = tmp_path / "BC.txt"
    path.write_text("cũ", encoding="utf-8")

    with pytest.raises(kind, match=re.escape(words)):
        files.save(path, write, check)

    assert path.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="Không có thư mục"):
        files.save(tmp_path / "không có" / "BC.txt", content(""), fine)


def test_a_scanner_that_lets_go_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, replace, holds = tmp_path / "BC.txt", Path.replace, [True, True, False]

    def held_twice(self: Path, target: Path) -> Path:
        if holds.pop(0):
            held(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held_twice)
    monkeypatch.setattr(files, "_PAUSES", (0, 0, 0))

    files.save(path, content("mới"), fine)

    assert path.read_text(encoding="utf-8") == "mới"
