"""The form of one enterprise without a union: added or changed, compared with its near-doubles, saved as one action."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Enterprise, Union
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import enterprises, office_lists, records
from unioncare_desktop.services.enterprises import LISTS, EnterpriseRow
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row, scrolled

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_GROUPS = (
    Group("", ("name", "code", "workers", "area_id", "sector_id", "business", "address")),
    Group(_("Liên hệ"), ("contact", "phone", "email", "surveyed_on")),
    Group(_("Tình trạng"), ("state", "union_id", "note")),
)
_SIZE = (820, 640)


class EnterpriseForm(QDialog):
    """One enterprise after the other. Esc closes it, and asks only where something would be lost."""

    saved = Signal(int)
    """The id of an enterprise that was stored."""
    delete_wanted = Signal(int)
    """The user wants to delete the enterprise with this id."""

    def __init__(self, work: "Work", parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self._as_opened: dict[str, Any] = {}
        with work.read() as session:
            today = clock.today()
            options: dict[str, dict[int, str]] = {
                name: office_lists.offered(session, kind, today) for name, kind in LISTS.items()
            }
            options["union_id"] = records.choices(session, Union)
        self.form = RecordForm(Enterprise, _GROUPS, options=options)
        self.heading = Label("", "title", wrap=True)
        self.remove = Button(_("&Xóa…"), self._ask_to_delete, picture="delete")
        self.again = Button(_("Lưu và thêm &mới"), lambda: self.save(again=True), tip="Ctrl+Enter")
        self.store = Button(_("&Lưu"), self.save, role="primary", tip="Ctrl+S")
        self.store.setDefault(True)
        self._lay_out()
        self.form.edited.connect(self._compare)
        for keys, action in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", lambda: self.save(again=True)),
            ("Ctrl+Enter", lambda: self.save(again=True)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(column(self.form, margins=(20, 12, 20, 12)))
        close = Button(_("Đón&g"), self.reject)
        top = row(self.heading, margins=(20, 16, 20, 4))
        bottom = row(self.remove, 1, close, self.again, self.store, gap=12, margins=(20, 12, 20, 16))
        whole = column(top, scrolled(inside), bottom, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    def add(self) -> None:
        """Show an empty form for a new enterprise."""
        self._show(enterprises.new_draft(), _("Thêm doanh nghiệp chưa có công đoàn"))

    def edit(self, enterprise_id: int) -> None:
        """Show the enterprise with this id."""
        try:
            with self._work.read() as session:
                draft = records.open_draft(session, Enterprise, enterprise_id)
        except UserError as error:
            messages.show(error, self)
            return
        self._show(draft, draft.values["name"])

    def _show(self, draft: Draft, heading: str) -> None:
        self._as_opened = dict(draft.values)
        self.remove.setHidden(draft.id is None)
        self.heading.setText(heading)
        self.setWindowTitle(heading)
        self.form.set_draft(draft)
        self.form.start()
        if not self.isVisible():
            self.open()

    def _compare(self, field: str) -> None:
        """Tell near-doubles of a new name."""
        if field != "name":
            return
        draft = self.form.draft
        name, found = draft.values.get("name"), list[EnterpriseRow]()
        if name and name != self._as_opened.get("name"):
            with self._work.read() as session:
                found = enterprises.similar(enterprises.listed(session), name, draft.id)
        self.form.show_advice("\n".join(_("Gần giống: {name}").format(name=row.name) for row in found))

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something."""
        draft = self.form.take_in()
        return bool(draft.unreadable) or draft.values != self._as_opened

    def reject(self) -> None:
        """Esc: close, after asking what to do with what is not saved."""
        question = _("Chưa lưu thay đổi của “{name}”.").format(name=self._name)
        answer = 1
        if self.dirty:
            answer = messages.choose(question, _("&Lưu"), _("&Bỏ thay đổi"), _("Ở l&ại"), parent=self)
        if answer == 1 or (answer == 0 and self._stored() is not None):
            super().reject()

    @property
    def _name(self) -> str:
        return str(self.form.draft.values.get("name") or self.heading.text())

    def save(self, *, again: bool = False) -> None:
        """Ctrl+S: store and close; *again* shows an empty form after it."""
        if self._stored() is None:
            return
        if again:
            self.add()
        else:
            self.accept()

    def _stored(self) -> int | None:
        """Store the draft; None where it is not good enough yet, which the form then shows."""
        draft = self.form.take_in()
        if self.form.show_problems():
            return None
        words = _("Thêm doanh nghiệp {name}") if draft.id is None else _("Sửa doanh nghiệp {name}")
        stored = self._work.write(
            words.format(name=self._name), lambda session: enterprises.save(session, draft), self._refused
        )
        if stored is not None:
            self.saved.emit(stored)
        return stored

    def _refused(self, error: UserError) -> None:
        if isinstance(error, InvalidRecord):
            self.form.show_problems(error.problems)
        else:
            self.form.show_advice(str(error))

    def _ask_to_delete(self) -> None:
        if self.form.draft.id is not None:
            self.delete_wanted.emit(self.form.draft.id)
