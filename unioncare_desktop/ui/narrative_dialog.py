"""The words of the periodic report of one period: its paragraphs, edited with their named fields and seen filled in.

What a part says is stored when it is left, as one action; what cannot be printed stays to be mended.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import closings, document_texts, narratives
from unioncare_desktop.services.narratives import PartRow
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.sections.text_section import TextEditor
from unioncare_desktop.ui.widgets.basics import Button, Label, Notice, column, row, scrolled, set_property
from unioncare_desktop.vietnamese import capitalized

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_SIZE, _LEAST_WIDTH, _PARTS_WIDTH, _FIELDS_WIDTH = (1180, 700), 150, 230, 220
_EDITOR_WIDTH, _EDITOR_HEIGHT, _SEEN_HEIGHT = 300, 150, 130
_PAUSE_MILLISECONDS = 150


def _read_values(work: "Work", span: Span) -> dict[str, str]:
    """What the fields stand for; called in another thread."""
    with work.read() as session:
        return narratives.values(session, span)


class NarrativeDialog(QDialog):
    """The paragraphs of the periodic report of *span*; each is stored when it is left."""

    def __init__(self, work: "Work", span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = _("Lời văn báo cáo định kỳ {period}").format(period=span.phrase)
        self.setWindowTitle(title)
        self.work, self.span = work, span
        self.parts: list[PartRow] = []
        self.values: Mapping[str, str] | None = None
        self._shown: PartRow | None = None
        self._earlier: tuple[Span, str] | None = None
        self.names, self.editor, self.fields = QListWidget(), TextEditor(), QListWidget()
        self.problem, self.seen = Label("", "error", wrap=True), Label("", wrap=True)
        self.notice = Notice()
        self.store = Button(_("&Lưu"), self.save, role="primary", tip="Ctrl+S")
        self.usual = Button(_("&Dùng lời văn thường dùng"), self.reset)
        self.take = Button("", self.take_earlier)
        self._background = Background()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._lay_out(title)
        self._connect()
        self._read()
        self._background.ask(partial(_read_values, work, span))
        self.editor.setFocus()

    def _lay_out(self, title: str) -> None:
        for widget, words in (
            (self.names, _("Các phần của báo cáo")),
            (self.editor, _("Nội dung")),
            (self.fields, _("Trường có thể chèn")),
        ):
            widget.setAccessibleName(words)
        for one, width in ((self.names, _PARTS_WIDTH), (self.fields, _FIELDS_WIDTH)):
            one.setWordWrap(True)
            one.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            one.setMinimumWidth(theme.current().px(_LEAST_WIDTH))
            one.setMaximumWidth(theme.current().px(width))
        self.names.setObjectName("texts")
        self.fields.addItems([f"{{{name}}}" for name in narratives.fields_known()])
        self.seen.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.editor.setMinimumSize(*(theme.current().px(side) for side in (_EDITOR_WIDTH, _EDITOR_HEIGHT)))
        about = Label(
            _("Sửa riêng cho kỳ này; lời văn thường dùng sửa ở Thiết lập, mục Văn bản mẫu. Để trống thì dùng lại."),
            "muted",
            wrap=True,
        )
        middle = row(
            self.names, self._writing(), column(Label(_("Trường: Enter để chèn"), "small"), self.fields), gap=12
        )
        middle.setStretch(1, 1)
        below = row(self.take, self.usual, 1, Button(_("Đón&g"), self.reject), self.store, gap=12)
        whole = column(Label(title, "title"), about, self.notice, middle, below, gap=10, margins=(20, 14, 20, 14))
        whole.setStretch(3, 1)
        self.setLayout(whole)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    def _writing(self) -> QWidget:
        """The editor, and beneath it what will be printed."""
        seen, ground, whole = scrolled(), QWidget(), QWidget()
        ground.setLayout(column(self.seen, 1, margins=(8, 6, 8, 6)))
        seen.setWidget(ground)
        seen.setMinimumHeight(theme.current().px(_SEEN_HEIGHT))
        layout = column(self.editor, self.problem, Label(_("Khi in"), "heading"), seen)
        layout.setStretch(0, 3)
        layout.setStretch(3, 3)
        whole.setLayout(layout)
        return whole

    def _connect(self) -> None:
        self._background.answered.connect(self._take_values)
        self._pause.timeout.connect(self._judge)
        self.editor.textChanged.connect(self._pause.start)
        self.names.currentRowChanged.connect(self._choose)
        self.fields.itemActivated.connect(lambda item: self.insert(item.text()))
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)

    # What is shown

    @property
    def busy(self) -> bool:
        """Whether the figures are still to be read, or what was typed to be judged."""
        return self._background.busy or self._pause.isActive()

    def _read(self, code: str = "") -> None:
        """Read the parts as they are stored, and show the one called so, or the first."""
        with self.work.read() as session:
            self.parts = narratives.parts(session, self.span)
            refusal = closings.refusal(session, self.span)
        self.notice.show_text(refusal)
        self.editor.setReadOnly(bool(refusal))
        for way in (self.usual, self.fields):
            way.setEnabled(not refusal)
        place = next((at for at, one in enumerate(self.parts) if one.part.code == code), 0)
        self.names.blockSignals(True)  # noqa: FBT003 - Qt's
        self.names.clear()
        self.names.addItems([self._called(one) for one in self.parts])
        self.names.setCurrentRow(place)
        self.names.blockSignals(False)  # noqa: FBT003 - Qt's
        self._show(self.parts[place])

    def _called(self, one: PartRow) -> str:
        title = document_texts.example(narratives.REPORT, one.part.title)
        if self.values is not None:
            title = narratives.filled(one.part.title, self.values)
        return _("{name} (viết riêng)").format(name=title) if one.own else title

    def _take_values(self, values: Mapping[str, str]) -> None:
        self.values = values
        for at, one in enumerate(self.parts):
            self.names.item(at).setText(self._called(one))
        for at, name in enumerate(narratives.fields_known()):
            self.fields.item(at).setToolTip(values.get(name, "") or _("(chưa có gì để điền)"))
        self._judge()

    def _show(self, one: PartRow) -> None:
        self._shown = one
        with self.work.read() as session:
            self._earlier = narratives.earlier(session, self.span, one.part.code)
        self.editor.setPlainText(one.text)
        if self._earlier is not None:
            self.take.setText(_("Lấy lời văn của {period}").format(period=self._earlier[0].phrase))
        self.take.setVisible(self._earlier is not None and not self.editor.isReadOnly())
        self._judge()

    def _choose(self, place: int) -> None:
        """Another part: the one before is stored first; where it cannot be, it stays."""
        if place < 0 or self._shown is None or self.parts[place].part == self._shown.part:
            return
        wanted, before = self.parts[place].part.code, self._shown.part
        if self.take_in():
            self._read(wanted)
        else:
            self.names.setCurrentRow(next(at for at, one in enumerate(self.parts) if one.part == before))

    def _judge(self) -> None:
        """Say what cannot be printed, while it is typed; else show it as it will be printed."""
        if self._shown is None:
            return
        text = self.editor.toPlainText()
        wrong = narratives.problem(text)
        self._say(wrong)
        if not wrong:
            self.seen.setText(self._filled(text if text.strip() else self._shown.usual))
        self.store.setEnabled(self.dirty)
        self.usual.setEnabled(text != self._shown.usual and not self.editor.isReadOnly())

    def _filled(self, text: str) -> str:
        """*text* with its figures; tables and charts are named in brackets, and so is what leaves nothing."""
        if self.values is None:
            return _("Đang đọc số liệu…")
        lines = narratives.filled(text, self.values).splitlines()
        shown = [f"[{capitalized(name)}]" if (name := document_texts.block_of(line)) else line for line in lines]
        return "\n\n".join(shown) or _("(không có gì để in: phần này được bỏ qua)")

    def _say(self, wrong: str) -> None:
        self.problem.setText(wrong)
        self.problem.setVisible(bool(wrong))
        set_property(self.editor, "problem", "error" if wrong else "")

    def insert(self, words: str) -> None:
        """Put a field where the caret is."""
        self.editor.insertPlainText(words)
        self.editor.setFocus()

    def take_earlier(self) -> None:
        """Put what was written for an earlier period into the editor, in place of what stands there."""
        if self._earlier is not None:
            self._write(self._earlier[1])

    def reset(self) -> None:
        """Put the office's usual text into the editor."""
        if self._shown is not None:
            self._write(self._shown.usual)

    def _write(self, text: str) -> None:
        """As if typed: Ctrl+Z in the editor takes it back."""
        self.editor.selectAll()
        self.editor.insertPlainText(text)
        self.editor.setFocus()

    # Storing

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self._shown is not None and self.editor.toPlainText() != self._shown.text

    def take_in(self) -> bool:
        """Store what was typed; whether nothing is left unsaved."""
        if self.dirty:
            self.save()
        return not self.dirty

    def save(self) -> None:
        """Ctrl+S: store the part, or say what is wrong with it."""
        shown, text = self._shown, self.editor.toPlainText()
        if shown is None or not self.dirty:
            return

        def change(session: "Session") -> bool:
            narratives.change(session, self.span, shown.part.code, text)
            return True

        words = {"part": self._called(shown), "period": self.span.phrase}
        title = _("Sửa lời văn báo cáo {period}: {part}").format(**words)
        if self.work.write(title, change, self._refused):
            self._read(shown.part.code)

    def _refused(self, error: UserError) -> None:
        self._say(str(error))

    def reject(self) -> None:
        """Esc: what was typed is stored; what cannot be is given up only if the user says so."""
        if self.take_in() or messages.ask(_("Bỏ lời văn chưa lưu được?"), _("&Bỏ"), parent=self):
            super().reject()
