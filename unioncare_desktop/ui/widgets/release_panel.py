"""What stands beside a report before it goes out: the steps and how they stand, who signs, where it was saved.

Says and asks only; counting, writing and opening pages are the page's business.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.reports.document import SignatureBlock
from unioncare_desktop.ui.release_steps import CHECK, CLOSE, EMAIL, ISSUE, PRINT, WORDS, ReleaseStep
from unioncare_desktop.ui.widgets.basics import Button, Card, Chip, Label, Tone, column, line, plain_tip, row

PANEL_WIDTH = 262


class CountDoor(Card):
    """A count and what it counts, in one line; pressing it opens the list behind it."""

    def __init__(self, words: str, tone: Tone) -> None:
        self._words, self._tone = words, tone
        self._chip, label = Chip("…"), Label(words, wrap=True)
        whole = row(self._chip, label)
        whole.setStretch(1, 1)
        super().__init__(whole, margins=(8, 3, 8, 3))
        self.make_door()

    def show_count(self, count: int) -> None:
        """Show *count*; nothing at all where there is nothing to do."""
        self._chip.show_text(str(count), self._tone)
        self.setAccessibleName(f"{count} {self._words}")
        self.setVisible(bool(count))


class StepDoor(Card):
    """A step: its number or a tick, what it is called and how it stands; pressing it does the step."""

    def __init__(self) -> None:
        self._chip, self._title, self._state = Chip(), Label(), Label("", "small", wrap=True)
        words = column(self._title, self._state, gap=0)
        whole = row(self._chip, words, gap=10)
        whole.setStretch(1, 1)
        super().__init__(whole, margins=(8, 4, 8, 4))
        self.make_door()

    def show_step(self, step: ReleaseStep, number: int) -> None:
        """Show a step that is the *number*th of them."""
        self._chip.show_text("✓" if step.done and step.tone == "good" else str(number), step.tone)
        self._title.setText(step.title)
        self._state.setText(step.state)
        self._state.set_role(step.tone if step.tone in ("error", "warning") else "small")
        self.setAccessibleName(f"{number}. {step.title}: {step.state}")
        self.setToolTip(f"Alt+{number}")

    @property
    def state(self) -> str:
        """How the step stands, in words."""
        return self._state.text()


class ReleasePanel(Card):
    """The panel at the right of the reports."""

    opened = Signal(str)
    """A door was pressed: "missing", "unconfirmed", "errors", "warnings" or "office"."""
    step_wanted = Signal(str)
    """A step was pressed, by its name."""
    folder_wanted = Signal()
    """The user wants to choose where files go."""

    def __init__(self) -> None:
        self.doors = {
            "missing": CountDoor(_("đơn vị chưa nộp số liệu"), "error"),
            "unconfirmed": CountDoor(_("đơn vị chưa xác nhận số"), "warning"),
            "errors": CountDoor(_("lỗi kiểm tra"), "error"),
            "warnings": CountDoor(_("điều cần xem lại"), "warning"),
        }
        self.steps = {name: StepDoor() for name in (CHECK, WORDS, ISSUE, PRINT, CLOSE, EMAIL)}
        self._signer, self._addressee = Label(wrap=True), Label(wrap=True)
        self._unfinished = Label("", "warning", wrap=True)
        self._office = Button(_("Sửa ở Thiết &lập"), lambda: self.opened.emit("office"), role="link")
        self._folder = Label("", "muted", wrap=True)
        self._change_folder = Button(_("&Chọn thư mục khác…"), role="link")
        self.saved = SavedFiles()
        self._unfinished.hide()
        super().__init__(
            Label(_("Từ số liệu đến nơi nhận"), "heading"),
            column(self.steps[CHECK], column(*self.doors.values(), gap=2, margins=(12, 0, 0, 0)), gap=2),
            column(*(self.steps[name] for name in (WORDS, ISSUE, PRINT, CLOSE, EMAIL)), gap=4),
            self.saved,
            Label(_("Văn bản"), "heading"),
            self._document(),
            self._unfinished,
            row(self._office, 1),
            Label(_("Nơi lưu"), "heading"),
            self._folder,
            row(self._change_folder, 1),
            1,
            gap=6,
        )
        self._change_folder.clicked.connect(lambda _checked: self.folder_wanted.emit())
        for name, door in self.doors.items():
            door.pressed.connect(lambda name=name: self.opened.emit(name))
        for name, step in self.steps.items():
            step.pressed.connect(lambda name=name: self.step_wanted.emit(name))
            step.hide()

    def _document(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        parts: tuple[tuple[Label, QWidget], ...] = (
            (Label(_("Ký"), "muted"), self._signer),
            (Label(_("Gửi"), "muted"), self._addressee),
        )
        for place, (label, widget) in enumerate(parts):
            if place:
                grid.addWidget(line(), 2 * place - 1, 0, 1, 2)
            grid.addWidget(label, 2 * place, 0)
            grid.addWidget(widget, 2 * place, 1)
        grid.setColumnStretch(1, 1)
        return grid

    # What the page tells

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how much there is to do before the report goes out, where anything is; none hides them all."""
        for name, door in self.doors.items():
            door.show_count(counts.get(name, 0))

    def show_steps(self, steps: Sequence[ReleaseStep]) -> None:
        """Show the steps that the report takes; the others are not there."""
        numbered = {step.name: (number, step) for number, step in enumerate(steps, 1)}
        for name, door in self.steps.items():
            door.setVisible(name in numbered)
            if name in numbered:
                number, step = numbered[name]
                door.show_step(step, number)

    def show_document(self, signature: SignatureBlock, addressee: str) -> None:
        """Show how the document is signed and where it goes."""
        self._signer.setText("\n".join(filter(None, (signature.authority, signature.position, signature.name))))
        self._addressee.setText(addressee)
        asked = ((addressee, _("nơi gửi")), (signature.name, _("họ tên người ký")))
        lacking = [words for value, words in asked if not value]
        self._unfinished.setText(_("Còn thiếu: {what}.").format(what=", ".join(lacking)))
        self._unfinished.setVisible(bool(lacking))

    def show_folder(self, folder: str) -> None:
        """Show where files go; empty until the first time."""
        self._folder.setText(breakable(folder) or _("Hỏi khi xuất lần đầu"))
        self._folder.setToolTip(plain_tip(folder))


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
        self._names.setText("\n".join(breakable(path.name) for path in paths))
        self._names.setToolTip(plain_tip("\n".join(str(path) for path in paths)))
        self.setVisible(bool(paths))

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.paths[-1])))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.paths[-1].parent)))


def breakable(name: str) -> str:
    """A file name or folder that may be broken after its marks, where a label is narrow."""
    zero_width_space = "\u200b"
    return re.sub(r"([_/\\-])", rf"\1{zero_width_space}", name)
