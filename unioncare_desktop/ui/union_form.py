"""The form of one union: added or changed, compared with its near-doubles, saved as one action.

Where and when it opens is the registry's business; which fields there are, the record's.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QTabWidget, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Area, Bloc, Level, Sector, Union
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.domain.records.union import ACTIVE, MERGED
from unioncare_desktop.domain.records.union_event import REMEMBERED
from unioncare_desktop.errors import Conflict, InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import mergers, office, office_lists, records, unions
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.event_form import Changes, EventForm
from unioncare_desktop.ui.events_panel import EventsPanel
from unioncare_desktop.ui.lineage_panel import LineagePanel, SuccessorLine
from unioncare_desktop.ui.officers_panel import OfficersPanel
from unioncare_desktop.ui.page import Words
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.widgets.basics import Button, Label, Picture, column, row, scrolled
from unioncare_desktop.vietnamese import fold

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_LISTS: dict[str, type[ListEntry]] = {"level_id": Level, "sector_id": Sector, "bloc_id": Bloc, "area_id": Area}
_GROUPS = (
    Group("", ("name", "code", "level_id", "sector_id", "bloc_id", "area_id", "upper_id", "business", "address")),
    Group(_("Liên hệ"), ("chair", "phone", "email")),
    Group(_("Thành lập, tổ chức"), ("founded_on", "decision", "committee_size", "inspection_size")),
    Group(_("Tình trạng"), ("state", "closed_on", "note")),
)
_SIZE = (900, 660)
_MOST_DOUBLES = 3
_STATE = ("state", "closed_on")
_FIGURES = 3


def groups_for(short: tuple[str, ...]) -> tuple[Group, ...]:
    """All fields in groups; with a *short* form the others are folded away."""
    if not short:
        return _GROUPS
    others = tuple(name for name in fields_of(Union) if name not in short)
    return (Group("", short), Group(_("Mục khác"), others, folded=True))


class UnionForm(QDialog):
    """One union after the other. Esc closes it, and asks only where something would be lost."""

    saved = Signal(int)
    """The id of a union that was stored."""
    delete_wanted = Signal(int)
    """The user wants to delete the union with this id."""
    merge_wanted = Signal(int, object)
    """The user wants to merge the union with this id; what is known of the papers, by field. The form is closed."""
    split_wanted = Signal(int)
    """The user wants to split the union with this id. The form is closed."""
    hand_over_wanted = Signal(int)
    """The user wants to hand the union with this id over to another office. The form is closed."""
    merger_wanted = Signal(int)
    """The user wants to see the merger with this id. The form is closed."""

    def __init__(self, work: "Work", words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self._words = work, words
        self._as_opened: dict[str, Any] = {}
        self._doubles_saved = ""
        with work.read() as session:
            today = clock.today()
            options: dict[str, dict[int, str]] = {
                name: office_lists.offered(session, kind, today) for name, kind in _LISTS.items()
            }
            options["upper_id"] = records.choices(session, Union)
            short = office.view(session).kind.short_form
        self._options = options
        self._panels: dict[int, QWidget] = {}
        self.form = RecordForm(Union, groups_for(short), options=options)
        self.doubles, self.successor = Doubles(), SuccessorLine()
        self.heading = Label("", "title")
        self.remove = Button(_("&Xóa…"), self._ask_to_delete, picture="delete")
        self.past = Button(_("Lịc&h sử"), self._show_history, picture="history")
        self.again = Button(_("Lưu và thêm &mới"), lambda: self.save(again=True), tip="Ctrl+Enter")
        self.store = Button(_("&Lưu"), self.save, role="primary", tip="Ctrl+S")
        self.store.setDefault(True)
        self._lay_out()
        self.form.edited.connect(self._compare)
        self.doubles.opened.connect(self._open_other)
        self.successor.opened.connect(self._open_other)
        for keys, action in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", lambda: self.save(again=True)),
            ("Ctrl+Enter", lambda: self.save(again=True)),
            ("F5", self._reload),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(column(self.form, margins=(20, 12, 20, 12)))
        top = QWidget()
        top.setLayout(column(self.heading, self.successor, self.doubles, gap=8, margins=(20, 16, 20, 4)))
        self.tabs = QTabWidget()
        self.tabs.addTab(scrolled(inside), _("Thông t&in"))
        self._places = [column(margins=(20, 12, 20, 12)) for _place in range(3)]
        for title, place in zip((_("Biến độ&ng"), _("&Cán bộ"), _("Số liệu &quý")), self._places, strict=True):
            one = QWidget()
            one.setLayout(place)
            self.tabs.addTab(one, title)
        self.tabs.currentChanged.connect(self._show_tab)
        close = Button(_("Đón&g"), self.reject)
        self._of_form = (self.remove, self.past, self.again)
        bottom = QWidget()
        bottom.setLayout(
            row(self.remove, self.past, 1, close, self.again, self.store, gap=12, margins=(20, 12, 20, 16))
        )
        whole = column(top, self.tabs, bottom, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    # One union after the other

    def add(self, draft: Draft | None = None) -> None:
        """Show the form for a new union, empty or with what a *draft* knows of it."""
        if draft is None:
            with self._work.read() as session:
                draft = unions.new_draft(session)
        self._show(draft, _("Thêm {unit}").format(unit=self._words.unit))

    def edit(self, union_id: int) -> None:
        """Show the union with this id."""
        try:
            with self._work.read() as session:
                draft = records.open_draft(session, Union, union_id)
        except UserError as error:
            messages.show(error, self)
            return
        self._show(draft, draft.values["name"])

    def _show(self, draft: Draft, heading: str) -> None:
        if draft.id is None or draft.id != self.form.draft.id:
            self._forget_panels(draft.id is not None)
        self._as_opened = dict(draft.values)
        self._doubles_saved = ""
        self.doubles.show_unions([])
        self._show_successor(draft)
        for button in (self.remove, self.past):
            button.setHidden(draft.id is None)
        self.heading.setText(heading)
        self.setWindowTitle(heading)
        self.form.set_draft(draft)
        if self.tabs.currentIndex() == 0:
            self.form.start()
        if not self.isVisible():
            self.open()

    def _show_successor(self, draft: Draft) -> None:
        """Of a merged union say first into what, and since when."""
        found = None
        if draft.values.get("state") == MERGED:
            with self._work.read() as session:
                found = mergers.successors(session).get(draft.id or 0)
        self.successor.show_successor(found)

    def show_events(self) -> None:
        """Go to the tab of the union's events."""
        self.tabs.setCurrentIndex(1)

    # The other tabs, made when they are first looked at

    def _forget_panels(self, known: bool) -> None:  # noqa: FBT001 - a fact
        """Another union: its events and officers are yet to be loaded; a new one has none."""
        for panel in self._panels.values():
            panel.deleteLater()
        self._panels.clear()
        self.tabs.setCurrentIndex(0)
        for index in range(1, self.tabs.count()):
            self.tabs.setTabEnabled(index, known)

    def _show_tab(self, index: int) -> None:
        for button in self._of_form:
            button.setHidden(index != 0 or (button is not self.again and self.form.draft.id is None))
        if index and index not in self._panels:
            self._panels[index] = panel = self._panel(index)
            self._places[index - 1].addWidget(panel)
        if index:
            self._panels[index].setFocus()

    def _panel(self, index: int) -> QWidget:
        union_id = self.form.draft.id or 0
        if index == _FIGURES:
            figures = LineagePanel(self._work, union_id)
            figures.opened.connect(self._open_other)
            return figures
        panel = self._events_panel(union_id) if index == 1 else OfficersPanel(self._work, union_id)
        panel.saved.connect(self._reload)
        return panel

    def _events_panel(self, union_id: int) -> EventsPanel:
        panel = EventsPanel(self._work, union_id, self._name, self._options)
        panel.merge_wanted.connect(lambda paper: self._leave_for(self.merge_wanted, union_id, paper))
        panel.split_wanted.connect(lambda: self._leave_for(self.split_wanted, union_id))
        panel.hand_over_wanted.connect(lambda: self._leave_for(self.hand_over_wanted, union_id))
        panel.merger_wanted.connect(lambda merger_id: self._leave_for(self.merger_wanted, merger_id))
        return panel

    def _leave_for(self, signal: SignalInstance, *what: object) -> None:
        """Close, unless something is to be saved first, and go where more unions are concerned."""
        if self._may_go():
            super().reject()
            signal.emit(*what)

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something."""
        draft = self.form.take_in()
        return bool(draft.unreadable) or draft.values != self._as_opened

    def reject(self) -> None:
        """Esc: close, after asking what to do with what is not saved."""
        if self._may_go():
            super().reject()

    def _may_go(self) -> bool:
        if not self._officers_are_stored():
            return False
        if not self.dirty:
            return True
        question = _("Chưa lưu thay đổi của “{name}”.").format(name=self._name)
        answer = messages.choose(question, _("&Lưu"), _("&Bỏ thay đổi"), _("Ở l&ại"), parent=self)
        return answer == 1 or (answer == 0 and self._stored() is not None)

    def _officers_are_stored(self) -> bool:
        """Whether no row of an officer waits for more, or the user gives it up."""
        panels = (panel for panel in self._panels.values() if isinstance(panel, OfficersPanel))
        return all(panel.may_close() for panel in panels)

    def _open_other(self, union_id: int) -> None:
        if self._may_go():
            self.edit(union_id)

    def _ask_to_delete(self) -> None:
        union_id = self.form.draft.id
        if union_id is not None:
            self.delete_wanted.emit(union_id)

    def _show_history(self) -> None:
        from unioncare_desktop.ui import cell_history

        union_id = self.form.draft.id
        if union_id is not None:
            cell_history.show(self._work, self, Union, [union_id], self._name)

    @property
    def _name(self) -> str:
        return str(self.form.draft.values.get("name") or self.heading.text())

    # Doubles

    def _compare(self, field: str) -> None:
        if field in ("name", "code"):
            self.doubles.show_unions(self._near())

    def _near(self) -> list[UnionRow]:
        """Unions with nearly the same name or code, where these are new."""
        draft, found = self.form.draft, []
        with self._work.read() as session:
            for field, alike in (("name", unions.similar), ("code", unions.like_code)):
                typed = draft.values.get(field)
                if typed and typed != self._as_opened.get(field):
                    found += alike(session, typed, draft.id)
        return found

    def _confirmed(self) -> bool:
        """Whether a near-double is meant to be another union; asked once for a name and code."""
        near = self._near()
        self.doubles.show_unions(near)
        same = any(fold(union.name) == fold(self._name) for union in near)
        asked = f"{self._name} {self.form.draft.values.get('code')}"
        if not near or same or self._doubles_saved == asked:
            return True  # the very same name is refused when it is stored
        question = _("Gần giống: {union}.\n\nVẫn lưu “{name}” thành đơn vị riêng?").format(
            union=near[0].described, name=self._name
        )
        if not messages.ask(question, _("&Vẫn lưu"), parent=self):
            return False
        self._doubles_saved = asked
        return True

    # Saving

    def save(self, *, again: bool = False) -> None:
        """Ctrl+S: store and close; *again* shows an empty form after it."""
        if not self._officers_are_stored() or self._stored() is None:
            return
        if again:
            self.add()
        else:
            self.accept()

    def _stored(self) -> int | None:
        """Store the draft; None where it is not good enough yet, which the form then shows."""
        draft = self.form.take_in()
        if self.form.show_problems() or not self._confirmed():
            return None
        happened = self._happened(draft)
        if happened.get("state") == MERGED and draft.original["state"] == ACTIVE:
            self._offer_merger(draft)
            return None
        if happened:
            answer = self._slip_or_change(happened)
            if answer == 1:
                self._record(draft, happened)
            if answer:
                return None
        words = _("Thêm {name}") if draft.id is None else _("Sửa {name}")
        stored = self._work.write(
            words.format(name=self._name), lambda session: unions.save(session, draft), self._refused
        )
        if stored is not None:
            self.saved.emit(stored)
        return stored

    # A slip of the pen, or something that happened

    def _happened(self, draft: Draft) -> dict[str, Any]:
        """What was typed over something else in fields whose past is kept; a blank that is filled in is no change."""
        if draft.id is None:
            return {}
        return {
            name: value
            for name, value in draft.changes.items()
            if name in REMEMBERED and name != "closed_on" and draft.original.get(name) is not None
        }

    def _offer_merger(self, draft: Draft) -> None:
        """A merger has other unions too: it is put together by itself, not written into the form of one."""
        question = _("“{name}” sáp nhập vào đâu? Việc sáp nhập được lập cùng các đơn vị tham gia, có xem trước.")
        answers = (_("&Lập việc sáp nhập…"), _("&Quay lại"))
        if messages.choose(question.format(name=self._name), *answers, parent=self) == 0:
            day = draft.values.get("closed_on")
            for name in _STATE:
                draft.values[name] = draft.original.get(name)
            self.form.set_draft(draft)
            self._leave_for(self.merge_wanted, draft.id, {"effective_on": day})

    def _slip_or_change(self, happened: dict[str, Any]) -> int:
        """0 for a slip that is right for all periods, 1 for a change from a day on, 2 for going back."""
        labels = ", ".join(fields_of(Union)[name].label for name in happened)
        question = _(
            "“{name}”: đã sửa {labels}.\n\nSửa lỗi gõ thì mọi kỳ, kể cả báo cáo cũ, đều theo giá trị mới. Thay đổi từ"
            " một ngày thì các kỳ trước vẫn giữ như cũ."
        )
        return messages.choose(
            question.format(name=self._as_opened.get("name") or self._name, labels=labels),
            _("&Sửa lỗi gõ (đúng cho mọi kỳ)"),
            _("&Thay đổi từ ngày…"),
            _("&Quay lại"),
            parent=self,
        )

    def _record(self, draft: Draft, happened: dict[str, Any]) -> None:
        """Ask for the day and the decision of what happened; the rest of the form is stored with it."""
        kept = {name: draft.original.get(name) for name in (*happened, *(_STATE if "state" in happened else ()))}
        rest = replace(draft, values=draft.values | kept)

        def save_rest(session: "Session") -> object:
            return unions.save(session, rest)

        changes = Changes(self._told(happened), happened, save_rest)
        form = EventForm(self._work, draft.id or 0, str(draft.original["name"]), self._options, self, changes)
        form.saved.connect(self._recorded)
        form.add(effective_on=draft.values.get("closed_on") if "state" in happened else None)

    def _told(self, happened: dict[str, Any]) -> str:
        fields = fields_of(Union)
        return "\n".join(
            _("{label}: {value}").format(
                label=fields[name].label,
                value=self._options.get(name, {}).get(value) or fields[name].kind.show(value) or _("(không)"),
            )
            for name, value in happened.items()
        )

    def _recorded(self) -> None:
        union_id = self.form.draft.id
        if union_id is not None:
            self.saved.emit(union_id)
        self.accept()

    def _refused(self, error: UserError) -> None:
        if isinstance(error, InvalidRecord):
            self.form.show_problems(error.problems)
        else:
            self.form.show_advice(str(error))
        if not isinstance(error, Conflict):
            self.form.go_to("name")

    def _reload(self) -> None:
        """F5: the stored record anew, with what was typed on top."""
        mine = self.form.take_in()
        if mine.id is None:
            return
        changed = {name: value for name, value in mine.values.items() if value != self._as_opened[name]}
        unreadable = dict(mine.unreadable)
        self.edit(mine.id)
        fresh = self.form.draft
        fresh.values.update(changed)
        fresh.unreadable.update(unreadable)
        self.form.set_draft(fresh)


class Doubles(QFrame):
    """The unions that are nearly called the same, each with a way to open it; hidden while there is none."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._lines = column(gap=2)
        self.setLayout(row(Picture("warning", "warning"), self._lines, 1, margins=(10, 6, 10, 6)))
        self._parts: list[QWidget] = []
        self.hide()

    def show_unions(self, found: Sequence[UnionRow]) -> None:
        """Name the nearest of *found*."""
        for part in self._parts:
            self._lines.removeWidget(part)
            part.deleteLater()
        self._parts = [self._line(union) for union in found[:_MOST_DOUBLES]]
        self._lines.add(*self._parts)
        self.setVisible(bool(found))

    def _line(self, union: UnionRow) -> QWidget:
        line = QWidget()
        text = Label(_("Gần giống: {union}").format(union=union.described))
        line.setLayout(row(text, Button(_("mở"), lambda: self.opened.emit(union.id), role="link"), 1, gap=4))
        return line
