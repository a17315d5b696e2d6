"""Names of report files, and writing a file so that it is either complete or not there at all.

Knows nothing of what is written. The rules for names are those of Windows, the strictest system.
"""

import errno
import os
import time
import unicodedata
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from unioncare_desktop.errors import DiskFull, EnvironmentProblem, FileLocked, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.storage.backup import sync_file, sync_folder

LONGEST_STEM = 120
LONGEST_PATH = 240
_SHOWN = 40
_RESERVED = {"con", "prn", "aux", "nul", "conin", "conout"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}
_SINGLE_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})  # these have no decomposition

# Windows: access denied, sharing violation, lock violation. A virus scanner or an indexer lets go within seconds.
_HELD = {5, 32, 33}
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8)

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FULL_ON_WINDOWS = {39, 112}
# A stick that was pulled out, a share whose network is gone: in the words of Unix, and of Windows.
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN}
_GONE_ON_WINDOWS = {21, 53, 55, 59, 64, 67, 433, 1117, 1167}
_WRITE_PROTECTED = 19


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
    while os.path.lexists(path):  # unlike `exists` it never fails, and sees links that lead nowhere
        number += 1
        path = folder / f"{kept} ({number}){suffix}"
    return path


def new_folder(parent: Path, name: str) -> Path:
    """Make a folder in *parent* that has not been there yet, called *name* or as `free_path` calls it; its path.

    Raises:
        EnvironmentProblem: it cannot be made there.
    """
    path = free_path(parent, name, "")
    try:
        path.mkdir()
    except OSError as problem:
        raise _explained(problem, path) from problem
    return path


def put(path: Path, content: bytes) -> None:
    """Let *content* be the file at *path*, complete and read back, or not at all.

    Raises:
        UserError: as `save` does.
    """

    def write(target: Path) -> None:
        target.write_bytes(content)

    def check(written: Path) -> None:
        if written.read_bytes() != content:
            raise ValueError(written.name)

    save(path, write, check)


def save(path: Path, write: Callable[[Path], None], check: Callable[[Path], None]) -> None:
    """Let *write* make the file at *path*: complete and looked at by *check*, or not at all.

    It is written under another name beside *path*, is on the disk before it gets its own, and an existing file is
    replaced only at the very end; a link is replaced, never followed. *check* opens the file as a reader would and
    raises ValueError where it is not whole.

    Raises:
        FileLocked: another program has the file open.
        DiskFull: there is no room.
        EnvironmentProblem: the folder is missing, gone or read-only, the path is too long or that of a folder, or what
            was written cannot be read again.
    """
    try:
        _refuse(path)
        _save(path, write, check)
    except OSError as problem:
        raise _explained(problem, path) from problem


def _refuse(path: Path) -> None:
    """Stop before anything is written where no file can be.

    Raises:
        EnvironmentProblem: see `save`.
    """
    if path.is_dir():
        sentence = _("{name} là một thư mục. Hãy đặt tên khác cho tệp, hoặc chọn nơi khác.")
        raise EnvironmentProblem(sentence.format(name=path.name))
    if len(str(path.absolute())) > LONGEST_PATH:
        raise _too_long(path)


def _too_long(path: Path) -> EnvironmentProblem:
    sentence = _(
        "Tên tệp hoặc đường dẫn quá dài ({length} ký tự, dài nhất ở “{part}”); các chương trình văn phòng chỉ mở được "
        "đến {most}. Hãy đặt tên tệp ngắn hơn, hoặc chọn thư mục gần gốc ổ đĩa hơn."
    )
    whole = path.absolute()
    part = max(whole.parts, key=len)
    shown = part if len(part) <= _SHOWN else f"{part[:_SHOWN]}…"
    return EnvironmentProblem(sentence.format(length=len(str(whole)), part=shown, most=LONGEST_PATH))


def _save(path: Path, write: Callable[[Path], None], check: Callable[[Path], None]) -> None:
    temporary = path.with_name(f".{uuid.uuid4().hex[:12]}{path.suffix}")
    try:
        write(temporary)
        sync_file(temporary)
        _check(temporary, check, path.name)
        _replace(temporary, path)
    finally:
        with suppress(OSError):  # a stick that is gone has taken it along
            temporary.unlink(missing_ok=True)
    with suppress(OSError):  # not every share can do that, and the file is there
        sync_folder(path.parent)


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
    code, of_windows = problem.errno, getattr(problem, "winerror", None)
    if code in _FULL or of_windows in _FULL_ON_WINDOWS:
        return DiskFull(_("Ổ đĩa hết chỗ, chưa ghi được {name}. Hãy dọn bớt tệp rồi thử lại.").format(name=name))
    if of_windows in _HELD and os.path.lexists(path):
        other = free_path(folder, path.stem, path.suffix).name
        sentence = _("Tệp {name} đang mở trong chương trình khác. Đóng tệp rồi thử lại, hoặc lưu tên khác: {other}.")
        return FileLocked(sentence.format(name=name, other=other))
    if code in _GONE or of_windows in _GONE_ON_WINDOWS:
        sentence = _(
            "Ổ đĩa hoặc USB không trả lời khi ghi {name} ({reason}). Hãy cắm lại rồi thử lại, hoặc lưu nơi khác."
        )
    elif code == errno.ENAMETOOLONG:
        return _too_long(path)
    elif isinstance(problem, FileNotFoundError | NotADirectoryError):
        sentence = _("Không có thư mục {folder}. Hãy cắm lại ổ đĩa, tạo thư mục, hoặc chọn thư mục khác.")
    elif code == errno.EROFS or of_windows == _WRITE_PROTECTED:
        sentence = _("Ổ đĩa chứa {folder} chỉ cho đọc. Hãy chọn thư mục khác.")
    elif isinstance(problem, PermissionError):
        sentence = _("Không được phép ghi vào {folder}. Hãy chọn thư mục khác.")
    else:
        sentence = _("Không ghi được {name}: {reason}. Hãy thử lại, hoặc lưu vào thư mục khác.")
    return EnvironmentProblem(sentence.format(name=name, folder=folder, reason=problem.strerror or problem))
