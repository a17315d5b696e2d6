"""What the window shows where the data cannot be opened: which file, why, and the ways on."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from unioncare_desktop import paths
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import backups
from unioncare_desktop.storage.backup import Backup, newest_backup
from unioncare_desktop.storage.database import is_url
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.widgets.basics import Button, EmptyState


class CannotOpen(QWidget):
    """Offers to try again, to open another file, to begin anew, and to put back the newest backup."""

    chosen = Signal(object)
    """Open the database at this place."""
    begun = Signal()
    """Go to the usual place, as at the first start."""

    def __init__(self, location: str | Path, reason: str) -> None:
        super().__init__()
        self._location = location
        self._backup = None if is_url(location) else _newest(Path(location))
        self.restore = Button(_("&Khôi phục bản sao lưu này"), self._restore, picture="backup", role="primary")
        self.again = Button(_("&Thử lại"), lambda: self.chosen.emit(location))
        self.another = Button(_("&Mở tệp khác…"), self._open_another, picture="folder")
        buttons: list[QPushButton] = [self.again, self.another]
        if location != paths.default_database():
            buttons.append(Button(_("&Dùng nơi lưu mặc định"), self.begun.emit))
        if self._backup is not None:
            buttons.append(self.restore)
        box = QVBoxLayout(self)
        box.addWidget(EmptyState("error", reason, *buttons, detail=self._detail()))

    def _detail(self) -> str:
        named = _("Tệp dữ liệu: {path}").format(path=self._location)
        if is_url(self._location):
            return ""
        if self._backup is None:
            return named + "\n" + _("Chưa có bản sao lưu nào của tệp này.")
        made = told_time(self._backup)
        return named + "\n" + _("Bản sao lưu gần nhất: {time}, đã kiểm chứng.").format(time=made)

    def _restore(self) -> None:
        if self._backup is None:
            return
        question = _("Khôi phục dữ liệu lúc {time}? Tệp hiện nay được cất riêng, không bị xóa.")
        if not messages.ask(question.format(time=told_time(self._backup)), _("&Khôi phục"), parent=self):
            return
        try:
            messages.inform(backups.restore(self._backup.path, self._location), self)
        except UserError as error:
            messages.show(error, self)
            return
        self.chosen.emit(self._location)

    def _open_another(self) -> None:
        files = _("Tệp dữ liệu UnionCare (*.db);;Mọi tệp (*)")
        path, _filter = QFileDialog.getOpenFileName(self, _("Mở tệp dữ liệu"), "", files)
        if path:
            self.chosen.emit(Path(path))


def told_time(made: Backup) -> str:
    """When a backup was made, as one says it: "09:58 ngày 20/11/2026"."""
    day, _separator, time = made.made.partition("T")
    year, month, number = day.split("-")
    return _("{time} ngày {day}").format(time=time[:5], day=f"{number}/{month}/{year}")


def _newest(path: Path) -> Backup | None:
    try:
        return newest_backup(path)
    except OSError:
        return None
