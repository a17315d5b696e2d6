"""Dữ liệu và sao lưu: where the data file is, its backups, and the way back to one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records import MemberCount, Union
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import backups
from unioncare_desktop.storage import backup
from unioncare_desktop.storage.backup import Backup
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.widgets.basics import Button, Label
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

FILES = _("Tệp dữ liệu UnionCare (*.db);;Mọi tệp (*)")
_REASONS = {
    "manual": _("tự bấm sao lưu"),
    "exit": _("khi đóng chương trình"),
    "import": _("trước khi nhập Excel"),
    "restore": _("trước khi khôi phục"),
    "migration": _("trước khi nâng cấp"),
}
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class BackupRow:
    """A backup as the list shows it."""

    id: int
    backup: Backup
    made: str
    reason: str
    size: str
    unions: int
    counts: int


class DataSection(Section):
    """The data file and its backups."""

    title = _("Dữ liệu và sao lưu")

    def __init__(self, work: "Work", context: Context) -> None:
        about = _(
            "Chương trình tự sao lưu khi đóng, trước khi nhập Excel và trước khi nâng cấp; mười bản gần nhất được giữ,"
            " bản nào cũng đã đọc kiểm lại."
        )
        super().__init__(work, context, self.title, about)
        self.path = work.database.path
        where = Label(str(self.path) if self.path else _("Dữ liệu nằm trên máy chủ, do máy chủ sao lưu."), wrap=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.make = Button(_("&Sao lưu ngay"), self._make, role="primary")
        self.copy = Button(_("Sao lưu ra &USB, nơi khác…"), self._make_elsewhere)
        self.folder = Button(_("&Mở thư mục"), self._open_folder, picture="folder")
        self.other = Button(_("Mở tệp &dữ liệu khác…"), self._open_other)
        self.restore = Button(_("&Khôi phục bản đang chọn…"), self._restore_chosen, picture="backup")
        self.restore_file = Button(_("Khôi phục từ &tệp khác…"), self._restore_file)
        self.grid = RecordGrid(_COLUMNS, look=context.settings.grids.setdefault("backups", {}), filters=False)
        self.grid.select_whole_rows()
        self.grid.current_changed.connect(self._allow)
        self.grid.opened.connect(lambda _key, _column: self._restore_chosen())
        self.grid.setMinimumHeight(200)
        self._none = Label(_("Chưa có bản sao lưu nào."), "muted")
        self.body.addWidget(where)
        self.body.addLayout(Flow(self.make, self.copy, self.folder, self.other))
        self.body.addWidget(Label(_("Các bản sao lưu"), "heading"))
        self.body.addWidget(self._none)
        self.body.addWidget(self.grid, 1)
        self.body.addLayout(Flow(self.restore, self.restore_file))
        self.body.addStretch(0)
        for part in (self.make, self.copy, self.folder, self.restore, self.restore_file, self.grid):
            part.setEnabled(self.path is not None)

    def refresh(self) -> None:
        """List the backups, the newest first."""
        found = backup.backups(self.path) if self.path else []
        self.grid.set_rows([_row(one) for one in reversed(found)])
        self._none.setVisible(not found)
        self.grid.setVisible(bool(found))
        self._allow()

    def _allow(self) -> None:
        self.restore.setEnabled(self._chosen is not None)

    @property
    def _chosen(self) -> BackupRow | None:
        key = self.grid.current_key
        return next((row for row in self.grid.shown_rows if row.id == key), None)

    # Backups

    def _make(self) -> None:
        if self.path is not None:
            path = self.path
            self._back_up(lambda: backups.make(path, "manual"))

    def _make_elsewhere(self) -> None:
        if self.path is None:
            return
        path = self.path
        proposed = Path.home() / f"{path.stem}-{datetime.now():%Y%m%d-%H%M}.db"  # noqa: DTZ005 - the user's own clock
        name, _filter = QFileDialog.getSaveFileName(self, _("Sao lưu ra nơi khác"), str(proposed), FILES)
        if name:
            self._back_up(lambda: backups.make(path, "manual", Path(name)))

    def _back_up(self, make: Callable[[], Backup]) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            made = make()
        except UserError as error:
            QApplication.restoreOverrideCursor()
            messages.show(error, self)
            return
        QApplication.restoreOverrideCursor()
        self.context.backed_up.emit()
        self.said.emit(_("Đã sao lưu và đọc kiểm lại: {file}").format(file=made.path.name))
        self.refresh()

    def _open_folder(self) -> None:
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))

    def _open_other(self) -> None:
        folder = str(self.path.parent) if self.path else ""
        name, _filter = QFileDialog.getOpenFileName(self, _("Mở tệp dữ liệu"), folder, FILES)
        if name:
            self.context.open_database(Path(name), False)  # noqa: FBT003 - as the context has it

    # The way back

    def _restore_chosen(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        self._restore(
            chosen.backup.path,
            _("bản sao lưu lúc {made} ({unions} đơn vị, {counts} số liệu)").format(
                made=chosen.made, unions=show_whole(chosen.unions), counts=show_whole(chosen.counts)
            ),
        )

    def _restore_file(self) -> None:
        folder = str(self.path.parent) if self.path else ""
        name, _filter = QFileDialog.getOpenFileName(self, _("Chọn bản sao lưu"), folder, FILES)
        if name:
            self._restore(Path(name), _("tệp {name}").format(name=Path(name).name))

    def _restore(self, source: Path, words: str) -> None:
        if self.path is None or not messages.ask(self._question(self.path, words), _("&Khôi phục"), parent=self):
            return
        path, window, open_database = self.path, self.window(), self.context.open_database
        self.work.close()
        try:
            told = backups.restore(source, path)
        except UserError as error:
            messages.show(error, window)
        else:
            messages.inform(told, window)
        open_database(path, False)  # noqa: FBT003 - as the context has it

    def _question(self, path: Path, words: str) -> str:
        rows = backup.row_counts(path)
        return _(
            "Khôi phục {backup}?\n\nDữ liệu hiện tại ({unions} đơn vị, {counts} số liệu) được sao lưu và cất sang thư"
            " mục bên cạnh, không bị xóa."
        ).format(
            backup=words,
            unions=show_whole(rows.get(Union.__tablename__, 0)),
            counts=show_whole(rows.get(MemberCount.__tablename__, 0)),
        )


def _row(one: Backup) -> BackupRow:
    size = one.path.stat().st_size / _MEGABYTE
    return BackupRow(
        one.number,
        one,
        f"{datetime.fromisoformat(one.made):%d/%m/%Y %H:%M}",
        _REASONS.get(one.reason, one.reason),
        _("{size} MB").format(size=f"{size:.1f}".replace(".", ",")),
        one.rows.get(Union.__tablename__, 0),
        one.rows.get(MemberCount.__tablename__, 0),
    )


_COLUMNS = (
    GridColumn("made", _("Lúc"), width=140, sort=lambda row: row.id, strong=True),
    GridColumn("reason", _("Lý do"), width=200),
    GridColumn("unions", _("Đơn vị"), Whole(), width=90),
    GridColumn("counts", _("Số liệu"), Whole(), width=90),
    GridColumn("size", _("Dung lượng"), width=100, muted=True),
)
