"""Verified copies of the data file, and the way back. A backup is one closed file with a manifest beside it.

Copies are ordered by the number in their name, never by the clock of the machine; the newest ten are kept.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from unioncare_desktop.errors import DatabaseDamaged, EnvironmentProblem
from unioncare_desktop.i18n import _
from unioncare_desktop.paths import backup_dir
from unioncare_desktop.storage.database import check_header
from unioncare_desktop.storage.failures import damaged

KEPT = 10
_COMPANIONS = ("-journal", "-wal", "-shm")


@dataclass(frozen=True)
class Backup:
    """A backup file and what its manifest says; `change` is the newest history row it holds."""

    path: Path
    number: int
    reason: str
    made: str
    sha256: str
    change: int
    rows: dict[str, int]


def make(database: Path, reason: str, to: Path | None = None) -> Backup:
    """Copy *database* to a checked file, into its backup folder or *to* a file of the user's choice.

    Raises:
        DatabaseDamaged: the database itself does not pass; no good copy is then touched.
        EnvironmentProblem: no room, no right to write.
    """
    verify(database)
    try:
        return _make(database, reason, to)
    except OSError as error:
        raise EnvironmentProblem(
            _("Không ghi được bản sao lưu: {reason}. Hãy kiểm tra ổ đĩa rồi thử lại.").format(reason=error.strerror)
        ) from error


def _make(database: Path, reason: str, to: Path | None) -> Backup:
    folder = backup_dir(database)
    number = 1 + max((existing.number for existing in backups(database)), default=0)
    made = datetime.now().astimezone()
    target = to or folder / f"{database.stem}-{number:06}-{made:%Y%m%d-%H%M%S}-{reason}.db"
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".tmp")
    unfinished.unlink(missing_ok=True)
    copy_into(database, unfinished)
    sync_file(unfinished)
    verify(unfinished)
    rows = row_counts(unfinished)
    made_backup = Backup(
        target, number, reason, made.isoformat(timespec="seconds"), digest(unfinished), _change(unfinished), rows
    )
    manifest = asdict(made_backup) | {"path": target.name}
    os.replace(unfinished, target)  # noqa: PTH105 - replaces on Windows too
    _manifest(target).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    sync_folder(target.parent)
    if to is None:
        _forget_old(database)
    return made_backup


def make_if_changed(database: Path, reason: str) -> Backup | None:
    """A backup, unless the newest one already holds the same changes."""
    newest = newest_backup(database)
    if newest is not None and newest.change == _change(database):
        return None
    return make(database, reason)


def backups(database: Path) -> list[Backup]:
    """The backups of *database*, oldest first; files without a readable manifest are left out."""
    found = [_read_manifest(path) for path in backup_dir(database).glob(f"{database.stem}-*.db")]
    return sorted((one for one in found if one is not None), key=lambda one: one.number)


def newest_backup(database: Path) -> Backup | None:
    """The newest backup of *database*, if there is any."""
    return max(backups(database), key=lambda one: one.number, default=None)


def restore(source: Path, database: Path) -> Path | None:
    """Put the backup *source* in the place of *database*; return where the replaced file and its journal went.

    The replaced set is moved aside as a whole, never deleted: an old journal beside a new file would corrupt it.

    Raises:
        DatabaseDamaged: the backup does not pass its check; nothing was moved.
        EnvironmentProblem: no room, or the file is open elsewhere.
    """
    verify(source)
    manifest = _read_manifest(source)
    if manifest is not None and manifest.sha256 != digest(source):
        raise DatabaseDamaged(
            _("Bản sao lưu {name} đã bị thay đổi sau khi ghi (sai mã kiểm). Hãy chọn bản khác.").format(
                name=source.name
            )
        )
    try:
        incoming = database.with_name(database.name + ".restore.tmp")
        incoming.unlink(missing_ok=True)
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, incoming)
        sync_file(incoming)
        verify(incoming)
        aside = _move_aside(database)
        put_in_place(incoming, database)
    except OSError as error:
        raise EnvironmentProblem(
            _("Không khôi phục được: {reason}. Hãy đóng các cửa sổ UnionCare khác rồi thử lại.").format(
                reason=error.strerror
            )
        ) from error
    return aside


def _move_aside(database: Path) -> Path | None:
    files = [database, *(database.with_name(database.name + ending) for ending in _COMPANIONS)]
    present = [file for file in files if file.exists()]
    if not present:
        return None
    parent = database.parent / "replaced"
    number = 1 + max((int(old.name) for old in parent.glob("[0-9]*") if old.name.isdigit()), default=0)
    aside = parent / f"{number:06}"
    aside.mkdir(parents=True)
    for file in reversed(present):
        os.replace(file, aside / file.name)  # noqa: PTH105 - replaces on Windows too
    return aside / database.name


def put_in_place(unfinished: Path, target: Path) -> None:
    """Give the finished file its name in one step."""
    os.replace(unfinished, target)  # noqa: PTH105 - replaces on Windows too
    sync_folder(target.parent)


def verify(path: Path) -> None:
    """Check that *path* is a sound database of ours.

    Raises:
        DatabaseDamaged: it is not; the sentence names the file.
    """
    check_header(path)
    try:
        with closing(_read_only(path)) as connection:
            sound = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")] == ["ok"]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise damaged(path.name) from error
    if not sound or orphans is not None:
        raise damaged(path.name)


def row_counts(path: Path) -> dict[str, int]:
    """How many rows each table of the file at *path* has."""
    with closing(_read_only(path)) as connection:
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names of tables


def copy_into(source: Path, target: Path) -> None:
    """Write a compact copy of the database *source* to the new file *target*, as of one moment."""
    try:
        with closing(
            sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        ) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.DatabaseError as error:
        target.unlink(missing_ok=True)
        raise EnvironmentProblem(_("Không ghi được bản sao của dữ liệu: {reason}.").format(reason=error)) from error


def digest(path: Path) -> str:
    """The SHA-256 of the file at *path*."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    """Make sure that the contents of *path* are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the names in *folder* are on the disk, where the system can do that (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)


def _change(path: Path) -> int:
    with closing(_read_only(path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "history" not in tables:
            return 0
        return int(connection.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0])


def _manifest(path: Path) -> Path:
    return path.with_suffix(".json")


def _read_manifest(path: Path) -> Backup | None:
    try:
        values = json.loads(_manifest(path).read_text(encoding="utf-8"))
        return Backup(**(values | {"path": path}))
    except (OSError, ValueError, TypeError):
        return None


def _forget_old(database: Path) -> None:
    for old in backups(database)[:-KEPT]:
        old.path.unlink(missing_ok=True)
        _manifest(old.path).unlink(missing_ok=True)
