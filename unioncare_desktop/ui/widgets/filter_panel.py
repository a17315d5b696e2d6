"""What is wanted in one column: its values with ticks and counts, for numbers and days also the bounds between them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from unioncare_desktop import vietnamese
from unioncare_desktop.domain.kinds import Unreadable
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row
from unioncare_desktop.ui.widgets.column_filter import BLANK, ColumnFilter, has_bounds
from unioncare_desktop.ui.widgets.grid_column import GridColumn
from unioncare_desktop.ui.widgets.overlay import Overlay
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.tick_list import TickList, TickModel

_LONGEST_BOUND = 20


class FilterPanel(Overlay):
    """Offers the values that *rows* have in a column; `applied` tells the new filter, without effect for all rows."""

    applied = Signal(object)
    sort_wanted = Signal(bool)
    """Whether downwards."""

    def __init__(
        self, owner: QWidget, shown: GridColumn, title: str, rows: Iterable[Any], present: ColumnFilter
    ) -> None:
        super().__init__(owner)
        self._column, self._present = shown, present
        self._values = _values(shown, rows)
        self.words = _Words(_("Tìm giá trị…"))
        self.model = TickModel(_("(Tất cả)"))
        self.list = TickList(self.model, _("Giá trị của cột {title}").format(title=title))
        self.least, self.most = _Bound(_("từ"), present.least), _Bound(_("đến"), present.most)
        self._problem = Label("", "error", wrap=True)
        self._problem.hide()
        self._apply = Button(_("Á&p dụng"), self.accept, role="primary")
        up = Button(_("&Sắp xếp tăng"), lambda: self._sort(descending=False))
        down = Button(_("Sắp &xếp giảm"), lambda: self._sort(descending=True))
        drop, close = Button(_("&Bỏ lọc"), self._drop), Button(_("Đón&g"), self.leave)
        bounds = QWidget()
        bounds.setLayout(row(Label(_("Từ")), self.least, Label(_("đến")), self.most))
        bounds.setVisible(has_bounds(shown))
        self.setLayout(
            column(
                Label(_("Lọc cột {title}").format(title=title), "heading"),
                self.words,
                self.list,
                bounds,
                self._problem,
                row(up, down),
                row(drop, 1, close, self._apply),
                margins=(12, 10, 12, 12),
            )
        )
        self.words.searched.connect(self._offer)
        self.words.down.connect(self._into_list)
        self.model.ticked_changed.connect(lambda: self._apply.setEnabled(bool(self.model.ticked)))
        for bound in (self.least, self.most):
            bound.textEdited.connect(self._problem.hide)
        self._offer("")

    def enter(self) -> None:
        """Typing searches."""
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    def _offer(self, text: str) -> None:
        """The values that contain *text*, all of them ticked; without a text those that the present filter wants."""
        key = vietnamese.fold(text)
        found = [value for value in self._values if not key or key in vietnamese.fold(value or BLANK)]
        ticked = found if key else filter(self._present.allows, found)
        self.model.offer([(value, f"{value or BLANK} ({self._values[value]})") for value in found], ticked)

    def _into_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setCurrentIndex(self.model.index(min(1, self.model.rowCount() - 1)))

    def accept(self) -> None:
        """Enter: filter by what is ticked and typed, if it can be read."""
        try:
            least, most = (self._read(bound) for bound in (self.least, self.most))
        except Unreadable as error:
            self._refuse(str(error))
            return
        if least is not None and most is not None and least > most:
            self._refuse(_("“Từ” lớn hơn “đến”: không có dòng nào như vậy."))
        elif self.model.ticked:
            show = self._column.show
            self.leave()
            self.applied.emit(self._chosen(show(least), show(most)))

    def _read(self, bound: QLineEdit) -> Any:  # noqa: ANN401 - a value of the column's kind
        kind = self._column.kind
        try:
            return kind.parse(bound.text()) if kind is not None and has_bounds(self._column) else None
        except Unreadable:
            bound.setFocus()
            bound.selectAll()
            raise

    def _refuse(self, reason: str) -> None:
        self._problem.setText(reason)
        self._problem.show()
        self._place()

    def _chosen(self, least: str, most: str) -> ColumnFilter:
        """What was searched for is wanted and nothing else; otherwise the shorter list says what is, or is not.

        Values that other filters hide just now stay as they were.
        """
        ticked, others = frozenset(self.model.ticked), self._values.keys() - self.model.ticked
        if vietnamese.fold(self.words.text()):
            return ColumnFilter(ticked, least, most)
        if not others:
            return ColumnFilter(None, least, most)
        excluding = len(others) < len(ticked)
        known = self._present.texts if self._present.excluding is excluding else None
        hidden = (known or frozenset()) - self._values.keys()
        return ColumnFilter((frozenset(others) if excluding else ticked) | hidden, least, most, excluding)

    def _drop(self) -> None:
        self.leave()
        self.applied.emit(ColumnFilter())

    def _sort(self, *, descending: bool) -> None:
        self.leave()
        self.sort_wanted.emit(descending)


class _Words(SearchBox):
    """↓ goes into the list, Enter applies the filter."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The two keys that a search box leaves by mean different things here."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Bound(QLineEdit):
    """The least or the most value that is wanted."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(name)
        self.setMaxLength(_LONGEST_BOUND)


def _values(shown: GridColumn, rows: Iterable[Any]) -> dict[str, int]:
    """The values of a column as they are shown, in order and blanks last, and how many rows have each."""
    counts: Counter[str] = Counter()
    keys: dict[str, Any] = {}
    for one in rows:
        value = shown.value_of(one)
        text = shown.show(value)
        counts[text] += 1
        if text:
            keys[text] = shown.sort_key(value)
    ordered = sorted(keys, key=lambda text: keys[text])
    return {text: counts[text] for text in (*ordered, "") if counts[text]}
