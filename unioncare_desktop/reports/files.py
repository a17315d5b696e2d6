"""Names of report files, and writing a file so that it is either complete or not there at all.

Knows nothing of what is written. The rules for names are those of Windows, the strictest system.
"""

import errno
import os
import time
import unicodedata
import uuid
from collections.abc import Callable
from pathlib import Path

from unioncare_desktop.errors import DiskFull, EnvironmentProblem, FileLocked, UserError
from unioncare_desktop.i18n import _

LONGEST_STEM = 120
LONGEST_PATH = 240
_RESERVED = {"con", "prn", "aux", "nul", "conin", "conout"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}
_SINGLE_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})  # these have no decomposition

# Windows: access denied, sharing violation, lock violation. A virus scanner or an indexer lets go within seconds.
_HELD = {5, 32, 33}
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8)


def safe_name(text: str) -> str:
    """*text* as part of a file name: ASCII letters, digits, "_" and "-", valid on every system, never empty.

    "LĐLĐ quận Ba Đình" becomes "LDLD-quan-Ba-Dinh".
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_SINGLE_LETTERS))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    kept = "".join(letter if letter.isascii() and (letter.isalnum() or letter == "_") else " " for letter in letters)
    name = "-".join(kept.split())[:LONGEST_STEM].strip("-")
    return f"_{name}" if not name or name.casefold() in _RESERVED else name


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """A path in *folder* that no file has yet: "stem.xlsx", else "stem (2).xlsx" and so on; *suffix* has its dot.

    Long stems are cut so that the whole path stays within what older Windows programs open.
    """
    room = LONGEST_PATH - len(str(folder.absolute())) - len(suffix) - len(os.sep) - len(" (999)")
    kept = stem[: max(room, 1)]
    path, number = folder / f"{kept}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{kept} ({number}){suffix}"
    return path


def save(path: Path, write: Callable[[Path], None], check: Callable[[Path], None]) -> None:
    """Let *write* make the file at *path*: complete and looked at by *check*, or not at all.

    An existing file is replaced only at the very end. *check* opens the file as a reader would and raises ValueError
    where it is not whole.

    Raises:
        FileLocked: another program has the file open.
        DiskFull: there is no room.
        EnvironmentProblem: the folder is missing or read-only, or what was written cannot be read again.
    """
    try:
        _save(path, write, check)
    except OSError as problem:
        raise _explained(problem, path) from problem


def _save(path: Path, write: Callable[[Path], None], check: Callable[[Path], None]) -> None:
    temporary = path.with_name(f".{uuid.uuid4().hex}{path.suffix}")
    try:
        write(temporary)
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        _check(temporary, check, path.name)
        _replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _check(temporary: Path, check: Callable[[Path], None], name: str) -> None:
    try:
        check(temporary)
    except ValueError as problem:
        sentence = _("Tệp {name} ghi ra không đọc lại được nên đã bỏ. Hãy thử lại, hoặc lưu vào thư mục khác.")
        raise EnvironmentProblem(sentence.format(name=name)) from problem


def _replace(temporary: Path, path: Path) -> None:
    for pause in _PAUSES:
        try:
            temporary.replace(path)
        except PermissionError as problem:
            if getattr(problem, "winerror", None) not in _HELD:
                raise
            time.sleep(pause)
        else:
            return
    temporary.replace(path)


def _explained(problem: OSError, path: Path) -> UserError:
    name, folder = path.name, path.parent
    held = isinstance(problem, PermissionError) and getattr(problem, "winerror", None) in _HELD
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(_("Ổ đĩa hết chỗ, chưa ghi được {name}. Hãy dọn bớt tệp rồi thử lại.").format(name=name))
    if held and path.exists():
        other = free_path(folder, path.stem, path.suffix).name
        sentence = _("Tệp {name} đang mở trong chương trình khác. Đóng tệp rồi thử lại, hoặc lưu tên khác: {other}.")
        return FileLocked(sentence.format(name=name, other=other))
    if isinstance(problem, FileNotFoundError | NotADirectoryError):
        sentence = _("Không có thư mục {folder}. Hãy tạo thư mục hoặc chọn thư mục khác.")
        return EnvironmentProblem(sentence.format(folder=folder))
    if isinstance(problem, PermissionError):
        sentence = _("Không được phép ghi vào {folder}. Hãy chọn thư mục khác.")
        return EnvironmentProblem(sentence.format(folder=folder))
    sentence = _("Không ghi được {name}: {reason}. Hãy thử lại, hoặc lưu vào thư mục khác.")
    return EnvironmentProblem(sentence.format(name=name, reason=problem.strerror or problem))
