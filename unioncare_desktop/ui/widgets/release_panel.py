"""What stands beside a report before it goes out: what is missing or wrong, its number and day, where it was saved.

Says and asks only; counting, writing and opening pages are the page's business.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from unioncare_desktop.domain.kinds import Day, Text, Unreadable
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import (
    Button,
    Card,
    Chip,
    Label,
    Tone,
    column,
    line,
    plain_tip,
    row,
    set_property,
)

_NUMBER = Text(most=20)
_DAY = Day()
PANEL_WIDTH = 262


class Door(Card):
    """A count and what it counts, in one line; pressing it opens the list behind it."""

    def __init__(self, words: str, tone: Tone) -> None:
        self._words, self._tone = words, tone
        self._chip, self._label = Chip("…"), Label(words)
        super().__init__(row(self._chip, self._label, 1), margins=(8, 4, 8, 4))
        self.make_door()

    def show_count(self, count: int) -> None:
        """Show *count*: green where there is nothing to do."""
        self._chip.show_text(str(count), self._tone if count else "good")
        self.setAccessibleName(f"{count} {self._words}")


class ReleasePanel(Card):
    """The panel at the right of the reports page."""

    opened = Signal(str)
    """A door was pressed: "missing", "unconfirmed", "errors", "warnings" or "office"."""
    edited = Signal()
    """The number or the day is another."""
    folder_wanted = Signal()
    """The user wants to choose where files go."""

    def __init__(self) -> None:
        self.doors = {
            "missing": Door(_("đơn vị chưa nộp số liệu"), "error"),
            "unconfirmed": Door(_("đơn vị chưa xác nhận số"), "warning"),
            "errors": Door(_("lỗi kiểm tra"), "error"),
            "warnings": Door(_("điều cần xem lại"), "warning"),
        }
        self._checks = Label(_("Trước khi phát hành"), "heading")
        self.number, self.day = _entry(_("ghi tay")), _entry(_("để trống để ghi tay"))
        self._symbol, self._wrong = Label("", "muted"), Label("", "error", wrap=True)
        self._signer, self._addressee = Label(wrap=True), Label(wrap=True)
        self._unfinished = Label("", "warning", wrap=True)
        self._office = Button(_("Sửa ở Thiết &lập"), lambda: self.opened.emit("office"), role="link")
        self._folder = Label("", "muted", wrap=True)
        self._change_folder = Button(_("Đổi thư &mục…"), role="link")
        self.saved = SavedFiles()
        self._wrong.hide()
        self._unfinished.hide()
        super().__init__(
            self._checks,
            column(*self.doors.values(), gap=4),
            Label(_("Văn bản"), "heading"),
            self._document(),
            self._wrong,
            self._unfinished,
            row(self._office, 1),
            Label(_("Nơi lưu"), "heading"),
            self._folder,
            row(self._change_folder, 1),
            1,
            self.saved,
        )
        for name, door in self.doors.items():
            door.pressed.connect(lambda name=name: self.opened.emit(name))
        self._change_folder.clicked.connect(lambda _checked: self.folder_wanted.emit())
        for entry in (self.number, self.day):
            entry.textChanged.connect(self._take)
        self._read: tuple[str, date | None] = ("", None)

    def _document(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        number, day = Label(_("&Số")), Label(_("&Ngày"))
        number.setBuddy(self.number)
        day.setBuddy(self.day)
        parts: tuple[tuple[Label, QWidget], ...] = (
            (number, _beside(self.number, self._symbol)),
            (day, self.day),
            (Label(_("Ký")), self._signer),
            (Label(_("Gửi")), self._addressee),
        )
        for place, (label, widget) in enumerate(parts):
            if place:
                grid.addWidget(line(), 2 * place - 1, 0, 1, 2)
            label.set_role("muted")
            grid.addWidget(label, 2 * place, 0)
            grid.addWidget(widget, 2 * place, 1)
        grid.setColumnStretch(1, 1)
        return grid

    # What the page tells

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how much there is to do before the report goes out: the number behind each door; none hides them all."""
        for widget in (self._checks, *self.doors.values()):
            widget.setVisible(bool(counts))
        for name, count in counts.items():
            self.doors[name].show_count(count)

    def show_symbol(self, symbol: str) -> None:
        """Show what stands behind the number of the document: "BC-LĐLĐ"."""
        self._symbol.setText(f"/{symbol}")

    def show_office(self, signer: Sequence[str], addressee: str) -> None:
        """Show how the document is signed and where it goes; *signer* is committee, position and name."""
        self._signer.setText("\n".join(part for part in signer if part))
        self._addressee.setText(addressee)
        lacking = [
            words for value, words in ((addressee, _("nơi gửi")), (signer[-1], _("họ tên người ký"))) if not value
        ]
        self._unfinished.setText(_("Còn thiếu: {what}.").format(what=", ".join(lacking)))
        self._unfinished.setVisible(bool(lacking))

    def show_folder(self, folder: str) -> None:
        """Show where files go; empty until the first time."""
        self._folder.setText(folder or _("Hỏi khi xuất lần đầu"))
        self._folder.setToolTip(plain_tip(folder))

    # What the user typed

    @property
    def document_number(self) -> str:
        """The number of the document, empty where the clerk writes it by hand."""
        return self._read[0]

    @property
    def document_day(self) -> date | None:
        """The day of the document, None where it is written by hand."""
        return self._read[1]

    def _take(self) -> None:
        try:
            read = (_NUMBER.parse(self.number.text()) or "", _DAY.parse(self.day.text()))
        except Unreadable as error:
            self._wrong.setText(str(error))
            self._mark_wrong(wrong=True)
            return
        self._mark_wrong(wrong=False)
        if read != self._read:
            self._read = read
            self.edited.emit()

    def _mark_wrong(self, *, wrong: bool) -> None:
        self._wrong.setVisible(wrong)
        set_property(self.day, "problem", "error" if wrong else "")


class SavedFiles(QWidget):
    """What was written last, with the ways to it."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []
        self._names = Label(wrap=True)
        self._names.setToolTip("")
        self._open = Button(_("Mở &tệp"), self._open_file)
        self._folder = Button(_("Mở t&hư mục"), self._open_folder)
        self.setLayout(column(Chip(_("Đã lưu"), "good"), self._names, row(self._open, self._folder, 1)))
        self.hide()

    def show_paths(self, paths: Sequence[Path]) -> None:
        """Show the names of the files that were written."""
        self.paths = list(paths)
        self._names.setText("\n".join(_breakable(path.name) for path in paths))
        self._names.setToolTip(plain_tip("\n".join(str(path) for path in paths)))
        self.setVisible(bool(paths))

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.paths[-1])))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.paths[-1].parent)))


def _breakable(name: str) -> str:
    """A file name that may be broken after its marks, where a label is narrow."""
    zero_width_space = "\u200b"
    return name.replace("_", f"_{zero_width_space}").replace("-", f"-{zero_width_space}")


def _entry(hint: str) -> QLineEdit:
    entry = QLineEdit()
    entry.setPlaceholderText(hint)
    return entry


def _beside(*widgets: QWidget) -> QWidget:
    both = QWidget()
    both.setLayout(row(*widgets, gap=4))
    return both
