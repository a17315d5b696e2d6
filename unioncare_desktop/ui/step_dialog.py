"""A dialog of several steps: what is to happen, its papers, the preview of what would move, and what was done.

Nothing is written before the preview was seen. What was typed is only given up if the user says so.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, Label, Notice, column, row, scrolled

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_SIZE = (1180, 710)


class StepDialog(QDialog):
    """A subclass adds its steps, the preview last, and says what leaving a step, carrying out and giving up mean."""

    go = Signal(str, object)
    """Open the page of this name and hand it an argument."""

    def __init__(self, work: "Work", title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.work = work
        self.outcome: EmptyState | None = None
        """What was done, once it is."""
        self._titles: list[str] = []
        self.heading, self.place, self.notice = Label(title, "title", wrap=True), Label("", "muted"), Notice()
        self.stack = QStackedWidget()
        self.back = Button(_("&Quay lại"), self.go_back)
        self.forward = Button(_("&Tiếp"), self.go_on, role="primary", tip="Ctrl+Enter")
        self.do = Button(_("Thực &hiện"), self.carry_out, role="primary", tip="Ctrl+Enter")
        self.end = Button(_("Đón&g"), self.reject)
        self.others = row(gap=12)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._main_action)
        self._lay_out()

    def _lay_out(self) -> None:
        top, bottom = QWidget(), QWidget()
        headline = row(self.heading, self.place, gap=16)
        headline.setStretch(0, 1)
        top.setLayout(column(headline, self.notice, margins=(20, 14, 20, 8)))
        bottom.setLayout(
            row(self.back, 1, self.end, self.others, self.forward, self.do, gap=12, margins=(20, 10, 20, 14))
        )
        whole = column(top, self.stack, bottom, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    def add_step(self, title: str, *parts: QWidget | int, fills: int | None = None) -> None:
        """Add a step that shows *parts* below each other; one of them (*fills*) may take what room there is."""
        inside = QWidget()
        layout = column(*parts, gap=12, margins=(20, 4, 20, 12))
        if fills is not None:
            layout.setStretch(fills, 1)
        inside.setLayout(layout)
        self._titles.append(title)
        self.stack.addWidget(scrolled(inside))

    # From step to step

    @property
    def step(self) -> int:
        """The number of the step that is shown."""
        return self.stack.currentIndex()

    @property
    def last(self) -> int:
        """The number of the preview."""
        return len(self._titles) - 1

    def show_step(self, number: int) -> None:
        """Show a step with the buttons that belong to it."""
        self.stack.setCurrentIndex(number)
        place = _("Bước {number}/{count}: {title}")
        self.place.setText(place.format(number=number + 1, count=len(self._titles), title=self._titles[number]))
        self.back.setVisible(number > 0)
        self.forward.setVisible(number < self.last)
        self.do.setVisible(number == self.last)
        self.forward.setText(_("&Xem trước") if number == self.last - 1 else _("&Tiếp"))
        (self.forward if number < self.last else self.do).setDefault(True)
        self.stack.setFocus()
        self.start(number)

    def start(self, number: int) -> None:
        """Put the caret where a step begins."""

    def may_go_on(self) -> bool:
        """Whether the step that is shown is good enough to leave; says so where it is not."""
        return True

    def preview(self) -> None:
        """Work out the preview, show it, and go to the last step."""

    def carry_out(self) -> None:
        """Do what the preview says, as one action."""

    def go_back(self) -> None:
        """To the step before; what was typed stays."""
        self.notice.show_text("")
        self.show_step(self.step - 1)

    def go_on(self) -> None:
        """To the next step; before the last one its preview is made."""
        self.notice.show_text("")
        if not self.may_go_on():
            return
        if self.step == self.last - 1:
            self.preview()
        else:
            self.show_step(self.step + 1)

    def _main_action(self) -> None:
        if self.step < self.last:
            self.go_on()
        elif self.step == self.last and self.do.isEnabled():
            self.carry_out()

    def refuse(self, error: UserError) -> None:
        """Tell above the step why nothing was done, one reason a line; everything typed stays."""
        texts = [one.text for one in error.problems] if isinstance(error, InvalidRecord) else [str(error)]
        self.notice.show_text("\n".join(dict.fromkeys(texts)))

    def show_done(self, sentence: str, detail: str, *doors: Button) -> None:
        """The end: what was done, how it is taken back, and the doors to what comes next."""
        self.outcome = EmptyState("ok", sentence, *doors, detail=detail)
        self.place.setText("")
        self.notice.show_text("")
        self.stack.addWidget(self.outcome)
        self.stack.setCurrentIndex(self.stack.count() - 1)
        while (item := self.others.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
        for button in (self.back, self.forward, self.do):
            button.hide()
        self.end.setDefault(True)
        self.end.setFocus()

    def leave_to(self, page: str, argument: object) -> Callable[[], None]:
        """What a door does: close, and open a page of the window."""

        def leave() -> None:
            self.reject()
            self.go.emit(page, argument)

        return leave

    # Closing

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something that was typed."""
        return False

    question = _("Bỏ nội dung đang lập?")

    def reject(self) -> None:
        """Esc: what was typed is given up only if the user says so, and not while its preview is on the way."""
        if self.work.busy_with:
            return
        if self.outcome or not self.dirty or messages.ask(self.question, _("&Bỏ"), parent=self):
            super().reject()
