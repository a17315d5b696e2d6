"""Backups as the user sees them: made by name or automatically, put back with a safety copy of what was there."""

from pathlib import Path

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.storage import backup
from unioncare_desktop.storage.backup import Backup
from unioncare_desktop.storage.database import is_url


def make(location: str | Path, reason: str, to: Path | None = None) -> Backup:
    """A checked copy of the database file at *location*, in its backup folder or in the file *to*.

    Raises:
        UserError: a server's database, a damaged or missing file, no room; *to* exists already.
    """
    if to is not None and to.exists():
        raise UserError(_("Đã có tệp {path}. Hãy chọn tên khác; tệp cũ không bị ghi đè.").format(path=to))
    return backup.make(_file(location), reason, to)


def restore(source: Path, location: str | Path) -> str:
    """Put the backup *source* in the place of the database at *location*; a sentence says where the old file went.

    The replaced data are backed up first where they are sound, and kept aside in any case.

    Raises:
        UserError: the backup or the place will not do; nothing was changed.
    """
    database = _file(location)
    aside = backup.restore(source, database)
    if aside is None:
        return _("Đã khôi phục {database} từ {source}.").format(database=database, source=source)
    return _("Đã khôi phục {database} từ {source}. Tệp cũ nằm ở {aside}.").format(
        database=database, source=source, aside=aside
    )


def _file(location: str | Path) -> Path:
    if is_url(location):
        raise UserError(_("Dữ liệu trên máy chủ PostgreSQL do máy chủ sao lưu (pg_dump); lệnh này chỉ dùng cho tệp."))
    return Path(location).absolute()
