"""One cell of a list → the value of its field, with the repair that was needed or the reason why it is none."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from unioncare_desktop.domain.fields import Field
from unioncare_desktop.domain.kinds import Day, Email, Flag, Link, Phone, Text, Unreadable, Whole
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists.sheets import Cell, Fault
from unioncare_desktop.vietnamese import nfc

LONGEST_SHOWN = 200
_NAMES = Text()
_LINE_BREAKS = re.compile("[\n\r\u2028\u2029\x0b\x0c\x85]")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"^\s|\s$|[^\S\n\r]{2,}|[^\S \n\r]")
_AS_TYPED = {Whole: _("số gõ dạng chữ"), Day: _("ngày gõ dạng chữ"), Phone: _("số điện thoại gõ có dấu cách, dấu chấm")}


def shown(cell: Cell) -> str:
    """A cell as it is quoted to the user, cut where it is long."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year}"
    text = str(cell)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def value_of(described: Field, cell: Cell) -> Any:  # noqa: ANN401 - a value of the field's kind; a name for a link
    """The value of *cell* in a column of the field *described*; of a link, the cleaned name.

    Raises:
        Unreadable: with the reason, without the field's label.
    """
    kind = _NAMES if isinstance(described.kind, Link) else described.kind
    if cell is None:
        return None
    if isinstance(cell, Fault):
        raise Unreadable(cell.reason)
    if isinstance(cell, bool) and not isinstance(kind, Flag):
        raise Unreadable(_("là giá trị đúng/sai của Excel, hãy gõ lại"))
    if isinstance(kind, Text):
        if isinstance(cell, date) and not kind.lines:
            raise Unreadable(_("là ngày, không phải chữ"))
        return _text(kind, cell) if isinstance(cell, str) else kind.parse(cell)
    return kind.parse(cell.strip().removeprefix("'") if isinstance(cell, str) else cell)


@lru_cache(maxsize=8192)
def _text(kind: Text, cell: str) -> str | None:
    """Wards, sectors and blocs come again in every row."""
    return kind.parse(cell)


def repair_of(described: Field, cell: Cell, value: Any) -> str | None:  # noqa: ANN401 - as above
    """What was mended when *cell* was read as *value*; None where it stands as it should."""
    kind = described.kind
    if value is None or isinstance(cell, date):
        return None
    if not isinstance(cell, str):
        return _("thêm lại số 0 ở đầu số điện thoại") if isinstance(kind, Phone) and value != str(cell) else None
    if isinstance(kind, Text | Link | Email):
        return None if value == cell else _text_repairs(cell)
    if isinstance(kind, Whole) or kind.show(value) != cell:
        return next((words for typed, words in _AS_TYPED.items() if isinstance(kind, typed)), None)
    return None


def _text_repairs(text: str) -> str:
    composed = nfc(text)
    found = (
        (composed != text, _("ghép dấu tiếng Việt (Unicode dựng sẵn)")),
        (_LINE_BREAKS.search(text), _("bỏ xuống dòng")),
        (_HIDDEN.search(text), _("bỏ ký tự ẩn")),
        (_SPACES.search(composed), _("bỏ khoảng trắng thừa")),
    )
    return ", ".join(words for applies, words in found if applies) or _("sửa ký tự gõ nhầm")
