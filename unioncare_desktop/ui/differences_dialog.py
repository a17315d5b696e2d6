"""“So với bản đã gửi”: what differs between the issued report and what it would be now, row by row, to be copied."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, Label, Stack, column, row
from unioncare_desktop.ui.widgets.grid_column import GridColumn
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.reports import Report
    from unioncare_desktop.reports.comparison import Difference
    from unioncare_desktop.reports.correction_report import Compared
    from unioncare_desktop.ui.work import Work

_SIZE = (1180, 680)


@dataclass(frozen=True)
class DifferenceRow:
    """A difference as the table shows it; what is no whole number stands as it is printed."""

    key: int
    where: str
    code: str
    name: str
    figure: str
    old: int | str
    new: int | str
    change: int | None


@dataclass(frozen=True)
class _Answer:
    """What was found: the sentence above the table and its rows; without rows the sentence stands alone."""

    sentence: str
    rows: tuple[DifferenceRow, ...] = ()


class DifferencesDialog(QDialog):
    """Compares the newest issued *report* on *span* with what it is now."""

    correction_wanted = Signal()
    """The user wants the report of the correction."""

    def __init__(self, work: "Work", report: "Report", span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.work, self.report, self.span = work, report, span
        self.setWindowTitle(_("So với bản đã gửi"))
        self.told = Label(_("Đang so sánh…"), "muted", wrap=True)
        self.grid = RecordGrid(_columns(), _key, filters=False)
        self.grid.view.setAccessibleName(_("Những chỗ khác nhau"))
        self.nothing = EmptyState("ok", "")
        self.news, self.in_full = Label("", "muted"), Label("", wrap=True)
        self.copy = Button(_("&Chép bảng"), self.copy_all, tip=_("Dán được vào Excel, Word"))
        self.correct = Button(_("&Lập báo cáo đính chính"), self._correct, role="primary")
        self.stack = Stack()
        self._lay_out()
        self.grid.said.connect(self.news.setText)
        self.grid.current_changed.connect(self._read_out)
        self._background = Background()
        self._background.answered.connect(self._show)
        self._background.ask(partial(_compared, work, report, span))

    def _lay_out(self) -> None:
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.nothing)
        title = _("{report}, {period}: so với bản đã gửi").format(report=self.report.title, period=self.span.title)
        buttons = row(self.news, 1, self.copy, Button(_("Đón&g"), self.reject), self.correct, gap=12)
        whole = column(
            Label(title, "title", wrap=True), self.told, self.stack, self.in_full, buttons, margins=(20, 14, 20, 14)
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        for button in (self.copy, self.correct):
            button.setEnabled(False)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    @property
    def busy(self) -> bool:
        """Whether the two are still being compared."""
        return self._background.busy

    def _show(self, answer: _Answer) -> None:
        found = bool(answer.rows)
        self.told.setText(answer.sentence if found else "")
        self.told.setVisible(found)
        self.nothing.sentence.setText(answer.sentence)
        self.grid.show_column("code", any(one.code for one in answer.rows))
        self.grid.set_rows(answer.rows, {})
        self.stack.setCurrentIndex(0 if found else 1)
        for button in (self.copy, self.correct):
            button.setEnabled(found)
        if found:
            self.grid.setFocus()

    def _read_out(self) -> None:
        """The sentences of the current row, which are too long for its cells."""
        current = next((one for one in self.grid.shown_rows if one.key == self.grid.current_key), None)
        long = current is not None and not current.figure
        words = _("Bản đã gửi: {old}\nNay là: {new}")
        self.in_full.setText(words.format(old=current.old or "–", new=current.new or "–") if current and long else "")

    def copy_all(self) -> None:
        """The whole table for Excel, with its headings."""
        from unioncare_desktop.ui.widgets import grid_clipboard

        columns = self.grid.model.columns
        lines = [[str(one.value_of(shown) or "") for one in columns] for shown in self.grid.shown_rows]
        grid_clipboard.put([[one.title for one in columns], *lines])
        self.news.setText(_("Đã chép {count} dòng.").format(count=show_whole(len(lines))))

    def _correct(self) -> None:
        self.accept()
        self.correction_wanted.emit()


def _key(one: DifferenceRow) -> Hashable:
    return one.key


class _Figure(Whole):
    """A whole number, or what else is printed in its place."""

    def show(self, value: int | str | None) -> str:
        """A text as it is, a number with its dots."""
        return value if isinstance(value, str) else super().show(value)


class _Change(Whole):
    """A whole number with its sign."""

    def show(self, value: int | None) -> str:
        """With its sign, as it is printed."""
        from unioncare_desktop.reports.document import Kind, show

        return show(value, Kind.CHANGE)


def _columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("code", _("Mã"), width=80),
        GridColumn("name", _("Tên dòng"), width=240),
        GridColumn("figure", _("Số liệu"), width=130),
        GridColumn("old", _("Bản đã gửi"), _Figure(), width=110),
        GridColumn("new", _("Nay là"), _Figure(), width=110),
        GridColumn("change", _("Tăng, giảm"), _Change(), width=90),
        GridColumn("where", _("Bảng"), width=200),
    )


def _compared(work: "Work", report: "Report", span: Span) -> _Answer:
    """Asked in another thread."""
    from unioncare_desktop.reports import correction_report

    with work.read() as session:
        try:
            compared = correction_report.compared(session, report, span)
        except UserError as error:
            return _Answer(str(error))
    if compared is None:
        words = _("Chưa phát hành {report} {period}, nên chưa có bản nào để so.")
        return _Answer(words.format(report=report.title, period=span.phrase))
    return _answer(compared)


def _answer(compared: "Compared") -> _Answer:
    one, found = compared.issued, compared.found
    if not found:
        words = _("Không khác gì {document} ngày {day}.")
        return _Answer(words.format(document=one.called, day=show_day(one.issued_on)))
    rows = [_row(number, difference) for number, difference in enumerate(found.rows)]
    rows += [
        DifferenceRow(number, _("Lời văn"), "", "", "", text.old or "", text.new or "", None)
        for number, text in enumerate(found.texts, len(rows))
    ]
    words = _("{count} chỗ khác với {document} ngày {day}.")
    sentence = words.format(count=show_whole(len(rows)), document=one.called, day=show_day(one.issued_on))
    return _Answer(sentence, tuple(rows))


def _row(number: int, one: "Difference") -> DifferenceRow:
    from unioncare_desktop.reports.document import show

    old, new = (cell if isinstance(cell, int) else show(cell, one.kind) for cell in (one.old, one.new))
    return DifferenceRow(number, one.where, one.code, one.name, one.figure, old, new, one.change)
