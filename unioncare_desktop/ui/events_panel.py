"""The events of one union, the latest first: added, corrected, taken back; the scans of their decisions opened."""

import tempfile
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QWidget

from unioncare_desktop.domain.kinds import Day
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import files
from unioncare_desktop.services import events
from unioncare_desktop.services.event_book import Scan
from unioncare_desktop.services.events import EventRow
from unioncare_desktop.ui import messages, saving
from unioncare_desktop.ui.event_form import SCANS, EventForm, Options
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, Label, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work


@cache
def _opened_scans() -> tempfile.TemporaryDirectory[str]:
    """Where other programs read scans from; it goes when this program ends."""
    return tempfile.TemporaryDirectory(prefix="unioncare-", ignore_cleanup_errors=True)


class EventsPanel(QWidget):
    """The timeline of the union with an id. `saved` tells that the union may have changed."""

    saved = Signal()
    merge_wanted = Signal(object)
    """The union is to be merged: what is known of the papers, by field."""
    split_wanted = Signal()
    hand_over_wanted = Signal()
    merger_wanted = Signal(int)
    """The user wants to see the merger with this id."""

    def __init__(self, work: "Work", union_id: int, name: str, options: Options) -> None:
        super().__init__()
        self._work, self._union, self._name, self._options = work, union_id, name, options
        self.rows: list[EventRow] = []
        self.grid = RecordGrid(_columns(), filters=False)
        self.grid.select_whole_rows()
        self.add_button = Button(_("&Thêm biến động"), self.add, picture="add", tip="Ctrl+Insert")
        self.edit_button = Button(_("&Sửa"), self.edit, picture="edit", tip="Enter")
        self.delete_button = Button(_("&Xóa biến động"), self.delete, picture="delete", tip="Ctrl+Delete")
        self.open_button = Button(_("&Mở bản quét"), self.open_scan)
        self.keep_button = Button(_("Lưu bản q&uét ra…"), self._keep_scan)
        self.merge_button = Button(_("Sáp nhậ&p…"), lambda: self.merge_wanted.emit({}), picture="merge")
        self.split_button = Button(_("Chi&a, tách…"), self.split_wanted.emit)
        self.hand_button = Button(_("Chu&yển giao…"), self.hand_over_wanted.emit)
        self.details = Label("", "muted", wrap=True)
        self._of_one = (self.edit_button, self.delete_button, self.open_button, self.keep_button)
        self._lay_out()
        self.grid.opened.connect(lambda _key, _column: self.edit())
        self.grid.current_changed.connect(self._show_buttons)
        self.grid.row_wanted.connect(self.add)
        self.grid.delete_wanted.connect(lambda _keys: self.delete())
        self.refresh()

    def _lay_out(self) -> None:
        nothing = EmptyState(
            "history",
            _("Chưa ghi biến động nào."),
            detail=_("Ghi đổi tên, chuyển cấp trên, giải thể… để báo cáo cũ in lại đúng như khi ấy."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(nothing)
        of_several = (self.merge_button, self.split_button, self.hand_button)
        buttons = (self.add_button, *self._of_one, *of_several)
        whole = column(self._stack, self.details, Flow(*buttons, gap=8), gap=8)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.grid)

    def refresh(self) -> None:
        """Load the events."""
        with self._work.read() as session:
            self.rows = events.of_union(session, self._union)
        self.grid.set_rows(self.rows)
        self._stack.setCurrentIndex(0 if self.rows else 1)
        if self.rows and self.current is None:
            self.grid.go_to(self.rows[0].id)
        self._show_buttons()

    def _show_buttons(self) -> None:
        current = self.current
        self.details.setText(_told(current))
        self.edit_button.setEnabled(current is not None)
        self.delete_button.setEnabled(current is not None)
        for button in (self.open_button, self.keep_button):
            button.setEnabled(current is not None and current.scan_name is not None)

    @property
    def current(self) -> EventRow | None:
        """The event in the current row."""
        return next((one for one in self.rows if one.id == self.grid.current_key), None)

    # What the user does

    def add(self, kind: str | None = None) -> None:
        """Ctrl+Insert: the form of a new event."""
        self._form().add(kind)

    def edit(self) -> None:
        """Enter: the form of the current event; one of a merger leads to that."""
        if self.current is not None and not self._belongs_to_merger(self.current):
            self._form().edit(self.current.id)

    def _belongs_to_merger(self, event: EventRow) -> bool:
        """Whether the event is part of a merger, which is then offered to be looked at."""
        if event.merger_id is None:
            return False
        sentence = _(
            "“{what}” là một phần của việc sáp nhập, chia tách nên không sửa riêng được. Muốn lấy lại thì hoàn tác cả"
            " việc ấy."
        )
        if messages.choose(sentence.format(what=event.words), _("&Xem việc ấy"), _("Đón&g"), parent=self) == 0:
            self.merger_wanted.emit(event.merger_id)
        return True

    def _form(self) -> EventForm:
        form = EventForm(self._work, self._union, self._name, self._options, self)
        form.saved.connect(self._changed)
        form.merge_wanted.connect(self.merge_wanted)
        return form

    def _changed(self) -> None:
        self.refresh()
        self.saved.emit()

    def delete(self) -> None:
        """Ctrl+Delete: take the current event back, after asking."""
        event = self.current
        if event is None or self._belongs_to_merger(event):
            return
        what = f"{event.words} ({show_day(event.effective_on)})"
        question = _("Xóa biến động “{what}”? Đơn vị trở lại như trước biến động này.")
        if not messages.ask(question.format(what=what), _("&Xóa"), parent=self):
            return

        def delete(session: "Session") -> bool:
            events.delete(session, event.id)
            return True

        if self._work.write(_("Xóa biến động của {name}").format(name=self._name), delete):
            self._changed()

    # The scan

    def _scan(self) -> Scan | None:
        event = self.current
        if event is None:
            return None
        try:
            with self._work.read() as session:
                return events.scan_of(session, event.id)
        except UserError as error:
            messages.show(error, self)
            return None

    def open_scan(self) -> None:
        """Show the scan of the current event with the program that the system has for it."""
        scan = self._scan()
        if scan is not None:
            path = Path(tempfile.mkdtemp(dir=_opened_scans().name)) / Path(scan.name).name
            if self.write_scan(scan, path):
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _keep_scan(self) -> None:
        scan = self._scan()
        if scan is not None:
            write = partial(files.put, content=scan.content)
            saving.save_as(self, _("Lưu bản quét"), Path(scan.name), SCANS, write)

    def write_scan(self, scan: Scan, path: Path) -> bool:
        """Write the scan to *path*; whether that worked."""
        try:
            files.put(path, scan.content)
        except UserError as error:
            messages.show(error, self)
            return False
        return True


def _columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("effective_on", _("Từ ngày"), Day(), width=104),
        GridColumn("words", _("Biến động"), width=450, strong=True),
        GridColumn("decision", _("Quyết định"), width=130),
        GridColumn("scan_name", _("Bản quét"), width=120, muted=True),
    )


def _told(event: EventRow | None) -> str:
    """All of an event, for below the list."""
    if event is None:
        return ""
    decided = _(" ngày {day}").format(day=show_day(event.decided_on)) if event.decided_on is not None else ""
    decision = _("Quyết định {decision}{decided}").format(decision=event.decision, decided=decided)
    parts = (event.words, decision if event.decision else "", event.note or "")
    return ". ".join(part[:1].upper() + part[1:] for part in parts if part) + "."
