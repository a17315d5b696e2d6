"""The form of a result that had not been registered: it becomes a registration that was added later (R02)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.records import RecognitionLevel, Registration
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records, registrations, results, unions
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.registration_rows import as_of
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row, scrolled

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_GROUPS = (
    Group(_("Việc đã làm được"), ("union_id", "kind_id", "content", "quantity", "honorific", "person", "position")),
    Group(_("Kết quả"), ("outcome", "achieved", "decision", "decided_on", "level_id", "result_note")),
)
_SIZE = (720, 640)


def ask_added(work: "Work", shown: RoundRow, parent: QWidget) -> "AddedResult":
    """Open the form for a round."""
    dialog = AddedResult(work, shown, parent)
    dialog.open()
    return dialog


class AddedResult(QDialog):
    """Saved with Ctrl+S; Ctrl+Enter saves and asks for the next one."""

    def __init__(self, work: "Work", shown: RoundRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.work, self.round = work, shown
        with work.read() as session:
            listed = unions.listed(session, on=as_of(shown))
            kinds = {one.id: one.name for one in registrations.kinds(session)}
            levels = records.choices(session, RecognitionLevel)
        offered = {"union_id": {one.id: one.described for one in listed}, "kind_id": kinds, "level_id": levels}
        self.form = RecordForm(Registration, _GROUPS, options=offered)
        self.setWindowTitle(_("Bổ sung kết quả, {round}").format(round=shown.name))
        self._lay_out()
        for keys, action in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.save_and_add),
            ("Ctrl+Enter", self.save_and_add),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        self._start()

    def _lay_out(self) -> None:
        about = Label(
            _("Cho việc đơn vị chưa đăng ký trước; dòng này được đánh dấu “bổ sung sau”."), "muted", wrap=True
        )
        top, inside, bottom = QWidget(), QWidget(), QWidget()
        top.setLayout(column(Label(self.windowTitle(), "title", wrap=True), about, margins=(20, 16, 20, 6)))
        inside.setLayout(column(self.form, margins=(20, 4, 20, 12)))
        more = Button(_("Lưu và &thêm"), self.save_and_add, tip="Ctrl+Enter")
        store = Button(_("&Lưu"), self.save, role="primary", tip="Ctrl+S")
        bottom.setLayout(row(1, Button(_("Đón&g"), self.reject), more, store, gap=12, margins=(20, 10, 20, 14)))
        whole = column(top, scrolled(inside), bottom, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        px = theme.current().px
        self.resize(px(_SIZE[0]), min(px(_SIZE[1]), int(self.screen().availableSize().height() * 0.94)))

    def _start(self) -> None:
        draft = results.new_draft(self.round.id)
        draft.original = dict(draft.values)
        self.form.set_draft(draft)
        self.form.start()

    def save(self) -> None:
        """Ctrl+S: store the result and close."""
        if self._stored():
            self.accept()

    def save_and_add(self) -> None:
        """Ctrl+Enter: store the result and ask for the next one."""
        if self._stored():
            self._start()

    def _stored(self) -> bool:
        draft = self.form.take_in()
        if self.form.show_problems():
            return False
        title = _("Bổ sung kết quả “{content}”, {round}").format(content=draft.values["content"], round=self.round.name)
        return self.work.write(title, lambda session: results.add(session, draft), self._refused) is not None

    def _refused(self, error: UserError) -> None:
        if isinstance(error, InvalidRecord):
            self.form.show_problems(error.problems)
        else:
            self.form.show_advice(str(error))

    def reject(self) -> None:
        """Esc: what was typed is given up only if the user says so."""
        if not self.form.take_in().dirty or messages.ask(_("Bỏ kết quả vừa gõ?"), _("&Bỏ"), parent=self):
            super().reject()
