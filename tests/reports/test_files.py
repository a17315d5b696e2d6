"""Names of report files, and files that are whole or not there."""

import errno
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.killing import chance, endless_files, killed
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


def of_windows(code: int, kind: type[OSError] = OSError, number: int = errno.EACCES) -> Act:
    """What Windows says by its own number."""

    def refuse(_path: Path) -> None:
        error = kind(number, "refused")
        error.winerror = code  # type: ignore[attr-defined,unused-ignore]  # as on Windows
        raise error

    return refuse


held = of_windows(32, PermissionError)


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
        (broken, fine, EnvironmentProblem, "USB không trả lời khi ghi BC.txt (Input/output error)"),
        (of_windows(5, PermissionError), fine, FileLocked, "BC (2).txt"),
        (of_windows(33, PermissionError), fine, FileLocked, "BC (2).txt"),
        (of_windows(112, number=errno.EINVAL), fine, DiskFull, "hết chỗ"),
        (of_windows(1167, number=errno.EINVAL), fine, EnvironmentProblem, "USB không trả lời"),
        (of_windows(21, PermissionError), fine, EnvironmentProblem, "USB không trả lời"),
        (of_windows(19, PermissionError), fine, EnvironmentProblem, "chỉ cho đọc"),
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


def test_what_was_put_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "BC.pdf"

    files.put(path, b"%PDF\x00")

    assert path.read_bytes() == b"%PDF\x00"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_kept_something_else_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"")

    with pytest.raises(EnvironmentProblem, match="không đọc lại được"):
        files.put(tmp_path / "BC.pdf", b"content")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"), [("thư mục", "là một thư mục"), ("x" * 256, "quá dài"), (f"{'y' * 100}/" * 3, "quá dài")]
)
def test_a_place_that_cannot_be_a_file_is_told_before_anything_is_written(
    tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "thư mục").mkdir()

    with pytest.raises(EnvironmentProblem, match=words):
        files.put(tmp_path / name, b"content")

    assert [path.name for path in tmp_path.iterdir()] == ["thư mục"]


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no links without a right")
def test_a_link_gives_way_and_what_it_led_to_stays(tmp_path: Path) -> None:
    original, link, lost = (tmp_path / name for name in ("original.txt", "link.txt", "lost.txt"))
    original.write_text("cũ", encoding="utf-8")
    link.symlink_to(original)
    lost.symlink_to(tmp_path / "nowhere")

    files.put(link, b"new")

    assert (link.read_bytes(), link.is_symlink()) == (b"new", False)
    assert original.read_text(encoding="utf-8") == "cũ"
    assert files.free_path(tmp_path, "lost", ".txt").name == "lost (2).txt"


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[str], None]]:
    """A disk of 64 kB at *folder*; what is yielded mounts it anew with other manners."""

    def mount(options: str) -> None:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("no right to mount a disk")

    mount("size=64k")
    try:
        yield mount
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root mounts a disk")
def test_a_full_disk_and_one_that_is_only_read(tmp_path: Path) -> None:
    with small_disk(tmp_path) as mount:
        path = tmp_path / "BC.xlsx"
        files.put(path, b"old")
        with pytest.raises(DiskFull, match="hết chỗ"):
            files.put(path, b"x" * 100_000)
        mount("remount,ro")
        with pytest.raises(EnvironmentProblem, match="chỉ cho đọc"):
            files.put(path, b"new")

        assert path.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [path]


def test_a_stick_that_was_pulled_out_is_told(tmp_path: Path) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()

    def pull(path: Path) -> None:
        path.write_bytes(b"new")
        path.unlink()
        stick.rmdir()

    with pytest.raises(EnvironmentProblem, match="Hãy cắm lại"):
        files.save(stick / "BC.xlsx", pull, fine)


def test_a_program_that_is_killed_leaves_whole_files(tmp_path: Path) -> None:
    random = chance()
    for _time in range(3):
        told = killed(endless_files, tmp_path, after=2, pause=random.uniform(0, 0.02))
        found = sorted(tmp_path.glob("BC*.bin"))

        assert len(found) >= len(told)
        assert all(len(set(path.read_bytes())) == 1 and path.stat().st_size == 1_000_000 for path in found)
        for path in tmp_path.iterdir():
            path.unlink()
