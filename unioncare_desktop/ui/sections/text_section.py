"""Văn bản mẫu: the texts of printed documents, edited with their named fields, seen with an example."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QWidget

from unioncare_desktop.domain.records.document_text import LONGEST_TEXT
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import document_texts
from unioncare_desktop.services.document_texts import TextRow
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row, scrolled, set_property
from unioncare_desktop.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_LIST_WIDTH, _EDITOR_HEIGHT, _SEEN_HEIGHT = 250, 132, 110
_PAUSE_MILLISECONDS = 150


class TextEditor(QPlainTextEdit):
    """Several paragraphs; Tab goes on, a huge text that is pasted is cut to what is seen to be too long."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text."""
        self.insertPlainText(source.text()[: LONGEST_TEXT * 2])


class TextSection(Section):
    """A list of texts, and the one that is edited; it is stored when it is left, and as one action."""

    title = _("Văn bản mẫu")

    def __init__(self, work: "Work", context: Context) -> None:
        about = _(
            "Từng phần của tờ trình, quyết định, báo cáo. Chỗ trong ngoặc nhọn như {field} được điền khi in; chỗ chưa"
            " có giá trị thì in dấu chấm. Lưu bằng Ctrl+S hoặc khi sang mục khác."
        )
        super().__init__(work, context, self.title, about.format(field="{tên sau sáp nhập}"))
        self.texts: list[TextRow] = []
        self._shown: TextRow | None = None
        self.names, self.editor = QListWidget(), TextEditor()
        self.names.setAccessibleName(_("Các văn bản mẫu"))
        self.names.setWordWrap(True)
        self.names.setObjectName("texts")
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.editor.setAccessibleName(_("Nội dung"))
        self.problem, self.example = Label("", "error", wrap=True), Label("", wrap=True)
        self.example.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fields = Flow(gap=4)
        self.store = Button(_("Lư&u"), self.save, role="primary", tip="Ctrl+S")
        self.back = Button(_("&Về văn bản gốc"), self.reset)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._judge)
        self._lay_out()
        self.editor.textChanged.connect(self._pause.start)
        self.names.currentRowChanged.connect(self._choose)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _lay_out(self) -> None:
        fields, right = QWidget(), QWidget()
        fields.setLayout(self._fields)
        self._seen = scrolled()
        ground = QWidget()
        ground.setLayout(column(self.example, 1, margins=(8, 6, 8, 6)))
        self._seen.setWidget(ground)
        layout = column(
            self.editor,
            self.problem,
            Label(_("Trường dùng được, bấm để chèn:"), "small"),
            fields,
            row(self.back, 1, self.store, gap=12),
            Label(_("Khi in, với số liệu ví dụ"), "heading"),
            self._seen,
        )
        layout.setStretch(0, 3)
        layout.setStretch(6, 2)
        right.setLayout(layout)
        both = row(self.names, right, gap=12)
        both.setStretch(1, 1)
        self.body.addLayout(both, 1)

    def _scale(self) -> None:
        px = theme.current().px
        self.names.setFixedWidth(px(_LIST_WIDTH))
        self.editor.setMinimumHeight(px(_EDITOR_HEIGHT))
        self._seen.setMinimumHeight(px(_SEEN_HEIGHT))

    # What is shown

    def refresh(self) -> None:
        """Show the texts as they are stored; what is being typed stays."""
        with self.work.read() as session:
            self.texts = document_texts.listed(session)
        place = max(self.names.currentRow(), 0)
        self.names.blockSignals(True)  # noqa: FBT003 - Qt's
        self.names.clear()
        self.names.addItems([_told(one) for one in self.texts])
        self.names.setCurrentRow(place)
        self.names.blockSignals(False)  # noqa: FBT003 - Qt's
        if self.texts and not self.dirty:
            self._show(self.texts[place])

    def _choose(self, place: int) -> None:
        """Another text: the one before is stored first; where it cannot be, it stays."""
        if place < 0 or self._shown is None or self.texts[place].key == self._shown.key:
            return
        wanted = self.texts[place].key
        if self.take_in():
            self._show(next(one for one in self.texts if one.key == wanted))
        else:
            self.names.setCurrentRow(next(n for n, one in enumerate(self.texts) if one.key == self._shown.key))

    def _show(self, text: TextRow) -> None:
        self._shown = text
        self.editor.setPlainText(text.text)
        self.editor.document().setModified(False)
        while (item := self._fields.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.deleteLater()
        for name in document_texts.fields_known(text.key):
            self._fields.addWidget(Button(_braced(name), partial(self.insert, name), role="link"))
        self._judge()

    def insert(self, name: str) -> None:
        """Put a field where the caret is."""
        self.editor.insertPlainText(_braced(name))
        self.editor.setFocus()

    def _judge(self) -> None:
        """Say what cannot be printed, while it is typed; else show it with an example."""
        if self._shown is None:
            return
        text = self.editor.toPlainText()
        wrong = document_texts.problem(self._shown.key, text)
        self.problem.setText(wrong)
        self.problem.setVisible(bool(wrong))
        set_property(self.editor, "problem", "error" if wrong else "")
        if not wrong:
            self.example.setText(document_texts.example(self._shown.key, text))
        self.store.setEnabled(self.dirty)
        self.back.setEnabled(not self._shown.as_shipped or self.dirty)

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
        """Ctrl+S: store the text, or say what is wrong with it."""
        shown, text = self._shown, self.editor.toPlainText()
        if shown is None or not self.dirty:
            return

        def change(session: "Session") -> bool:
            document_texts.change(session, shown.key, text)
            return True

        self._do(_("Sửa văn bản mẫu: {name}"), change)

    def reset(self) -> None:
        """Take the text that the program ships, after asking."""
        shown = self._shown
        if shown is None:
            return
        question = _("Bỏ nội dung đã sửa của “{name}”, dùng lại văn bản gốc?").format(name=shown.name)
        if not messages.ask(question, _("&Dùng văn bản gốc"), parent=self):
            return
        self.editor.setPlainText(shown.text)

        def reset(session: "Session") -> bool:
            document_texts.reset(session, shown.key)
            return True

        self._do(_("Về văn bản gốc: {name}"), reset)

    def _do(self, title: str, action: "Callable[[Session], bool]") -> None:
        shown = self._shown
        if shown is not None and self.work.write(title.format(name=shown.name), action, self._refused):
            with self.work.read() as session:
                self._show(next(one for one in document_texts.listed(session) if one.key == shown.key))
            self.refresh()

    def _refused(self, error: UserError) -> None:
        self.problem.setText(str(error))
        self.problem.show()


def _told(text: TextRow) -> str:
    return text.name if text.as_shipped else _("{name} (đã sửa)").format(name=text.name)


def _braced(name: str) -> str:
    return f"{{{name}}}"
