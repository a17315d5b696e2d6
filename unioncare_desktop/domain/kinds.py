"""Kinds of field: how text from a key, a clipboard or a cell becomes a value, and how a value is shown.

`parse` takes what a form, a paste or a workbook gives (text, number, day or nothing) and returns the value to store,
None for a blank. It raises `Unreadable` with a Vietnamese sentence, and never guesses; what may have been meant is
proposed. `doubt` says what looks odd about a value that can be stored, `remark` how something short was understood.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer
from sqlalchemy import Text as TextColumn
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from unioncare_desktop import clock, vietnamese
from unioncare_desktop.domain import old_fonts
from unioncare_desktop.i18n import _

MOST_PEOPLE = 9_999_999
LINE_LENGTH = 200
NOTE_LENGTH = 2_000
_MOST_QUOTED = 40
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TOO_MANY_MARKS = re.compile(f"[{_MARKS}]{{5}}")


class Unreadable(ValueError):
    """A text that is no value of its kind; `str(error)` says why and what would be.

    `proposals` are texts that may have been meant, for the user to take with one key; an empty one is a blank.
    """

    def __init__(self, reason: str, *proposals: str) -> None:
        super().__init__(reason)
        self.proposals = proposals


@dataclass(frozen=True)
class Doubt:
    """Why a value looks odd though it can be stored, and what may have been meant."""

    reason: str
    proposals: tuple[str, ...] = ()


class IsoDay(TypeDecorator[date]):
    """A day kept as ISO text: the same bytes in every database, and sortable."""

    impl = TextColumn
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else date.fromisoformat(value)


class YesNo(TypeDecorator[bool]):
    """Yes or no kept as 1 or 0: strict SQLite tables know no booleans."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002, FBT001 - SQLAlchemy's
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else bool(value)


@dataclass(frozen=True)
class Kind:
    """What all kinds share; `limit` is the SQL condition a stored value must meet, `{column}` for its name."""

    @property
    def column(self) -> TypeEngine[Any]:
        """The column type in which the value is stored."""
        return TextColumn()

    @property
    def limit(self) -> str | None:
        """The condition the database itself enforces; None where there is none."""
        return None

    @property
    def numeric(self) -> bool:
        """Whether values are shown at the right of their column."""
        return False

    def parse(self, raw: object) -> Any:  # noqa: ANN401 - a value of the kind
        """The value of *raw*, None for a blank."""
        raise NotImplementedError

    def show(self, value: Any) -> str:  # noqa: ANN401 - a value of the kind
        """The value as a user reads it; blank for None."""
        return "" if value is None else str(value)

    def doubt(self, value: Any) -> Doubt | None:  # noqa: ANN401, ARG002 - a value of the kind
        """What looks odd about a stored *value*; None where nothing does."""
        return None

    def remark(self, raw: object, value: Any) -> str:  # noqa: ANN401, ARG002 - a value of the kind
        """How *raw* was understood, where it did not say everything that *value* does; otherwise nothing."""
        return ""


def quoted(text: str) -> str:
    """*text* as a sentence repeats it, cut where it is long."""
    return f"“{text}”" if len(text) <= _MOST_QUOTED else f"“{text[:_MOST_QUOTED]}…”"


def _as_text(raw: object) -> str:
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime | date):
        return vietnamese.show_day(raw)
    return str(raw)


@dataclass(frozen=True)
class Text(Kind):
    """Text of one line, or of several (`lines`), of at most `most` characters."""

    most: int = LINE_LENGTH
    lines: bool = False

    @property
    def limit(self) -> str:
        return f"length({{column}}) BETWEEN 1 AND {self.most}"

    def parse(self, raw: object) -> str | None:
        """Cleaned text; what is too long, over-marked or of an old font is refused."""
        text = _as_text(raw)
        if len(text) > 10 * self.most:
            raise Unreadable(_("tối đa {most} ký tự").format(most=self.most))
        typed, text = text, vietnamese.clean_lines(text) if self.lines else vietnamese.clean(text)
        if (trouble := old_fonts.trouble(typed) or old_fonts.trouble(text)) is not None:
            raise Unreadable(trouble.sentence, *filter(None, (trouble.meant,)))
        if not text.isascii() and _TOO_MANY_MARKS.search(unicodedata.normalize("NFD", text)):
            raise Unreadable(_("có ký tự mang quá nhiều dấu, hãy gõ lại"))
        if len(text) > self.most:
            raise Unreadable(
                _("dài {length} ký tự, tối đa {most} ký tự").format(length=len(text), most=self.most),
            )
        return text or None

    def doubt(self, value: str) -> Doubt | None:
        word = vietnamese.mixed_word(value)
        if not word:
            return None
        reason = _("chữ {word} có chữ cái Nga hoặc Hy Lạp trông như chữ Latin, sẽ không tìm thấy khi gõ thường")
        meant = vietnamese.in_latin_letters(value)
        return Doubt(reason.format(word=quoted(word)), (meant,) if meant != value else ())


_FRACTION = re.compile(r"[0-9]{1,3}(?:\.?[0-9]{3})*,[0-9]{1,2}|[0-9]+\.[0-9]{1,2}")


@dataclass(frozen=True)
class Whole(Kind):
    """A count of people or things: 0 to `most`. A blank is None, never 0."""

    most: int = MOST_PEOPLE

    @property
    def column(self) -> TypeEngine[Any]:
        return Integer()

    @property
    def limit(self) -> str:
        return f"{{column}} BETWEEN 0 AND {self.most}"

    @property
    def numeric(self) -> bool:
        return True

    def parse(self, raw: object) -> int | None:
        """Accepts 22000, "22.000" and 12.0; refuses signs, fractions and words."""
        if raw is None or (isinstance(raw, str) and not vietnamese.clean(raw)):
            return None
        value = self._number(raw)
        if value < 0:
            raise Unreadable(_("không được âm"))
        if value > self.most:
            raise Unreadable(self._too_large)
        return value

    def _number(self, raw: object) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            raise Unreadable(_("không phải là số nguyên"))
        if isinstance(raw, str):
            text = vietnamese.clean(raw)
            unsigned = text.lstrip("-–−").strip()
            try:
                number = vietnamese.parse_whole(unsigned)
            except ValueError:
                raise self._refusal(text) from None
            return number if unsigned == text else -number
        if raw != raw:  # noqa: PLR0124 - not a number
            raise Unreadable(_("không phải là số nguyên"))
        if abs(raw) > self.most + 1:
            raise Unreadable(self._too_large)
        if raw != int(raw):
            raise Unreadable(_("phải là số nguyên, không có phần lẻ"))
        return int(raw)

    @property
    def _too_large(self) -> str:
        return _("quá lớn, tối đa {most}").format(most=vietnamese.show_whole(self.most))

    def _refusal(self, text: str) -> Unreadable:
        if not text.strip("-–−—"):
            sentence = _("{text} không phải là số nguyên; hãy gõ 0 nếu không có, để trống nếu chưa biết")
            return Unreadable(sentence.format(text=quoted(text)), "0", "")
        if len(text) > len(vietnamese.show_whole(self.most)) and text.isdecimal():
            return Unreadable(self._too_large)
        if _FRACTION.fullmatch(text):
            sentence = _("{text} không phải là số nguyên: không nhập phần lẻ")
            whole = (text[:-2],) if text.endswith((".0", ",0")) else ()
            return Unreadable(sentence.format(text=quoted(text)), *whole)
        return Unreadable(_("{text} không phải là số nguyên, hãy gõ như 22000 hoặc 22.000").format(text=quoted(text)))

    def show(self, value: int | None) -> str:
        return "" if value is None else vietnamese.show_whole(value)


@dataclass(frozen=True)
class Year(Whole):
    """A calendar year, which is read without a dot."""

    most: int = 2_200

    def show(self, value: int | None) -> str:
        return "" if value is None else str(value)


_SCORE = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,2})?|[0-9]{1,3}(?:\.[0-9]{3}){1,4}(?:,[0-9]{1,2})?")
_THOUSANDS = re.compile(r"\.(?=[0-9]{3})")
_HUNDREDTHS = 100


@dataclass(frozen=True)
class Score(Kind):
    """Points, or what else is *called*, with at most two places, 0 to `most`.

    Stored as whole hundredths, so that sums and comparisons are exact.
    """

    most: int = 1_000
    called: str = _("điểm")

    @property
    def column(self) -> TypeEngine[Any]:
        return Integer()

    @property
    def limit(self) -> str:
        return f"{{column}} BETWEEN 0 AND {self.most * _HUNDREDTHS}"

    @property
    def numeric(self) -> bool:
        return True

    def parse(self, raw: object) -> int | None:
        """Hundredths: accepts 87, 87.5, "87,5" and "22.000"; refuses signs, words and more than two places."""
        text = vietnamese.clean(_as_text(raw))
        if not text:
            return None
        if text.startswith(("-", "−")):
            raise Unreadable(_("không được âm"))
        if not _SCORE.fullmatch(text):
            sentence = _("{text} không phải là {called}, hãy gõ như 87 hoặc 87,5")
            raise Unreadable(sentence.format(text=quoted(text), called=self.called))
        whole, _comma, places = _THOUSANDS.sub("", text).replace(",", ".").partition(".")
        value = int(whole) * _HUNDREDTHS + int(places.ljust(2, "0"))
        if value > self.most * _HUNDREDTHS:
            raise Unreadable(_("quá lớn, tối đa {most}").format(most=vietnamese.show_whole(self.most)))
        return value

    def show(self, value: int | None) -> str:
        if value is None:
            return ""
        whole, places = divmod(value, _HUNDREDTHS)
        digits = f"{places:02}".rstrip("0")
        return vietnamese.show_whole(whole) + (f",{digits}" if digits else "")


@dataclass(frozen=True)
class Day(Kind):
    """A day up to 2200; *year* completes a day that was typed without one, instead of the present year.

    Nothing of the office is older than the year 1900; days of history go back to an earlier *first*.
    """

    year: int | None = None
    first: date = vietnamese.FIRST_DAY

    @property
    def column(self) -> TypeEngine[Any]:
        return IsoDay()

    @property
    def limit(self) -> str:
        return f"{{column}} BETWEEN '{self.first.isoformat()}' AND '2200-12-31'"

    def parse(self, raw: object) -> date | None:
        """Accepts dates of a workbook and the Vietnamese ways of writing a day; never rolls a day over."""
        if raw is None or (isinstance(raw, str) and not vietnamese.clean(raw)):
            return None
        if isinstance(raw, datetime):
            raw = raw.date()
        if isinstance(raw, date):
            raw = vietnamese.show_day(raw)
        if not isinstance(raw, str):
            raise Unreadable(_("không phải là ngày, hãy gõ như 15/03/2023"))
        year = self.year or clock.today().year
        try:
            return vietnamese.parse_day(raw, year, self.first)
        except ValueError:
            raise self._refusal(raw, vietnamese.nearest_day(raw, year)) from None

    def _refusal(self, text: str, nearest: date | None) -> Unreadable:
        if nearest is None:
            sentence = _("{text} không phải là một ngày có thật, hãy gõ như 15/03/2023")
            return Unreadable(sentence.format(text=quoted(text)))
        sentence = _("{text} không phải là một ngày có thật; ý bạn là {day}?")
        day = vietnamese.show_day(nearest)
        return Unreadable(sentence.format(text=quoted(text), day=day), day)

    def show(self, value: date | None) -> str:
        return "" if value is None else vietnamese.show_day(value)

    def remark(self, raw: object, value: date | None) -> str:
        if value is None or not isinstance(raw, str) or str(value.year) in vietnamese.clean(raw):
            return ""
        return _("hiểu là {day}").format(day=vietnamese.long_day(value))


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few fixed codes, each with the words shown for it; *also* are other words that people write for them."""

    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    also: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def limit(self) -> str:
        codes = ", ".join(f"'{code}'" for code in self.options)
        return f"{{column}} IN ({codes})"

    def parse(self, raw: object) -> str | None:
        """Accepts a code or its words, without regard to case and marks."""
        key = vietnamese.fold(vietnamese.clean(_as_text(raw)))
        if not key:
            return None
        for code, words in self.options.items():
            if key in (vietnamese.fold(words), code):
                return code
        if key in self.also:
            return self.also[key]
        raise Unreadable(_("phải là một trong: {words}").format(words=", ".join(self.options.values())))

    def show(self, value: str | None) -> str:
        return "" if value is None else self.options[value]


@dataclass(frozen=True)
class Link(Kind):
    """The id of a row of another table; names are turned into ids by the services, which can look them up."""

    table: str = ""

    @property
    def column(self) -> TypeEngine[Any]:
        return Integer()

    def parse(self, raw: object) -> int | None:
        """The id itself."""
        if raw is None or raw == "":
            return None
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw
        raise Unreadable(_("hãy chọn trong danh mục"))


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    @property
    def column(self) -> TypeEngine[Any]:
        return YesNo()

    @property
    def limit(self) -> str:
        return "{column} IN (0, 1)"

    def parse(self, raw: object) -> bool:
        """Accepts what people tick with: có, x, đúng, 1."""
        if isinstance(raw, bool):
            return raw
        key = vietnamese.fold(vietnamese.clean(_as_text(raw)))
        if key in ("", "0", "khong", "sai", "false"):
            return False
        if key in ("1", "co", "x", "dung", "true"):
            return True
        raise Unreadable(_("hãy gõ “có” hoặc “không”"))

    def show(self, value: bool | None) -> str:  # noqa: FBT001 - the value itself
        return _("có") if value else _("không")


_PHONE = re.compile(r"[0-9]{8,15}")
_PHONE_MARKS = re.compile(r"[\s.\-()]")
_MOBILE_WITHOUT_ZERO = 9


@dataclass(frozen=True)
class Phone(Kind):
    """A phone number kept as digits with its leading zero."""

    @property
    def limit(self) -> str:
        return "length({column}) BETWEEN 8 AND 16"

    def parse(self, raw: object) -> str | None:
        """Digits only; +84 becomes 0, and a number cell that lost its leading zero gets it back."""
        text = vietnamese.clean(_as_text(raw))
        if not text:
            return None
        digits = _PHONE_MARKS.sub("", text)
        if digits.startswith("+84"):
            digits = "0" + digits[3:].removeprefix("0")
        if isinstance(raw, int | float) and len(digits) == _MOBILE_WITHOUT_ZERO:
            digits = "0" + digits
        if not _PHONE.fullmatch(digits):
            raise Unreadable(_("{text} không phải là số điện thoại, hãy gõ như 0912345678").format(text=quoted(text)))
        return digits

    def doubt(self, value: str) -> Doubt | None:
        """A number that lost its zero, as Excel makes it; service numbers (1800, 1900) have none."""
        if value.startswith(("0", "18", "19")):
            return None
        meant = "0" + value
        return Doubt(_("thiếu số 0 ở đầu; ý bạn là {number}?").format(number=meant), (meant,))


_EMAIL = re.compile(r"[^\s@,;:<>\"()\[\]\\]+@[^\s@,;:<>\"()\[\]\\]+\.[^\s@,;:<>\"()\[\]\\]+")


@dataclass(frozen=True)
class Email(Kind):
    """One e-mail address."""

    @property
    def limit(self) -> str:
        return f"length({{column}}) BETWEEN 3 AND {LINE_LENGTH}"

    def parse(self, raw: object) -> str | None:
        """The address; two addresses, names, marks or line breaks are refused."""
        text = vietnamese.clean(_as_text(raw))
        if not text:
            return None
        if len(text) > LINE_LENGTH or not (text.isascii() and _EMAIL.fullmatch(text)):
            raise Unreadable(_("{text} không phải là một địa chỉ e-mail").format(text=quoted(text)))
        return text
