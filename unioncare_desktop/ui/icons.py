"""The program's own line icons, one SVG file each in `resources/icons`, drawn in a colour of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from unioncare_desktop.paths import resource
from unioncare_desktop.ui import theme

SIZE = 18


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon *name* in the colour that the present theme has under that name."""
    look = theme.current()
    pictured = QIcon(pixmap(name, colour))
    pictured.addPixmap(_drawn(name, look.tokens.edge, look.px(SIZE), _screen_ratio()), QIcon.Mode.Disabled)
    return pictured


def pixmap(name: str, colour: str = "text", size: int = SIZE) -> QPixmap:
    """The icon *name*, *size* px at 100 %, sharp on the present screen."""
    look = theme.current()
    return _drawn(name, getattr(look.tokens, colour), look.px(size), _screen_ratio())


def _screen_ratio() -> float:
    return max(screen.devicePixelRatio() for screen in QGuiApplication.screens())


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    drawing = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
