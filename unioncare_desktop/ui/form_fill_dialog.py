"""Filling the superior's own workbook with the figures of a period: the codes there are, what was found, a new file."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services.form_values import OF_UNION, FormValue, FormValues, catalogue
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.widgets.basics import Button, Card, Chip, Elided, Label, Notice, column, row
from unioncare_desktop.ui.widgets.code_list import CodeList
from unioncare_desktop.ui.widgets.period_switch import PeriodSwitch
from unioncare_desktop.ui.widgets.release_panel import SavedFiles
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.reports.filled_form import Filled
    from unioncare_desktop.ui.work import Work

FORMS = _("Sổ tính Excel (*.xlsx)")
_SIZE, _SIDE_WIDTH = (1180, 710), 372
_MOST_TOLD = 60


class FormFillDialog(QDialog):
    """Shows the codes that a form may hold with their values; fills the chosen workbook into a new file."""

    def __init__(self, work: "Work", context: Context, span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Điền vào mẫu của cấp trên"))
        self.setAcceptDrops(True)
        self.work, self.context, self.span = work, context, span
        self.path: Path | None = None
        self.values: FormValues | None = None
        self.filled: Filled | None = None
        self._reading, self._filling = Background(), Background()
        self._reading.answered.connect(self._show_values)
        self._filling.answered.connect(self._show_filled)
        self._make_parts()
        self._lay_out()
        for keys, action in (("Ctrl+F", self.search.start), ("Ctrl+Return", self.save), ("F5", self.check)):
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        for keys, step in (("Ctrl+PgUp", self.switch.previous), ("Ctrl+PgDown", self.switch.next)):
            QShortcut(QKeySequence(keys), self).activated.connect(step.emit)
        self.choose.setFocus()
        self.show_span(span)

    def _make_parts(self) -> None:
        self.switch, self.codes, self.search = PeriodSwitch(), CodeList(), SearchBox(_("Tìm mã, nội dung…"))
        self.switch.previous.connect(lambda: self.show_span(self.span.previous))
        self.switch.next.connect(lambda: self.show_span(self.span.next))
        self.search.searched.connect(self.codes.search)
        self.search.left.connect(self.codes.setFocus)
        self.codes.copied.connect(self._tell_copied)
        self.file = Elided(_("chưa chọn mẫu"))
        self.choose: Button = Button(_("Chọn &mẫu…"), self._choose, picture="excel")
        self.notice, self.saved = Notice(), SavedFiles()
        self.told: Label = Label("", "good")
        self.used, self.unknown, self.blank = Chip(), Chip(), Chip()
        self.found = QPlainTextEdit()
        self.found.setReadOnly(True)
        self.found.setAccessibleName(_("Kết quả đối chiếu mẫu"))
        self.found.setPlaceholderText(
            _("Chọn mẫu cấp trên gửi. Ghi mã vào ô cần điền, ví dụ {{doan_vien}}, hoặc đặt tên ô là doan_vien.")
        )
        self.go_on = Button(_("Điền và &lưu…"), self.save, role="primary", tip="Ctrl+Enter")
        self.go_on.setEnabled(False)

    def _lay_out(self) -> None:
        copy = Button(_("&Chép mã"), self.codes.copy, picture="copy", tip="Ctrl+C")
        rows = _("Một dòng có mã {{ds.ten}} được lặp lại cho từng đơn vị.")
        left = column(
            row(Label(_("Mã dùng được"), "heading"), 1, self.search),
            self.codes,
            row(Label(rows, "small"), 1, self.told, copy),
        )
        left.setStretch(1, 1)
        again = Button(_("Đối chiếu l&ại"), self.check, role="link", tip="F5")
        side = Card(
            row(Label(_("Mẫu của cấp trên"), "heading"), 1, self.choose),
            row(self.file, 1, again),
            row(self.used, self.unknown, self.blank, 1),
            self.found,
            self.saved,
        )
        side.body.setStretch(3, 1)
        side.setFixedWidth(theme.current().px(_SIDE_WIDTH))
        middle = row(left, side, gap=12)
        middle.setStretch(0, 1)
        headline = row(Label(_("Điền vào mẫu của cấp trên"), "title"), 1, self.switch)
        below = row(1, Button(_("Đón&g"), self.reject), self.go_on, gap=12)
        whole = column(headline, self.notice, middle, below, gap=10, margins=(20, 14, 20, 14))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    # What is shown

    def show_span(self, span: Span) -> None:
        """Show the values of *span*."""
        self.span, self.values = span, None
        self.switch.show_period(span.title, span.previous.short, span.next.short)
        self.go_on.setEnabled(False)
        self._reading.ask(lambda: _values(self.work, span))

    def _show_values(self, values: FormValues) -> None:
        self.values = values
        self.codes.show_values((*values.values.values(), *_of_unions(values)))
        self.codes.search(self.search.text())
        self.check()

    def _tell_copied(self, mark: str) -> None:
        self.told.setText(_("Đã chép {mark}").format(mark=mark))

    def check(self) -> None:
        """F5: read the form anew, after it was changed in Excel."""
        path, values = self.path, self.values
        if path is not None and values is not None:
            self._filling.ask(lambda: _filled(path, values))

    def _show_filled(self, filled: "Filled | UserError") -> None:
        self.filled = None if isinstance(filled, UserError) else filled
        self.notice.show_text(str(filled) if isinstance(filled, UserError) else "")
        self.go_on.setEnabled(self.filled is not None)
        used, unknown, blank = _counts(self.filled)
        self.used.show_text(used, "good")
        self.unknown.show_text(unknown, "error")
        self.blank.show_text(blank, "warning")
        self.found.setPlainText("\n".join(_lines(self.filled) if self.filled else ()))

    # The form

    def _choose(self) -> None:
        folder = str(self.path.parent) if self.path else self.context.settings.last_export_folder
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Chọn mẫu của cấp trên"), folder, FORMS)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Look at the form at *path*."""
        self.path, self.filled = path, None
        self.file.setText(path.name)
        self.file.setToolTip(str(path))
        self.go_on.setEnabled(False)
        self.check()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file that is dropped."""
        self.take_file(Path(event.mimeData().urls()[0].toLocalFile()))

    # Out

    def save(self) -> None:
        """Ctrl+Enter: ask for a folder and write the filled form there, under a new name."""
        if self.filled is None or not self._agreed(self.filled):
            return
        folder = self.context.settings.last_export_folder
        chosen = QFileDialog.getExistingDirectory(self, _("Lưu tệp đã điền vào thư mục"), folder)
        if chosen:
            self.save_into(Path(chosen))

    def _agreed(self, filled: "Filled") -> bool:
        if not filled.unknown:
            return True
        question = _("Còn {count} mã không hiểu; các ô ấy giữ nguyên chữ trong mẫu. Vẫn điền và lưu?")
        return messages.ask(question.format(count=show_whole(len(filled.unknown))), _("&Vẫn lưu"), parent=self)

    def save_into(self, folder: Path) -> None:
        """Write the filled form into *folder*; the form itself is never written to."""
        from unioncare_desktop.reports import filled_form

        if self.filled is None or self.path is None:
            return
        try:
            path = filled_form.save(self.filled, self.path, self.span, folder)
        except UserError as error:
            self.notice.show_text(str(error))
            return
        self.context.settings.last_export_folder = str(folder)
        self.context.save_settings()
        self.saved.show_paths([path])


_COUNTED = (_("{count} ô đã điền"), _("{count} mã không hiểu"), _("{count} ô chưa có số liệu"))


def _counts(filled: "Filled | None") -> Iterator[str]:
    """How many cells were filled, marks not understood, and figures not known, in words; nothing for none."""
    counts = (len(filled.used), len(filled.unknown), len(filled.blank)) if filled else (0, 0, 0)
    for count, words in zip(counts, _COUNTED, strict=True):
        yield words.format(count=show_whole(count)) if count else ""


def _of_unions(values: FormValues) -> list[FormValue]:
    """The codes of one union, with the values of the first one as an example."""
    example = values.unions[0] if values.unions else {}
    group = _("Từng đơn vị, mỗi đơn vị một dòng (ví dụ là đơn vị đầu tiên)")
    return [FormValue(f"{OF_UNION}{code}", name, group, example.get(code)) for code, name in values.union_names.items()]


def _lines(filled: "Filled") -> Sequence[str]:
    """What was found in a form, what needs a look first."""
    blank = [_("Chưa có số liệu, để trống: {place}").format(place=one.told) for one in filled.blank[:_MOST_TOLD]]
    more = len(filled.blank) - len(blank)
    cut = [_("… và {count} ô nữa").format(count=show_whole(more))] if more else []
    return [*(one.asked for one in filled.unknown), *filled.losses, *blank, *cut]


def _values(work: "Work", span: Span) -> FormValues:
    """Read in another thread."""
    with work.read() as session:
        return catalogue(session, span)


def _filled(path: Path, values: FormValues) -> "Filled | UserError":
    """Filled in another thread."""
    from unioncare_desktop.reports import filled_form

    try:
        return filled_form.fill(path, values)
    except UserError as error:
        return error
