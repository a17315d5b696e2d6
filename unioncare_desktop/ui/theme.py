"""The look: colours and measures stated once, light and dark, scaled by one unit from 80 % to 200 %.

`resources/style.qss` is the one stylesheet; `$name` in it is a colour below, `12u` is 12 px at 100 %.
What a widget paints itself asks `current()` for colours and sizes and repaints on `changed`.
"""

import re
from dataclasses import asdict, dataclass
from string import Template
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from unioncare_desktop.paths import resource
from unioncare_desktop.settings import MAX_ZOOM, MIN_ZOOM

BASE_FONT = 13
ZOOM_STEP = 10
_MEASURE = re.compile(r"\b(\d+)u\b")


@dataclass(frozen=True)
class Tokens:
    """The colours of a theme, as #RRGGBB. A soft colour is the ground on which the full one is text."""

    background: str
    surface: str
    heading: str
    line: str
    text: str
    muted: str
    primary: str
    primary_soft: str
    on_primary: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str
    edge: str
    """The border of what can be typed into or ticked: it stands out from its ground by 3 : 1."""


LIGHT = Tokens(
    background="#F4F6F9",
    surface="#FFFFFF",
    heading="#EEF2F7",
    line="#DCE2EA",
    text="#17212E",
    muted="#5B6878",
    primary="#0B5CAD",
    primary_soft="#E4EFFA",
    on_primary="#FFFFFF",
    error="#C2182B",
    error_soft="#FBE9EB",
    warning="#8A5C00",
    warning_soft="#FFF3D6",
    good="#1E7B3A",
    good_soft="#E3F4E8",
    edge="#8592A2",
)
DARK = Tokens(
    background="#12171E",
    surface="#1A212A",
    heading="#212A35",
    line="#2C3642",
    text="#E7ECF2",
    muted="#9AA7B6",
    primary="#5AA6F5",
    primary_soft="#17324E",
    on_primary="#12171E",
    error="#FF7A87",
    error_soft="#43202A",
    warning="#F2BE4A",
    warning_soft="#3D3217",
    good="#6BD08A",
    good_soft="#183824",
    edge="#6F7E8F",
)


class Pair(NamedTuple):
    """A colour of text and the ground on which it is used."""

    text: str
    ground: str


PAIRS = (
    *(Pair(text, ground) for text in ("text", "muted") for ground in ("background", "surface", "heading")),
    *(Pair("text", f"{tone}_soft") for tone in ("primary", "error", "warning", "good")),
    *(Pair(tone, "surface") for tone in ("primary", "error", "warning", "good")),
    *(Pair(tone, f"{tone}_soft") for tone in ("primary", "error", "warning", "good")),
    Pair("muted", "primary_soft"),
    Pair("on_primary", "primary"),
    Pair("on_primary", "error"),
)
"""Every pair that the stylesheet and the painted widgets use; each must contrast by 4.5 : 1."""


def tokens_of(palette: QPalette) -> Tokens:
    """The tokens of a system that asks for high contrast: its own colours, and no grounds but its own."""
    role = QPalette.ColorRole
    base, text, accent = (palette.color(one).name() for one in (role.Base, role.Text, role.Highlight))
    on_accent = palette.color(role.HighlightedText).name()
    grounds = dict.fromkeys(("background", "surface", "heading"), base)
    soft = dict.fromkeys(("primary_soft", "error_soft", "warning_soft", "good_soft"), base)
    words = dict.fromkeys(("text", "muted", "line", "edge", "error", "warning", "good"), text)
    return Tokens(**grounds, **soft, **words, primary=accent, on_primary=on_accent)


class Theme(QObject):
    """The one theme of the application. `changed` comes after the colours or the size have changed."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "system", zoom: int = 100) -> None:
        super().__init__(application)
        global _current  # noqa: PLW0603 - one look a process, like one language
        _current = self
        self.tokens = LIGHT
        self.choice, self.zoom = choice, zoom
        self._application = application
        application.setStyle("Fusion")
        self._system_palette = QPalette(application.palette())
        self._system_font = application.font().family()
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    def choose(self, choice: str) -> None:
        """Show the theme "system", "light" or "dark"."""
        self.choice = choice
        self._apply()

    def set_zoom(self, percent: int) -> None:
        """Scale everything to *percent*, kept between 80 and 200."""
        percent = min(max(percent, MIN_ZOOM), MAX_ZOOM)
        if percent != self.zoom:
            self.zoom = percent
            self._apply()

    @property
    def dark(self) -> bool:
        """Whether the dark colours are shown."""
        system = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return system if self.choice == "system" else self.choice == "dark"

    def px(self, measure: float) -> int:
        """A *measure* at 100 % in pixels of the present size."""
        return round(measure * self.zoom / 100)

    def color(self, name: str) -> QColor:
        """The colour called *name* in `Tokens`."""
        return QColor(getattr(self.tokens, name))

    def font(self, measure: float = BASE_FONT, *, bold: bool = False, italic: bool = False) -> QFont:
        """The interface font at a *measure* in px at 100 %."""
        font = QFont(["Segoe UI", self._system_font])
        font.setPixelSize(self.px(measure))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setItalic(italic)
        return font

    def _apply(self) -> None:
        if _wants_high_contrast(self._application):
            self.tokens = tokens_of(self._system_palette)
        else:
            self.tokens = DARK if self.dark else LIGHT
        self._application.setFont(self.font())
        self._application.setPalette(palette_of(self.tokens))
        self._application.setStyleSheet(stylesheet(self.tokens, self.zoom))
        self.changed.emit()


_current: Theme | None = None


def current() -> Theme:
    """The theme of the application."""
    if _current is None:
        raise RuntimeError("no theme before the application")
    return _current


def _wants_high_contrast(application: QApplication) -> bool:
    hints = application.styleHints()
    accessibility = hints.accessibility()
    return accessibility.contrastPreference() is Qt.ContrastPreference.HighContrast


def stylesheet(tokens: Tokens, zoom: int) -> str:
    """The stylesheet of the application with colours and sizes filled in."""
    colours = asdict(tokens) | {"icons": resource("icons").as_posix()}
    text = Template(resource("style.qss").read_text(encoding="utf-8")).substitute(colours)
    return _MEASURE.sub(lambda found: f"{round(int(found[1]) * zoom / 100)}px", text)


def palette_of(tokens: Tokens) -> QPalette:
    """The palette for what the stylesheet does not name, selections and disabled text among it."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for name, roles in {
        "background": (role.Window, role.AlternateBase),
        "surface": (role.Base, role.Button, role.ToolTipBase),
        "text": (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText),
        "muted": (role.PlaceholderText,),
        "primary": (role.Highlight, role.Link, role.Accent),
        "on_primary": (role.HighlightedText,),
        "line": (role.Mid, role.Midlight, role.Dark, role.Light),
    }.items():
        for one in roles:
            palette.setColor(one, QColor(getattr(tokens, name)))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, one, QColor(tokens.muted))
    return palette


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's formula
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
