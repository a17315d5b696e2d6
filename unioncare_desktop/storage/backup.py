"""Verified copies of the data file, and the way back. A backup is one closed file with a manifest beside it.

Copies are ordered by the number in their name, never by the clock of the machine; the newest ten are kept.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from unioncare_desktop.errors import DatabaseDamaged, EnvironmentProblem
from unioncare_desktop.i18n import _
from unioncare_desktop.paths import backup_dir
from unioncare_desktop.storage.database import check_header
from unioncare_desktop.storage.failures import damaged, environment_problem, explained

KEPT = 10
_COMPANIONS = ("-journal", "-wal", "-shm")


@dataclass(frozen=True)
class Backup:
    """A backup file and what its manifest says; `change` names the newest change it holds."""

    path: Path
    number: int
    reason: str
    made: str
    sha256: str
    change: str
    rows: dict[str, int]


def make(database: Path, reason: str, to: Path | None = None) -> Backup:
    """Copy *database* to a checked file, into its backup folder or *to* a file of the user's choice.

    Raises:
        DatabaseDamaged: the database itself does not pass; no good copy is then touched.
        EnvironmentProblem: no room, no right to write.
    """
    with explained(_("Không ghi được bản sao lưu: {reason}. Hãy kiểm tra ổ đĩa rồi thử lại.")):
        made = _make(database, reason, to)
        if to is None:
            _forget_old(database)
    return made


def _make(database: Path, reason: str, to: Path | None = None) -> Backup:
    verify(database)
    number = 1 + max((number for number, _path in _numbered(database)), default=0)
    made = datetime.now().astimezone()
    target = to or backup_dir(database) / f"{database.stem}-{number:06}-{made:%Y%m%d-%H%M%S}-{reason}.db"
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = fresh(target.with_name(target.name + ".tmp"))
    try:
        copy_into(database, unfinished)
        sync_file(unfinished)
        verify(unfinished)
        moment, change, rows = made.isoformat(timespec="seconds"), newest_change(unfinished), row_counts(unfinished)
        finished = Backup(target, number, reason, moment, digest(unfinished), change, rows)
        _write_manifest(finished)
        put_in_place(unfinished, target)
    finally:
        fresh(unfinished)
    return finished


def make_if_changed(database: Path, reason: str) -> Backup | None:
    """A backup, unless the newest one already holds the same changes."""
    return None if _is_backed_up(database) else make(database, reason)


def _is_backed_up(database: Path) -> bool:
    newest = newest_backup(database)
    return newest is not None and newest.change == newest_change(database)


def backups(database: Path) -> list[Backup]:
    """The backups of *database*, oldest first; files without a readable manifest are left out."""
    found = (_read_manifest(path) for _number, path in _numbered(database))
    return sorted((one for one in found if one is not None), key=lambda one: one.number)


def _numbered(database: Path) -> list[tuple[int, Path]]:
    """The backup files of *database*, and of no other in its folder, with the numbers in their names."""
    name = re.compile(re.escape(database.stem) + r"-([0-9]{6,})-[0-9]{8}-[0-9]{6}-\w+\.db")
    found = ((name.fullmatch(path.name), path) for path in backup_dir(database).glob("*.db"))
    return [(int(match[1]), path) for match, path in found if match]


def newest_backup(database: Path) -> Backup | None:
    """The newest backup of *database*, if there is any."""
    return max(backups(database), key=lambda one: one.number, default=None)


def restore(source: Path, database: Path) -> Path | None:
    """Put the backup *source* in the place of *database*; return where a copy of the replaced file and journal lies.

    Sound data that no backup holds yet are backed up first. A journal left beside the new file would corrupt it.

    Raises:
        DatabaseDamaged: the backup does not pass its check; nothing was changed.
        EnvironmentProblem: no room, or the file is open elsewhere.
    """
    verify(source, closed=True)
    manifest = _read_manifest(source)
    if manifest is not None and manifest.sha256 != digest(source):
        raise DatabaseDamaged(
            _("Bản sao lưu {name} đã bị thay đổi sau khi ghi (sai mã kiểm). Hãy chọn bản khác.").format(
                name=source.name
            )
        )
    with explained(_("Không khôi phục được: {reason}. Hãy đóng các cửa sổ UnionCare khác rồi thử lại.")):
        database.parent.mkdir(parents=True, exist_ok=True)
        incoming = fresh(database.with_name(database.name + ".restore.tmp"))
        try:
            _copy(source, incoming)
            aside = _keep_aside(database)
            _back_up_before_restoring(database)
            _remove_companions(database)
            put_in_place(incoming, database)
        finally:
            fresh(incoming)
    return aside


def _back_up_before_restoring(database: Path) -> None:
    """Keep sound data that no backup holds, and forget no old backup: it may be the one to restore."""
    with suppress(DatabaseDamaged, EnvironmentProblem):
        if not _is_backed_up(database):
            _make(database, "restore")


def make_room(database: Path) -> None:
    """Let nothing be beside the new file *database*: a journal whose file is gone is kept aside."""
    _keep_aside(database)
    _remove_companions(database)


def _keep_aside(database: Path) -> Path | None:
    """Copy the file *database* and its journal as they are, as one set; return the copy, None where there is nothing.

    The file itself stays until another takes its place, so that there is one at every moment.
    """
    present = [file for file in _with_companions(database) if file.exists() and file.stat().st_size]
    if not present:
        return None
    parent = database.parent / "replaced"
    number = 1 + max((int(old.name) for old in parent.glob("[0-9]*") if old.name.isdigit()), default=0)
    aside = parent / f"{number:06}"
    aside.mkdir(parents=True)
    for file in present:
        _copy(file, aside / file.name)
    sync_folder(aside)
    return aside / database.name


def _remove_companions(database: Path) -> None:
    for file in _with_companions(database)[1:]:
        file.unlink(missing_ok=True)


def _with_companions(database: Path) -> list[Path]:
    return [database, *(database.with_name(database.name + ending) for ending in _COMPANIONS)]


def fresh(path: Path) -> Path:
    """*path* with nothing there: the journal of a killed program would be played into the new file."""
    for file in _with_companions(path):
        file.unlink(missing_ok=True)
    return path


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    sync_file(target)


def put_in_place(unfinished: Path, target: Path) -> None:
    """Give the finished file its name in one step."""
    os.replace(unfinished, target)  # noqa: PTH105 - replaces on Windows too
    sync_folder(target.parent)


def verify(path: Path, *, closed: bool = False) -> None:
    """Check that *path* is a sound database of ours; a *closed* one, such as a backup, is read without its journal.

    Raises:
        DatabaseDamaged: it is not; the sentence names the file. EnvironmentProblem: it cannot be read now.
    """
    check_header(path)
    with _opened(path, "mode=ro&immutable=1" if closed else "mode=rw") as connection:
        sound = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")] == ["ok"]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    if not sound or orphans is not None:
        raise damaged(path.name)


def row_counts(path: Path) -> dict[str, int]:
    """How many rows each table of the file at *path* has."""
    with _opened(path) as connection:
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names of tables


def newest_change(path: Path) -> str:
    """The number and time of the newest change in the file at *path*: equal ones mean equal contents.

    The time tells a number apart that was given again after an older backup was restored.
    """
    query = (
        "SELECT history.id || ' ' || action.at FROM history JOIN action ON action.id = history.action_id "
        "ORDER BY history.id DESC LIMIT 1"
    )
    with _opened(path) as connection:
        found = connection.execute(query).fetchone()
    return str(found[0]) if found else ""


def copy_into(source: Path, target: Path) -> None:
    """Write a compact copy of the database *source* to the new file *target*, as of one moment."""
    with _opened(source) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


@contextmanager
def _opened(path: Path, how: str = "mode=rw") -> Iterator[sqlite3.Connection]:
    """A connection to the existing file at *path*; it may write, because a killed program's journal is played back.

    Raises:
        DatabaseDamaged: the file is broken. EnvironmentProblem: busy, no room, unreadable.
    """
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
        ) as connection:
            yield connection
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        known = environment_problem(error)
        raise (damaged(path.name) if known is None or isinstance(known, DatabaseDamaged) else known) from error


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


def _manifest(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _write_manifest(finished: Backup) -> None:
    """Before the backup gets its name: a backup without a manifest would neither be listed nor forgotten."""
    manifest = _manifest(finished.path)
    values = asdict(finished) | {"path": finished.path.name}
    manifest.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    sync_file(manifest)


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
