"""The text of a plan is checked: what is wrong in it, and which targets and deadlines it sets.

Nothing is applied by itself: words are replaced and proposals taken over only when a button is pressed.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLayout, QSplitter, QWidget

from unioncare_desktop.domain.rules.plan_text import Linted, ProposedPlan
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import indicators, plan_linting, plans
from unioncare_desktop.services.plans import PlanRow
from unioncare_desktop.ui import lint_rows, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.faults import LOG
from unioncare_desktop.ui.lint_rows import INDICATOR, TAKEN, ProposalRow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, Label, Margins, Notice, column, row
from unioncare_desktop.ui.widgets.marked_text import Mark, MarkedText
from unioncare_desktop.unsaved import Place, UnsavedText
from unioncare_desktop.vietnamese import fold, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_SIZE, _HEIGHTS, _WIDTHS = (1240, 720), (330, 270), (640, 560)
_PAUSE = 400
"""Milliseconds without a key after which the text is checked."""
_LEAST_CHOICE = 30


class LintDialog(QDialog):
    """Takes a text and shows what is found; *plan_id* is the plan that proposals are taken over into at first."""

    def __init__(
        self, work: "Work", context: Context, parent: QWidget | None = None, plan_id: int | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Soát văn bản kế hoạch"))
        self.work, self.context = work, context
        self.found, self.proposals = Linted(), list[ProposalRow]()
        self._place = Place(work.database.location, "plan text")
        self._asked, self._kept, self._filling = "", "", False
        self._background = Background()
        self._background.answered.connect(self._show)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.check_now)
        with work.read() as session:
            names = {key: one.name for key, one in indicators.catalogue(session).items()}
            self._plans = plans.listed(session)
        self.text, self.into = MarkedText(plan_linting.refuse_too_long), QComboBox()
        self.findings = RecordGrid(lint_rows.finding_columns(), lambda one: one.key, filters=False)
        self.grid = RecordGrid(lint_rows.proposal_columns(names), lambda one: one.key, filters=False)
        self.notice, self.sentence = Notice(), Label("", wrap=True)
        self.heading, self.proposed, self.saved = (
            Label("", "heading"),
            Label("", "heading"),
            Label("", "good", wrap=True),
        )
        self.replace = Button(_("&Thay bằng đề nghị"), self.replace_current)
        self.all = Button(_("Chọn &hết"), partial(self._tick_all, taken=True))
        self.none = Button(_("&Bỏ chọn hết"), partial(self._tick_all, taken=False))
        self.take = Button("", self.accept_proposals, role="primary", tip="Ctrl+Enter")
        self._set_up(plan_id)
        self._lay_out()
        self._connect()
        self._restore()

    def _set_up(self, plan_id: int | None) -> None:
        self.text.setPlaceholderText(
            _(
                "Dán (Ctrl+V) hoặc gõ một đoạn, hoặc cả văn bản kế hoạch.\nF6: sang chỗ cần xem, sang đề nghị. F8: chỗ"
                " cần xem kế tiếp."
            )
        )
        self.text.setAccessibleName(_("Văn bản kế hoạch"))
        self.findings.select_whole_rows()
        self.findings.view.setAccessibleName(_("Chỗ cần xem"))
        self.grid.view.setAccessibleName(_("Chỉ tiêu, thời hạn đề nghị"))
        self.into.setAccessibleName(_("Ghi vào kế hoạch"))
        self.into.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.into.setMinimumContentsLength(_LEAST_CHOICE)
        self.into.addItem(_("Kế hoạch mới"), None)
        for one in self._plans:
            self.into.addItem(_("{short} · {name}").format(short=one.short, name=one.name), one.id)
        self.into.setCurrentIndex(max(0, self.into.findData(plan_id)))

    def _lay_out(self) -> None:
        files = row(
            Label(self.windowTitle(), "title"),
            1,
            Button(_("&Mở tệp…"), self.open_file, picture="folder", tip=_("Văn bản thuần .txt, mã UTF-8")),
            Button(_("&Xóa văn bản"), self.text.clear),
        )
        looked = column(self.heading, self.findings, self.sentence, row(self.replace, 1), gap=6)
        looked.setStretch(1, 1)
        ticks = row(self.proposed, 1, self.all, self.none)
        offered = column(ticks, self.grid, gap=6)
        offered.setStretch(1, 1)
        upper = _split(Qt.Orientation.Horizontal, _WIDTHS, self.text, _holder(looked, (10, 0, 0, 4)))
        both = _split(Qt.Orientation.Vertical, _HEIGHTS, upper, _holder(offered, (0, 6, 0, 0)))
        into = Label(_("&Ghi vào"))
        into.setBuddy(self.into)
        below = row(self.saved, into, self.into, Button(_("Đó&ng"), self.reject), self.take, gap=12)
        below.setStretch(0, 1)
        whole = column(files, self.notice, both, below, gap=10, margins=(20, 14, 20, 14))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    def _connect(self) -> None:
        self.text.textChanged.connect(self._pause.start)
        self.text.refused.connect(self.notice.show_text)
        self.findings.current_changed.connect(self._show_current)
        self.findings.opened.connect(lambda key, _column: self.text.go_to(key))
        self.grid.entered.connect(self._entered)
        self.grid.opened.connect(lambda key, _column: self._go_to_proposal(key))
        self.grid.view.clicked.connect(self._clicked)
        self.into.activated.connect(self._choose_again)
        for keys, action in (
            ("Ctrl+Return", self.accept_proposals),
            ("F8", self.next_finding),
            ("F6", self.next_part),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    # The text

    def _restore(self) -> None:
        """What was typed when the dialog was closed last."""
        kept = self.context.unsaved.of(self._place)
        if kept:
            self._kept = kept[0].text
            self.text.setPlainText(self._kept)
            self.saved.setText(_("Văn bản của lần trước, chưa xóa."))
        self.check_now()
        self.text.setFocus()

    def open_file(self) -> None:
        """Take the text from a file."""
        kinds = _("Văn bản thuần (*.txt *.md);;Mọi tệp (*)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Mở văn bản kế hoạch"), "", kinds)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Show the text of a file, or why it cannot be read; Ctrl+Z brings back what stood there."""
        try:
            text = plan_linting.read_file(path)
            plan_linting.refuse_too_long(text)
        except UserError as error:
            self.notice.show_text(str(error))
            return
        self.text.selectAll()
        self.text.insertPlainText(text)
        self.check_now()

    @property
    def busy(self) -> bool:
        """Whether what was typed is still to be checked."""
        return self._pause.isActive() or self._background.busy

    def check_now(self) -> None:
        """Check the text beside the window."""
        self._pause.stop()
        self._asked = self.text.toPlainText()
        self._keep()
        if self._asked.strip():
            self.heading.setText(_("Đang soát…"))
            self._background.ask(partial(_linted, self.work, self._asked))
        else:
            self._show((self._asked, Linted()))

    def _keep(self) -> None:
        """Against a power cut, and a dialog closed by accident."""
        text = self.text.toPlainText()
        if text == self._kept or len(text) > plan_linting.MOST_LETTERS:
            return
        self._kept = text
        self.saved.setText("")
        try:
            self.context.unsaved.keep(self._place, [UnsavedText(0, "text", text, "")] if text.strip() else [])
        except OSError as error:
            LOG.warning("text of a plan not kept: %s", error)

    # What was found

    def _show(self, answer: tuple[str, Linted | UserError]) -> None:
        text, found = answer
        if text != self.text.toPlainText():  # typed on meanwhile: the next answer is for that
            self._pause.start()
            return
        self.notice.show_text(str(found) if isinstance(found, UserError) else "")
        self.found = found if isinstance(found, Linted) else Linted()
        self.text.mark([Mark(one.start, one.end, "error" if one.serious else "warning") for one in self.found.findings])
        self._filling = True
        self.findings.set_rows(lint_rows.finding_rows(self.found))
        self._filling = False
        self._choose_plan()
        self._propose()
        self._tell_findings()
        self._tell_current()

    def _tell_findings(self) -> None:
        serious = sum(one.serious for one in self.found.findings)
        count = len(self.found.findings)
        if not self._asked.strip():
            self.heading.setText(_("Chỗ cần xem"))
        elif not count:
            self.heading.setText(_("Không thấy chỗ nào sai"))
        else:
            words = _("{count} chỗ cần xem, {serious} chỗ sai") if serious else _("{count} chỗ cần xem")
            words = _("{count} chỗ đầu cần xem, còn nữa") if self.found.more else words
            self.heading.setText(words.format(count=show_whole(count), serious=show_whole(serious)))

    @property
    def _current(self) -> int:
        key = self.findings.current_key
        return key if isinstance(key, int) and key < len(self.found.findings) else -1

    def _tell_current(self) -> None:
        """The finding that is chosen, in full."""
        finding = self.found.findings[self._current] if self._current >= 0 else None
        self.sentence.setText(finding.sentence if finding else "")
        self.replace.setEnabled(bool(finding and finding.proposals))

    def _show_current(self) -> None:
        """Its place too, unless it became the chosen one because other findings are shown."""
        self._tell_current()
        if not self._filling:
            self.text.show_mark(self._current)

    def next_finding(self) -> None:
        """F8: the next place, the first after the last."""
        if self.found.findings:
            self.findings.go_to((self._current + 1) % len(self.found.findings))

    def next_part(self) -> None:
        """F6: from the text to what was found in it, to what is proposed, and around."""
        parts = (self.text, self.findings.view, self.grid.view)
        here = next((place for place, part in enumerate(parts) if part.hasFocus()), -1)
        parts[(here + 1) % len(parts)].setFocus()

    def replace_current(self) -> None:
        """Put the first proposal in the place of what was found; Ctrl+Z in the text takes it back."""
        if self._current >= 0 and self.found.findings[self._current].proposals:
            self.text.replace_mark(self._current, self.found.findings[self._current].proposals[0])
            self.check_now()

    # What is proposed

    def _choose_plan(self) -> None:
        """The office's plan of the number that the text tells, where none is chosen yet."""
        number = fold(self.found.plan.number or "")
        if number and self.into.currentIndex() == 0:
            known = next((one.id for one in self._plans if fold(one.number or "") == number), None)
            self.into.setCurrentIndex(max(0, self.into.findData(known)))

    @property
    def plan(self) -> PlanRow | None:
        """The plan that proposals are taken over into; None for a new one."""
        return next((one for one in self._plans if one.id == self.into.currentData()), None)

    def _choose_again(self) -> None:
        self._show_proposals([lint_rows.beside(one, self.plan) for one in self.proposals])

    def _propose(self) -> None:
        """Ticks and indicators that were chosen stay with proposals that are made again."""
        chosen = {(one.line, one.words): one for one in self.proposals}
        rows = []
        for one in lint_rows.proposal_rows(self.found, self.plan):
            before = chosen.get((one.line, one.words))
            if before is not None and one.lacks_indicator and before.indicator:
                rows.append(lint_rows.with_indicator(one, before.indicator))
            else:
                rows.append(one)
        self._show_proposals(rows)

    def _show_proposals(self, rows: Sequence[ProposalRow]) -> None:
        self.proposals = list(rows)
        self.grid.set_rows(self.proposals)
        taken = lint_rows.accepted(self.proposals).count
        self.take.setText(_("&Lấy {count} mục").format(count=show_whole(taken)) if taken else _("&Lấy"))
        self.take.setEnabled(bool(taken))
        words = _("Đề nghị lấy từ văn bản: {targets} chỉ tiêu, {deadlines} thời hạn, {registers} nội dung đăng ký")
        shown = words.format(
            targets=len(self.found.targets),
            deadlines=len(self.found.deadlines),
            registers=len(self.found.registers),
        )
        self.proposed.setText(shown if rows else _("Chỉ tiêu, thời hạn lấy được từ văn bản sẽ hiện ở đây"))
        for button in (self.all, self.none):
            button.setEnabled(bool(rows))

    def _entered(self, entries: Sequence[Entry]) -> None:
        """Ticks and indicators, of one row or of many."""
        rows = {one.key: one for one in self.proposals}
        for entry in entries:
            if isinstance(entry.key, int) and entry.key in rows:
                rows[entry.key] = self._changed(rows[entry.key], entry)
        self._show_proposals(list(rows.values()))
        self._tell_what_lacks([entry.key for entry in entries if entry.column == TAKEN])

    def _changed(self, row: ProposalRow, entry: Entry) -> ProposalRow:
        value = self.grid.model.columns[self.grid.model.place_of_column(entry.column)].parse(entry.text)
        if entry.column == INDICATOR:
            return lint_rows.with_indicator(row, value)
        return lint_rows.ticked(row, taken=bool(value))

    def _clicked(self, index: QModelIndex) -> None:
        """A click on a tick turns it."""
        if self.grid.model.columns[index.column()].name == TAKEN:
            key = self.grid.model.key_at(index.row())
            self._show_proposals(
                [lint_rows.ticked(one, taken=not one.taken) if one.key == key else one for one in self.proposals]
            )
            self._tell_what_lacks([key])

    def _tell_what_lacks(self, keys: Sequence[object]) -> None:
        """Why a tick does not stay."""
        lacking = [one.line for one in self.proposals if one.key in keys and one.lacks_indicator]
        words = _("Dòng {lines}: hãy chọn chỉ tiêu thống kê trước khi lấy.")
        self.saved.setText(words.format(lines=", ".join(map(str, lacking))) if lacking else "")

    def _tick_all(self, *, taken: bool) -> None:
        self._show_proposals([lint_rows.ticked(one, taken=taken) for one in self.proposals])

    def _go_to_proposal(self, key: object) -> None:
        """Enter on a proposal shows where the text says it."""
        if isinstance(key, int):
            proposal = self.proposals[key].proposal
            self.text.select(proposal.start, proposal.end)

    def accept_proposals(self) -> None:
        """Take over what is ticked: one action, to be undone with Ctrl+Z."""
        self.grid.finish_editing()
        taken = lint_rows.accepted(self.proposals)
        if not taken.count:
            return
        plan = self.plan
        into: int | ProposedPlan = plan.id if plan is not None and plan.id is not None else self.found.plan
        errors: list[UserError] = []

        def store(session: "Session") -> int:
            return plan_linting.accept(session, taken, into)

        plan_id = self.work.write(plan_linting.title(taken, into), store, errors.append)
        if plan_id is None:
            self.notice.show_text(str(errors[0]) if errors else "")
            return
        self._taken_over(plan_id, taken.count)

    def _taken_over(self, plan_id: int, count: int) -> None:
        with self.work.read() as session:
            self._plans = plans.listed(session)
        plan = next(one for one in self._plans if one.id == plan_id)
        if self.into.findData(plan_id) < 0:
            self.into.addItem(_("{short} · {name}").format(short=plan.short, name=plan.name), plan_id)
        self.into.setCurrentIndex(self.into.findData(plan_id))
        self._choose_again()
        words = _("Đã lấy {count} mục vào {plan}. Hoàn tác: Ctrl+Z ở cửa sổ chính.")
        self.saved.setText(words.format(count=show_whole(count), plan=plan.short))

    # The end

    def reject(self) -> None:
        """Esc: the text is kept for the next time."""
        self._keep()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """However it is closed."""
        self._keep()
        super().closeEvent(event)


def _linted(work: "Work", text: str) -> tuple[str, Linted | UserError]:
    """Done in another thread."""
    try:
        with work.read() as session:
            return text, plan_linting.lint(session, text)
    except UserError as error:
        return text, error


def _holder(layout: QLayout, margins: Margins) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(layout, margins=margins))
    return holder


def _split(direction: Qt.Orientation, sizes: Sequence[int], *parts: QWidget) -> QSplitter:
    splitter = QSplitter(direction)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    splitter.setSizes([theme.current().px(size) for size in sizes])
    return splitter
