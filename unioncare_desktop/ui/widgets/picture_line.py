"""A picture of a signature or a seal on white paper, what is odd about it, and buttons to choose another or none."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import pictures
from unioncare_desktop.services.pictures import Kept
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row

PICTURES = _("Ảnh PNG (*.png)")
_WIDTH, _HEIGHT = 150, 84


class PictureLine(QWidget):
    """Shows a picture that is kept. `chosen` brings another one, None for none."""

    chosen = Signal(object)

    def __init__(self, title: str, use: str, choose: str, remove: str) -> None:
        super().__init__()
        self._title, self._use = title, use
        self.paper = QLabel()
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.paper.setStyleSheet("background: white; color: #555")  # paper, in either theme
        self.about, self.advice = Label("", "small", wrap=True), Label("", "warning", wrap=True)
        self.choose = Button(choose, self._ask, picture="folder")
        self.remove = Button(remove, lambda: self.chosen.emit(None), role="link")
        beside = column(Label(title, "heading"), self.about, self.advice, row(self.choose, self.remove, 1), 1, gap=4)
        whole = row(self.paper, beside, gap=12)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        theme.current().changed.connect(self._scale)
        self._kept: Kept | None = None
        self._scale()

    def show_picture(self, kept: Kept | None) -> None:
        """Show the picture that is *kept*."""
        self._kept = kept
        self._scale()
        self.remove.setVisible(kept is not None)
        self.about.setText(_("Chưa có ảnh. PNG nền trong suốt, quét 300 dpi, cắt sát mép."))
        self.advice.setText("")
        if kept is not None:
            looked = pictures.looked_at(kept.content, self._use)
            sizes = {"width": round(looked.width), "height": round(looked.height)}
            self.about.setText(_("{name}; in ra {width} × {height} mm").format(name=kept.name, **sizes))
            self.advice.setText("\n".join(looked.advice))
        self.advice.setVisible(bool(self.advice.text()))

    def take_file(self, path: Path) -> None:
        """Offer the picture at *path*; what is wrong with it is told."""
        try:
            kept = Kept(path.name, pictures.read_file(path))
            pictures.looked_at(kept.content, self._use)
        except UserError as error:
            messages.show(error, self)
        else:
            self.chosen.emit(kept)

    def _ask(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, self._title, "", PICTURES)
        if chosen:
            self.take_file(Path(chosen))

    def _scale(self) -> None:
        px = theme.current().px
        self.paper.setFixedSize(px(_WIDTH), px(_HEIGHT))
        if self._kept is None:
            self.paper.setText(_("chưa có ảnh"))
            return
        picture = QPixmap()
        picture.loadFromData(self._kept.content)
        smooth, whole = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.KeepAspectRatio
        self.paper.setPixmap(picture.scaled(self.paper.size() * 0.94, whole, smooth))
