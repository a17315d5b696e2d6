"""Enterprises without a union: typed and pasted into a grid or a form, and led to the union that is founded in them."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.judgement import Judgement, NewRow
from unioncare_desktop.domain.kinds import Link, quoted
from unioncare_desktop.domain.records import Enterprise
from unioncare_desktop.errors import Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import enterprises, line_entry, office_lists, unions
from unioncare_desktop.services.enterprises import FIELDS, LISTS, EnterpriseRow
from unioncare_desktop.services.yearly_facts import at_least
from unioncare_desktop.storage.history import EDIT, PASTE
from unioncare_desktop.ui import messages, theme, yearly_columns
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.view_bar import ViewBar
from unioncare_desktop.ui.yearly_columns import any_odd
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.enterprise_form import EnterpriseForm
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

NAME = "enterprises"
_SEARCH_WIDTH = 220


@dataclass(frozen=True)
class EnterprisesReading:
    """The enterprises as they were read: what is odd about them, the choices of lists, the workers of a large one."""

    rows: list[EnterpriseRow]
    problems: dict[int, tuple[Problem, ...]]
    options: dict[str, dict[int, str]]
    large_from: int | None


def read_enterprises(session: "Session") -> EnterprisesReading:
    """Read what is shown."""
    today = clock.today()
    rows = enterprises.listed(session)
    options = {name: office_lists.offered(session, kind, today) for name, kind in LISTS.items()}
    problems, large_from = enterprises.problems(session, rows), enterprises.large_from(session, today)
    return EnterprisesReading(rows, problems, options, large_from)


class EnterprisesView(QWidget):
    """`counted` tells that the rows have changed."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)
    counted = Signal()

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self._work, self._context = work, context
        self.rows: list[EnterpriseRow] = []
        self.form: EnterpriseForm | None = None
        self._options: dict[str, dict[int, str]] = {}
        self._problems: dict[Hashable, tuple[Problem, ...]] = {}
        self._large_from: int | None = None
        self._wanted_row: int | None = None
        self.words = SearchBox(_("Lọc theo tên, mã số thuế, liên hệ…"))
        self.only_waiting, self.only_large = FilterChip(""), FilterChip("")
        self.only_odd = FilterChip("")
        self.by_area = FilterChip(_("Địa bàn"), _("tất cả"))
        self.by_sector = FilterChip(_("Loại hình"), _("tất cả"))
        self.grid = RecordGrid(
            yearly_columns.of_enterprises(self._options),
            look=context.settings.grids.setdefault(NAME, {}),
            judge=self._judge,
            adds=_("Gõ tên doanh nghiệp…"),
        )
        chips = {
            "waiting": self.only_waiting,
            "large": self.only_large,
            "odd": self.only_odd,
            "area": self.by_area,
            "sector": self.by_sector,
        }
        self.views = ViewBar(self.grid, context, NAME, {"words": self.words, **chips})
        self.kept = KeptTexts(self.grid, context, work.database.location, NAME)
        self.bring = Button(_("Nhập từ &Excel"), lambda: self.go.emit("imports", None))
        self.found = Button(_("Đã &thành lập CĐCS…"), self.found_union)
        self.open = Button(_("&Mở phiếu"), self.open_current, tip="F4")
        self.new = Button(_("Thêm &doanh nghiệp"), self.add, picture="add", role="primary", tip="Ctrl+N")
        self.buttons = (self.bring, self.found, self.open, self.new)
        filters = Flow(self.words, *chips.values(), self.views, gap=12, last_right=True)
        self.setLayout(column(filters, self.grid, gap=12))
        self.setFocusProxy(self.grid)
        self._connect(chips.values())
        self.views.restore()

    def _connect(self, chips: Iterable[FilterChip]) -> None:
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        for chip in chips:
            chip.chosen.connect(self._filter)
        self.grid.entered.connect(self._enter)
        self.grid.said.connect(self.tell)
        self.grid.summary.connect(self.summary)
        self.grid.filtered.connect(self._sum)
        self.grid.current_changed.connect(self._moved)
        self.grid.delete_wanted.connect(self.delete)
        self.grid.history_wanted.connect(self._show_history)
        self.grid.opened.connect(lambda _key, _column: self.open_current())
        for keys, do in (("F8", self.grid.next_problem), ("F4", self.open_current)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes where the settings say, also after they have changed."""
        self.grid.view.enter_moves = self._context.settings.enter_moves
        super().showEvent(event)

    # What is shown

    def show_reading(self, found: EnterprisesReading) -> None:
        """Show the enterprises; rows stay where they are."""
        first = not self._options
        self._options.update(found.options)
        self._large_from = found.large_from
        self._show_rows(found.rows, found.problems)
        if first:
            self.grid.set_filter(self._wanted())
            self.kept.arrive()

    def reread(self, ids: Collection[int]) -> None:
        """Show what is stored now of some; what looks odd about them follows with the next reading."""
        with self._work.read() as session:
            fresh = enterprises.listed(session, ids)
        self._show_rows([*(row for row in self.rows if row.id not in ids), *fresh], self._problems)

    def _show_rows(self, rows: Iterable[EnterpriseRow], problems: Mapping[Any, tuple[Problem, ...]]) -> None:
        places = {row.id: place for place, row in enumerate(self.rows)}
        self.rows = sorted(rows, key=lambda row: places.get(row.id, len(places)))
        self._problems = {row.id: problems.get(row.id, ()) for row in self.rows}
        self.grid.set_rows(self.rows, self._problems)
        self._count()
        if self._wanted_row is not None:
            self.grid.go_to(self._wanted_row)
            self._wanted_row = None
        self.tell()

    def _count(self) -> None:
        self._label_chips()
        for chip, attribute in ((self.by_area, "area"), (self.by_sector, "sector")):
            choices = unions.in_use(self.rows, attribute)
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)
        self._sum()
        self.counted.emit()

    def _label_chips(self) -> None:
        base = show_whole(self._large_from or 0)
        for chip, words, count in (
            (self.only_waiting, _("Chưa có công đoàn"), self.waiting),
            (self.only_large, _("Từ {base} lao động").format(base=base), sum(map(self._is_large, self.rows))),
            (self.only_odd, _("Có lỗi, cảnh báo"), len(self._odd())),
        ):
            chip.set_label(f"{words} {show_whole(count)}" + (" ×" if chip.isChecked() else ""))
        self.only_large.setVisible(self._large_from is not None)

    @property
    def waiting(self) -> int:
        """How many enterprises have no union."""
        return sum(row.waits for row in self.rows)

    def _is_large(self, row: EnterpriseRow) -> bool:
        return at_least(row.workers, self._large_from)

    def _odd(self) -> set[Hashable]:
        """The enterprises with something wrong or strange, stored or only typed."""
        typed = {entry.key for entry, _reason in self.grid.refused}
        return typed | {key for key, found in self._problems.items() if any_odd(found)}

    def _sum(self) -> None:
        shown = self.grid.shown_rows
        nothing = _("Không có dòng nào khớp bộ lọc") if self.rows else ""
        totals = yearly_columns.totals_of_enterprises(shown) if shown else {"name": nothing}
        self.grid.set_totals(totals if self.rows else {})

    def _moved(self) -> None:
        self._label_chips()
        self.tell(self.grid.current_problem)

    def tell(self, news: str = "") -> None:
        """Say how many enterprises there are, and the *news*."""
        count = _("{count} doanh nghiệp").format(count=show_whole(len(self.rows)))
        self.status.emit(f"{count} · {news}" if news else count)

    def go_to(self, enterprise_id: int) -> None:
        """Show the enterprise with this id, whatever was filtered; as soon as it has been read."""
        self.clear_filters()
        if any(row.id == enterprise_id for row in self.rows):
            self.grid.go_to(enterprise_id)
        else:
            self._wanted_row = enterprise_id

    def clear_filters(self) -> None:
        """Show everything."""
        self.grid.clear_filters()
        self.words.clear()
        for chip in (self.by_area, self.by_sector):
            chip.choose("")
        for chip in (self.only_waiting, self.only_large, self.only_odd):
            chip.setChecked(False)

    def _filter(self) -> None:
        self.grid.set_filter(self._wanted())
        self._label_chips()
        self._sum()

    def _wanted(self) -> Callable[[EnterpriseRow], bool] | None:
        """What the chips and the box ask for; None where they ask for nothing."""
        asked: list[Callable[[EnterpriseRow], object]] = []
        if text := self.words.text():
            asked.append(lambda row: unions.matches(row.search, text))
        if area := self.by_area.value:
            asked.append(lambda row: row.area == area)
        if sector := self.by_sector.value:
            asked.append(lambda row: row.sector == sector)
        if self.only_waiting.isChecked():
            asked.append(lambda row: row.waits)
        if self.only_large.isChecked():
            asked.append(self._is_large)
        if self.only_odd.isChecked():
            odd = self._odd()
            asked.append(lambda row: row.id in odd)
        return (lambda row: all(wanted(row) for wanted in asked)) if asked else None

    # What is entered

    def _judge(self, entries: Sequence[Entry]) -> list[Judgement]:
        with self._work.read() as session:
            return enterprises.judge(session, _asked(entries))

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: one action, one step to undo."""
        pasted, errors = self.grid.pasting, list[UserError]()
        done = self._work.write(
            self._title(entries, pasted=pasted),
            lambda session: enterprises.enter(session, _asked(entries)),
            errors.append,
            kind=PASTE if pasted else EDIT,
        )
        if done is None:
            messages.show(errors[0], self)
            for entry in entries:
                self.grid.refuse(entry.key, entry.column, entry.text, str(errors[0]))
            return
        for refused in done.refused:
            self.grid.refuse(refused.entry.key, refused.entry.field, str(refused.entry.raw), refused.reason)
        self.grid.settle(done.added, done.waiting)
        self._label_chips()

    def _title(self, entries: Sequence[Entry], *, pasted: bool) -> str:
        keys = {entry.key for entry in entries}
        if pasted:
            return _("Dán {count} ô, doanh nghiệp").format(count=show_whole(len(entries)))
        if len(keys) > 1:
            return _("Nhập {count} ô, doanh nghiệp").format(count=show_whole(len(entries)))
        known = next((row.name for row in self.rows if row.id in keys), None)
        if known is None:
            name = next((entry.text for entry in entries if entry.column == "name"), "")
            return _("Thêm doanh nghiệp {name}").format(name=name).strip()
        label = FIELDS[entries[0].column].label.lower()
        return _("Sửa {field}, {name}").format(field=label, name=known)

    def delete(self, keys: Sequence[Hashable]) -> None:
        """Ctrl+Delete: put enterprises into the trash, after asking."""
        gone = [row for row in self.rows if row.id in set(keys)]
        if not gone:
            return
        one = _("doanh nghiệp {name}").format(name=quoted(gone[0].name))
        what = one if len(gone) == 1 else _("{count} doanh nghiệp").format(count=show_whole(len(gone)))
        question = _("Xóa {what}?\n\nCó thể hoàn tác bằng Ctrl+Z, hoặc lấy lại từ thùng rác.").format(what=what)
        if messages.ask(question, _("&Xóa"), parent=self):
            ids = [row.id for row in gone]
            title = _("Xóa {what}").format(what=what)
            if self._do(title, partial(enterprises.delete, ids=ids)) and self.form is not None:
                self.form.accept()

    def _do(self, title: str, action: "Callable[[Session], None]") -> bool:
        """Do an action that tells nothing; whether it was done."""

        def done(session: "Session") -> bool:
            action(session)
            return True

        return self._work.write(title, done) is not None

    def _show_history(self, key: Hashable, name: str) -> None:
        """Ctrl+Shift+H: who changed a cell; beside the fields, all of the enterprise."""
        from unioncare_desktop.ui import cell_history

        row = next((row for row in self.rows if row.id == key), None)
        if row is not None:
            cell_history.show(self._work, self, Enterprise, [row.id], row.name, name if name in FIELDS else "")

    # The form

    @property
    def _current(self) -> EnterpriseRow | None:
        return next((row for row in self.rows if row.id == self.grid.current_key), None)

    def add(self) -> None:
        """Ctrl+N: the form for a new enterprise."""
        self._new_form().add()

    def open_current(self) -> None:
        """F4: the form of the current enterprise, or of a new one."""
        self.grid.finish_editing()
        current = self._current
        if current is not None:
            self._new_form().edit(current.id)
        else:
            self.add()

    def _new_form(self) -> "EnterpriseForm":
        from unioncare_desktop.ui.enterprise_form import EnterpriseForm

        self.form = EnterpriseForm(self._work, self)
        self.form.saved.connect(self.go_to)
        self.form.delete_wanted.connect(lambda wanted: self.delete([wanted]))
        return self.form

    # The union that was founded in it

    def found_union(self) -> None:
        """Say which union was founded in the current enterprise: one of the registry, or a new one."""
        self.grid.finish_editing()
        current = self._current
        if current is None:
            self.tell(_("Chọn dòng của doanh nghiệp đã thành lập CĐCS."))
            return
        with self._work.read() as session:
            living = {union.id: union.described for union in unions.listed(session)}
            probable = enterprises.probable_union(session, current.id)
        new = Button(_("Lập phiếu CĐCS &mới…"))
        dialog = AskDialog(
            _("Đã thành lập công đoàn cơ sở"),
            _(
                "{name}: chọn CĐCS trong danh sách nếu đã ghi, hoặc lập phiếu mới với tên, địa bàn, liên hệ của doanh"
                " nghiệp."
            ).format(name=current.name),
            (Question("union_id", _("&CĐCS đã thành lập"), Link("trade_union"), probable, options=living),),
            _("&Ghi"),
            lambda values: self._link(current, values["union_id"]),
            self,
            new,
        )
        new.clicked.connect(lambda: self._found_new(dialog, current))
        dialog.open()

    def _link(self, enterprise: EnterpriseRow, union_id: int) -> bool:
        title = _("Ghi CĐCS đã thành lập: {name}").format(name=enterprise.name)
        return self._do(title, partial(enterprises.founded, enterprise_id=enterprise.id, union_id=union_id))

    def _found_new(self, dialog: AskDialog, enterprise: EnterpriseRow) -> None:
        from unioncare_desktop.ui.union_form import UnionForm

        dialog.reject()
        with self._work.read() as session:
            draft = enterprises.union_draft(session, enterprise.id)
        form = UnionForm(self._work, self._context.words, self)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.saved.connect(lambda union_id: self._link(enterprise, union_id))
        form.add(draft)


def _asked(entries: Iterable[Entry]) -> list[line_entry.Entry]:
    return [
        line_entry.Entry(entry.key, entry.column, entry.text)
        for entry in entries
        if isinstance(entry.key, int | NewRow)
    ]
