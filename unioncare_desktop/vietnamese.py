"""Vietnamese text, numbers and dates: pure functions from text to text or value and back.

Whole words of the domain (titles, units, sectors) do not live here, only what any Vietnamese office program needs.
Rules and measured pitfalls: NFC everywhere, đ has no decomposition, SQLite compares ASCII only.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from functools import lru_cache

NO_BREAK = "\N{NO-BREAK SPACE}"
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_SINGLE_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "\u00d0": "D", "\u00f0": "d"})
_FULLWIDTH_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
_FULLWIDTH_LETTERS = {0xFF21 + case + place: chr(ord("A") + case + place) for case in (0, 32) for place in range(26)}
_MISTYPED = {ord("\u00d0"): "Đ", ord("\u00f0"): "đ"} | _FULLWIDTH_DIGITS | _FULLWIDTH_LETTERS
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅасеорхуіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXIJSaceopxyijsABEZHIKMNOPTYXo",
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile(r"\w+")
_PLAIN_WHOLE = re.compile(r"[0-9]+")
_GROUPED_WHOLE = re.compile(r"[1-9][0-9]{0,2}(?:([.,\u00a0\u202f ])[0-9]{3})(?:\1[0-9]{3})*")
_DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_MOST_DIGITS = 15
FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def nfc(text: str) -> str:
    """*text* with composed letters (NFC), as everything stored and printed is."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """One line of text as it is stored: NFC, no control or invisible characters, single spaces, none at the ends.

    An Icelandic Ð typed for Đ becomes Đ, letters and digits of full width those of the keyboard. The tone placement of
    the writer (hoà, hòa) is left alone.
    """
    return _SPACES.sub(" ", _without_invisible(text)).strip()


def clean_lines(text: str) -> str:
    """Text of several lines as it is stored: like `clean`, but line breaks stay."""
    lines = _LINE_BREAK.sub("\n", _without_invisible(text)).split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()


def _without_invisible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return nfc(_CONTROL.sub("", _INVISIBLE.sub("", text))).translate(_MISTYPED)


def mixed_word(text: str) -> str:
    """The first word of *text* in which Cyrillic or Greek letters stand for Latin ones; empty where there is none.

    That is a word of both, or one that could as well be Latin. A word that is wholly Russian is left in peace.
    """
    if text.isascii() or not _FOREIGN.search(text):
        return ""
    return next((word for word in _WORD.findall(text) if _FOREIGN.search(word) and _is_mixed(word)), "")


def _is_mixed(word: str) -> bool:
    latin = any(letter.isalpha() and not _FOREIGN.match(letter) for letter in word)
    return latin or not _FOREIGN.search(word.translate(_LOOKALIKES))


def in_latin_letters(text: str) -> str:
    """*text* with the letters that only look Latin replaced in its mixed words."""
    return _WORD.sub(lambda found: found[0].translate(_LOOKALIKES) if mixed_word(found[0]) else found[0], text)


_MARKS = {"Mn", "Me", "Cf"}  # accents, enclosing signs, and what is never seen


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The key by which users search and names are matched: lower case, no marks, đ as d, single spaces.

    "  Đống   Đa" and "dong da" have the same key, and so have "Hoà" and "Hòa".
    """
    plain = text.translate(_SINGLE_LETTERS)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in decomposed if unicodedata.category(letter) not in _MARKS)
        plain = plain.translate(_SINGLE_LETTERS)
    return _SPACES.sub(" ", plain).strip().casefold()


def code_key(code: str) -> str:
    """The key by which codes are unique: letter case, spaces and width do not matter, marks do (Đ01 is not D01)."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", clean(code))).casefold()


# The order of letters and tones follows CLDR's collation for Vietnamese.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + rank) for rank, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


@lru_cache(maxsize=65536)
def sort_key(text: str) -> str:
    """A string that sorts *text* as a Vietnamese dictionary does: a ă â … d đ e ê …, tones only where letters agree."""
    letters: list[str] = []
    tones: list[str] = []
    for letter in nfc(text).lower():
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[mark] for mark in parts if mark in _TONES), "0")
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        letters.append(_RANK.get(base, base if base < "A" else "~" + base))
        tones.append(tone)
    return "".join(letters) + "\x01" + "".join(tones)


# Numbers


def parse_whole(text: str) -> int:
    """The whole number that an office writes as 22000, 22.000, 22,000 or 22 000.

    Raises:
        ValueError: for signs, fractions, letters, groups that are not of three digits, or more than 15 digits.
    """
    plain = clean(text)
    if not _PLAIN_WHOLE.fullmatch(plain) and _GROUPED_WHOLE.fullmatch(plain):
        plain = re.sub(r"[^0-9]", "", plain)
    if not _PLAIN_WHOLE.fullmatch(plain) or len(plain) > _MOST_DIGITS:
        raise ValueError(text)
    return int(plain)


def show_whole(value: int) -> str:
    """A whole number with dots between the thousands: 22.000."""
    return f"{value:,}".replace(",", ".")


def counted(count: int, what: str) -> str:
    """A count with its noun on one line: "293 công đoàn cơ sở"."""
    return f"{show_whole(count)}{NO_BREAK}{what}"


def parse_percent(text: str) -> float:
    """The percentage written as 45, 45% or 45,5 %: a number from 0 to 100.

    Raises:
        ValueError: where it is not a number between 0 and 100.
    """
    plain = clean(text).removesuffix("%").strip()
    if not _DECIMAL.fullmatch(plain) or len(plain) > _MOST_DIGITS:
        raise ValueError(text)
    value = float(plain.replace(",", "."))
    if not 0 <= value <= 100:  # noqa: PLR2004 - a percentage
        raise ValueError(text)
    return value


def show_percent(ratio: float | None, places: int = 1) -> str:
    """A *ratio* of 0 to 1 as "87,8 %"; an en dash where there is none. 100 % is shown only where it is reached."""
    if ratio is None:
        return "–"
    shown = f"{ratio * 100:.{places}f}"
    if ratio < 1 and float(shown) >= 100:  # noqa: PLR2004 - a percentage
        shown = f"{100 - 10**-places:.{places}f}"
    return shown.replace(".", ",") + NO_BREAK + "%"


# Dates

_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})(?:[/.\-]([0-9]{2}|[0-9]{4}))?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})")
_DIGITS_ONLY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_DIGITS_YEAR_FIRST = re.compile(r"(19[0-9]{2}|2[0-2][0-9]{2})(0[1-9]|1[0-2])([0-9]{2})")  # never a day before a month
_LAST_SHORT_YEAR = 68
_MONTHS, _LONGEST_MONTH = 12, 31
_TIME = re.compile(
    r"(?:T| +)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?(?:AM|PM|SA|CH|Z|[+\-][0-9]{2}:?[0-9]{2}))?$",
    re.IGNORECASE,
)
_LONG_DAY = re.compile(r"(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2}) năm ([0-9]{4})", re.IGNORECASE)


def parse_day(text: str, year: int | None = None, first: date = FIRST_DAY) -> date:
    """The day written as 15/3/2023, 15.3.23, 15-3, 150323, 2023-03-15, 20230315 or "ngày 15 tháng 3 năm 2023".

    *year* completes a day without one; a year of two digits is one of 1969 to 2068, as POSIX has it. Day comes before
    month; a time behind the day is left away; nothing is ever rolled over.

    Raises:
        ValueError: for anything else, for days that do not exist (30/02) for days before *first* and years after 2200.
    """
    written = _written_day(text, year)
    if written is None:
        raise ValueError(text)
    day = date(*written)
    if not first <= day <= _LAST_DAY:
        raise ValueError(text)
    return day


def nearest_day(text: str, year: int | None = None) -> date | None:
    """The day that may be meant where *text* is written as a day but is none; None where there is nothing to propose.

    The last day of the month for one beyond it (30/02), day and month exchanged where they are written as in America.
    """
    written = _written_day(text, year)
    if written is None:
        return None
    of_year, month, day = written
    if not FIRST_DAY.year <= of_year <= _LAST_DAY.year:
        return None
    if month > _MONTHS >= day > 0 and month <= _LONGEST_MONTH:
        month, day = day, month
    if not (1 <= month <= _MONTHS and 1 <= day <= _LONGEST_MONTH):
        return None
    return date(of_year, month, min(day, monthrange(of_year, month)[1]))


def _written_day(text: str, year: int | None) -> tuple[int, int, int] | None:
    """Year, month and day as they are written, which need not be those of a day; None for any other text."""
    plain = _TIME.sub("", clean(text))
    if match := _YEAR_FIRST.fullmatch(plain) or _DIGITS_YEAR_FIRST.fullmatch(plain):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_MONTH_YEAR.fullmatch(plain) or _DIGITS_ONLY.fullmatch(plain) or _LONG_DAY.fullmatch(plain):
        written = match[3] or ("" if year is None else str(year))
        return (_full_year(written), int(match[2]), int(match[1])) if written else None
    return None


def _full_year(written: str) -> int:
    year = int(written)
    if len(written) != 2:  # noqa: PLR2004 - 23 means 2023
        return year
    return 2000 + year if year <= _LAST_SHORT_YEAR else 1900 + year


def show_day(day: date) -> str:
    """A day as dd/mm/yyyy, whatever the regional settings of the machine."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def long_day(day: date) -> str:
    """The day of an official document: "ngày 05 tháng 02 năm 2023", but "tháng 6".

    Days below 10 and the months January and February get a leading zero (decree 30/2020/NĐ-CP, appendix I).
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - see above
    return f"ngày{NO_BREAK}{day.day:02} tháng{NO_BREAK}{month} năm{NO_BREAK}{day.year}"


_ANY_DAY = re.compile(r"(?<![0-9])([0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{4})(?![0-9])")


_SOME_DAY = re.compile(r"(?<![0-9])[0-9]{1,2}[/.\-][0-9]{1,2}(?:[/.\-][0-9]{4})?(?![0-9/.\-])")


def find_day(text: str) -> date | None:
    """The first full day mentioned inside *text* ("Số liệu tính đến ngày 31/12/2022"); None where there is none.

    Raises:
        ValueError: where the day does not exist.
    """
    if match := _ANY_DAY.search(text) or _LONG_DAY.search(clean(text)):
        return parse_day(match[0])
    return None


def nearest_day_in(text: str, year: int | None = None) -> date | None:
    """The day that *text* mentions ("chậm nhất ngày 30/02/2023"), or the one nearest to it where it does not exist.

    None where there is nothing of the kind.
    """
    match = _SOME_DAY.search(text) or _LONG_DAY.search(clean(text))
    return nearest_day(match[0], year) if match else None


_ROMAN_QUARTERS = ("i", "ii", "iii", "iv")
_QUARTER = re.compile(r"\bquy\s*(iv|iii|ii|i|[1-4])(?:\s*[/\-–,.]\s*|\s+)(?:nam\s*)?([0-9]{4})\b")
_HALF = re.compile(r"\b(?:0?6|sau) thang (dau|cuoi)(?: nam)?\s*[/\-–,.]?\s*([0-9]{4})\b")
_YEAR = re.compile(r"\bnam\s*([0-9]{4})\b")
_OTHER_SPAN = re.compile(r"\bthang\b|[0-9]{4}\s*[-–]\s*[0-9]{4}")


def find_period(text: str) -> str | None:
    """The code of the period that *text* names: "QUÝ I/2023" → "2023-Q1", "6 tháng đầu năm 2023" → "2023-H1".

    A bare "năm 2023" is the year ("2023"); None where no period is named, or a month, or more than one year.
    """
    plain = fold(text).replace("_", " ")
    if match := _QUARTER.search(plain):
        number = int(match[1]) if match[1].isdigit() else _ROMAN_QUARTERS.index(match[1]) + 1
        return f"{match[2]}-Q{number}"
    if match := _HALF.search(plain):
        return f"{match[2]}-H{1 if match[1] == 'dau' else 2}"
    years = set(_YEAR.findall(plain))
    return years.pop() if len(years) == 1 and not _OTHER_SPAN.search(plain) else None


_ROMAN_DIGITS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def capitalized(words: str) -> str:
    """The same words with a large first letter: "không đạt" → "Không đạt"."""
    return words[:1].upper() + words[1:]


def roman_number(number: int) -> str:
    """A number from 1 to 39 in Roman numerals, as chapters and annexes are counted."""
    written = ""
    for value, digits in _ROMAN_DIGITS:
        count, number = divmod(number, value)
        written += digits * count
    return written
