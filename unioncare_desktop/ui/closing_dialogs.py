"""Closing a period and opening it again: what happens is said plainly before it does, and what may be missing.

And the line above figures that says that they are closed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from unioncare_desktop.domain.kinds import NOTE_LENGTH, Text
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import closings
from unioncare_desktop.services.closings import ClosingRow, Doubt
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.widgets.basics import Button, Card, Chip, Label, column, fit_height, row
from unioncare_desktop.ui.widgets.closed_banner import ClosedBanner
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_WIDTH = 600


@dataclass(frozen=True)
class _Prospect:
    """What closing a period would mean: the periods that would be closed, what speaks against it, or why it cannot."""

    spans: tuple[Span, ...] = ()
    doubts: Sequence[Doubt] = ()
    refusal: str = ""


class CloseDialog(QDialog):
    """Closes a period after it was shown what is missing; accepted once it is closed."""

    def __init__(self, work: "Work", span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.work, self.span = work, span
        self.setWindowTitle(_("Khóa sổ {period}").format(period=span.title))
        self.told = Label(_("Đang xem số liệu của kỳ…"), wrap=True)
        self.found = column(gap=4)
        self.anyway = QCheckBox(_("&Vẫn khóa sổ khi còn những điều này"))
        self.close_period = Button(_("&Khóa sổ"), self._close_period, role="primary", tip="Enter, Ctrl+Enter")
        self.close_period.setDefault(True)
        self._lay_out()
        self._show(_Prospect())
        self.anyway.toggled.connect(self._allow)
        self._background = Background()
        self._background.answered.connect(self._show)
        self._background.ask(self._look)

    def _lay_out(self) -> None:
        words = _(
            "Sau khi khóa sổ: số liệu, biến động và sáp nhập của kỳ chỉ để xem, không sửa, nhập hay hoàn tác được; "
            "báo cáo của kỳ được lưu nguyên như hôm nay và lần sau xuất ra vẫn đúng như vậy. Kỳ chỉ mở lại được khi "
            "ghi lý do; lý do ấy được in ở báo cáo đính chính."
        )
        card = Card()
        card.body.addLayout(self.found)
        self._card = card
        leave = Button(_("&Bỏ"), self.reject)
        leave.setAutoDefault(True)  # where it has the focus, Enter is its key
        buttons = row(1, leave, self.close_period)
        parts = (
            Label(self.windowTitle(), "title"),
            self.told,
            card,
            self.anyway,
            Label(words, "muted", wrap=True),
            buttons,
        )
        self.setLayout(column(*parts, gap=12, margins=(20, 16, 20, 16)))
        self.setMinimumWidth(theme.current().px(_WIDTH))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close_period.click)

    @property
    def busy(self) -> bool:
        """Whether the figures are still being looked at."""
        return self._background.busy

    def _look(self) -> _Prospect:
        """Asked in another thread."""
        with self.work.read() as session:
            try:
                spans = closings.closing_spans(session, self.span)
            except UserError as error:
                return _Prospect(refusal=str(error))
            return _Prospect(spans, closings.doubts(session, self.span))

    def _show(self, prospect: _Prospect) -> None:
        self._weighs = any(one.weighs for one in prospect.doubts)
        self._ready = bool(prospect.spans)
        if prospect.spans or prospect.refusal:
            names = ", ".join(one.title for one in prospect.spans)
            self.told.setText(prospect.refusal or _("Sẽ khóa sổ: {periods}.").format(periods=names))
        for one in prospect.doubts:
            tone = "error" if one.name in ("missing", "errors") else "warning"
            self.found.addWidget(_line(one, tone))
        self._card.setVisible(bool(prospect.doubts))
        self.anyway.setVisible(self._weighs)
        self._allow()
        fit_height(self)

    def _allow(self) -> None:
        self.close_period.setEnabled(self._ready and (not self._weighs or self.anyway.isChecked()))
        if self._ready:
            (self.anyway if self._weighs and not self.anyway.isChecked() else self.close_period).setFocus()

    def _close_period(self) -> None:
        from unioncare_desktop.reports import closing

        title = closing.title(self.span)
        self.work.run(
            title[:1].lower() + title[1:],
            lambda session: closing.close(session, self.span),
            lambda _closed: self.accept(),
            lambda error: messages.show(error, self),
            writes=True,
        )

    def reject(self) -> None:
        """Esc: not while the period is being closed."""
        if not self.work.busy_with:
            super().reject()


def _line(one: Doubt, tone: Any) -> QWidget:  # noqa: ANN401 - a tone of a chip
    widget = QWidget()
    count, words = one.words.split(" ", 1)
    line = row(Chip(count, tone), Label(words, wrap=True))
    line.setStretch(1, 1)
    widget.setLayout(line)
    return widget


class ReopenDialog(AskDialog):
    """Opens a closed period again for a reason; accepted once it is open."""

    def __init__(self, work: "Work", span: Span, parent: QWidget) -> None:
        self.work, self.span = work, span
        title = _("Mở lại {period}").format(period=span.title)
        question = Question("why", _("&Lý do"), Text(most=NOTE_LENGTH), None)
        super().__init__(title, self._about(), (question,), _("&Mở lại"), self._reopen, parent)

    def _about(self) -> str:
        with self.work.read() as session:
            closing, wider = closings.closing_of(session, self.span), closings.wider(session, self.span)
        if closing is None:
            return _("{period} chưa khóa sổ nên không cần mở lại.").format(period=self.span.title)
        words = [
            _(
                "Kỳ đã khóa sổ ngày {day}. Mở lại thì số liệu sửa được; báo cáo đã phát hành vẫn được giữ. Sửa xong, "
                "hãy lập báo cáo đính chính và khóa sổ lần nữa. Lý do được lưu cùng kỳ và in ở báo cáo đính chính."
            ).format(day=show_day(closing.closed_on))
        ]
        if wider:
            names = ", ".join(one.title for one in wider)
            words.append(_("Cùng mở lại, vì gồm kỳ này: {periods}.").format(periods=names))
        if len(self.span.quarters) > 1:
            words.append(_("Các quý trong kỳ vẫn khóa; muốn sửa quý nào thì mở lại quý ấy."))
        return "\n\n".join(words)

    def _reopen(self, values: Mapping[str, Any]) -> bool:
        title = _("Mở lại {period}").format(period=self.span.title)
        done = self.work.write(
            title,
            lambda session: closings.reopen(session, self.span, values["why"]),
            lambda error: messages.show(error, self),
        )
        return done is not None


class PeriodBanner(ClosedBanner):
    """That a period is closed, with the way to open it again; or why it was opened again."""

    def __init__(self, work: "Work") -> None:
        super().__init__()
        self._work = work
        self._shown: ClosingRow | None = None
        self.reopen_wanted.connect(self._ask)

    def show_closing(self, closing: ClosingRow | None) -> None:
        """Say what is to be said of a period; nothing hides the line."""
        self._shown = closing
        self.show_words(_told(closing) if closing else "", closed=closing is not None and closing.closed)

    def _ask(self) -> None:
        if self._shown is not None:
            ReopenDialog(self._work, self._shown.span, self).open()


def _told(closing: ClosingRow) -> str:
    if closing.closed:
        words = _("{period} đã khóa sổ ngày {day}: số liệu chỉ để xem. Muốn sửa, hãy mở lại kỳ và ghi lý do.")
        return words.format(period=closing.span.title, day=show_day(closing.closed_on))
    words = _("{period} được mở lại để sửa: {why}")
    return words.format(period=closing.span.title, why=closing.reopened_why)
