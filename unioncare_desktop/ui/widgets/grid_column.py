"""A column of a grid: what it shows of a row, what may be typed into it, what it is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from unioncare_desktop import vietnamese
from unioncare_desktop.domain.kinds import Choice, Kind, Unreadable
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Tone

_MOST_MEANT = 3
Options = Mapping[Any, str] | Callable[[], Mapping[Any, str]]
"""What may be chosen, by value: its name."""
Offers = Callable[[Callable[[str], str]], Mapping[Any, str]]
"""What is proposed in a cell; it may ask for the text that stands in another column of the row."""
Draws = Callable[[QPainter, QRect, Any], None]
"""Draws a value into a place."""


@dataclass(frozen=True)
class Badge:
    """A value that is shown as a few words on a coloured ground."""

    text: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class GridColumn:
    """A column: *name* is the attribute of the row it shows, unless *value* finds it otherwise; *width* is at 100 %.

    `status` columns show `Badge`s, and the row's first problem where there is one. `ordinal` columns count the rows.
    A pasted heading means it that is one of its `headers`, or its title if it has none; the rows below such headings
    are found by what stands in columns that identify them (`identifies`).

    A column that `draws` shows pictures; their values say in words what is in them.

    One of the `options` must be meant by what is typed; `offers` are only proposed while one types.
    """

    name: str
    title: str
    kind: Kind | None = None
    width: int = 90
    value: Callable[[Any], Any] | None = None
    sort: Callable[[Any], Any] | None = None
    editable: bool = False
    frozen: bool = False
    strong: bool = False
    muted: bool = False
    status: bool = False
    ordinal: bool = False
    tip: str = ""
    headers: tuple[str, ...] = ()
    identifies: bool = False
    options: Options | None = None
    offers: Offers | None = None
    draws: Draws | None = None

    @property
    def numeric(self) -> bool:
        """Whether it is aligned to the right and summed in the status bar."""
        return self.ordinal or (self.kind is not None and self.kind.numeric)

    def value_of(self, row: object) -> Any:  # noqa: ANN401 - a value of the kind
        """What *row* has in this column."""
        return self.value(row) if self.value is not None else getattr(row, self.name)

    def show(self, value: object) -> str:
        """The text of a *value*; a blank is blank."""
        if value is None:
            return ""
        if isinstance(value, Badge):
            return value.text
        if self.options is not None:
            return self.choices().get(value, str(value))
        return self.kind.show(value) if self.kind is not None else str(value)

    def choices(self) -> Mapping[Any, str]:
        """What may be chosen in it; nothing where texts are free."""
        if self.options is not None:
            return self.options() if callable(self.options) else self.options
        return self.kind.options if isinstance(self.kind, Choice) else {}

    def parse(self, text: str) -> Any:  # noqa: ANN401 - a value of the kind
        """The value of a *text*, None for a blank.

        Raises:
            Unreadable: with the sentence to show.
        """
        if self.options is None:
            return self.kind.parse(text) if self.kind is not None else text or None
        key = vietnamese.fold(text)
        for value, name in self.choices().items():
            if vietnamese.fold(name) == key:
                return value
        if key:
            words = set(key.split())
            meant = [name for name in self.choices().values() if words <= set(vietnamese.fold(name).split())]
            sentence = _("“{text}” không có trong danh mục, Alt+↓ để chọn")
            raise Unreadable(sentence.format(text=text.strip()[:40]), *meant[:_MOST_MEANT])
        return None

    def sort_key(self, value: object) -> Any:  # noqa: ANN401 - comparable within one column
        """What rows are ordered by; texts follow the Vietnamese alphabet."""
        if isinstance(value, str | Badge):
            return vietnamese.sort_key(self.show(value))
        return value
