"""Colours that can be read, sizes that scale, icons that take a colour."""

from dataclasses import asdict

import pytest
from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from unioncare_desktop.paths import resource
from unioncare_desktop.ui import icons, theme
from unioncare_desktop.ui.theme import DARK, LIGHT, PAIRS, Pair, Theme, Tokens, contrast
from unioncare_desktop.ui.widgets.basics import Button, Label, row

PROMISED = (
    *("registry", "counts", "import", "reports", "settings", "search", "warning", "error", "ok", "add", "save"),
    *("prev", "next", "print", "folder", "excel", "pdf", "backup", "help", "history", "merge", "competition"),
    *("targets", "home"),
)


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_every_text_can_be_read_on_its_ground(tokens: Tokens, pair: Pair) -> None:
    assert contrast(getattr(tokens, pair.text), getattr(tokens, pair.ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "background"])
@pytest.mark.parametrize("edge", ["edge", "primary"])
def test_borders_of_fields_and_the_focus_ring_stand_out(tokens: Tokens, ground: str, edge: str) -> None:
    assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 2.9


def test_everything_scales_by_one_unit(qtbot: QtBot, look: Theme) -> None:
    button = Button("Lưu", picture="save")
    box = row(button, gap=8, margins=(4, 4, 4, 4))
    title = Label("Số liệu", "title")
    qtbot.addWidget(button)
    qtbot.addWidget(title)
    heights = {}
    for zoom in (100, 200):
        look.set_zoom(zoom)
        button.show()
        title.show()
        heights[zoom] = (button.height(), title.fontInfo().pixelSize(), button.iconSize().width(), box.spacing())

    assert heights[100] == (30, 19, 18, 8)
    assert heights[200] == (58, 38, 36, 16)


def test_zoom_stays_between_80_and_200(look: Theme) -> None:
    look.set_zoom(10)
    assert look.zoom == 80
    look.set_zoom(900)
    assert look.zoom == 200


def test_a_chosen_theme_wins_over_the_system(look: Theme) -> None:
    look.choose("dark")
    assert look.tokens == DARK
    assert look.color("surface").name().upper() == DARK.surface
    look.choose("light")
    assert look.tokens == LIGHT


def test_high_contrast_takes_only_the_colours_of_the_system() -> None:
    palette = QPalette("black")
    shown = set(asdict(theme.tokens_of(palette)).values())
    role = QPalette.ColorRole

    assert shown <= {palette.color(one).name() for one in (role.Base, role.Text, role.Highlight, role.HighlightedText)}


@pytest.mark.parametrize("name", PROMISED)
def test_every_icon_is_drawn_in_the_colour_that_is_asked_for(look: Theme, name: str) -> None:
    picture = icons.pixmap(name, "error").toImage()
    points = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    drawn = [point for point in points if point.alpha() > 200]

    assert drawn
    red = look.color("error")
    assert all(abs(point.red() - red.red()) < 12 and abs(point.green() - red.green()) < 12 for point in drawn)


def test_the_stylesheet_names_only_what_there_is() -> None:
    text = theme.stylesheet(LIGHT, 100)

    assert "$" not in text
    for name in ("up", "down", "tick", "dot"):
        assert resource("icons", f"{name}.svg").as_posix()
        assert resource("icons", f"{name}.svg").is_file()
