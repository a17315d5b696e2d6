"""Whether a figure meets a target, how much is missing, and how a share is written: exact, with whole numbers only.

What a target wants is in hundredths: of the unit that is counted, or of one percent of a share.
"""

from dataclasses import dataclass

from unioncare_desktop.domain.records.plan import ABOUT, ABOVE, AT_LEAST, AT_MOST, BELOW, QUALITATIVE
from unioncare_desktop.vietnamese import NO_BREAK, show_percent

_HUNDREDTHS = 100
_WHOLE = 100 * _HUNDREDTHS
"""All of them, in hundredths of one percent."""
_TENTH = 10
_UPWARDS = (ABOVE, AT_LEAST, ABOUT)


@dataclass(frozen=True)
class Verdict:
    """Whether a target is met, and by how many units it is not.

    `met` is None where nobody can say: no figure, or none is wanted. `gap` is how many more units are needed as things
    stand (fewer, where the target is an upper limit), 0 where it is met; None where unknown or out of reach.
    """

    met: bool | None
    gap: int | None


_OPEN = Verdict(None, None)


def judge(
    comparator: str, wanted: int | None, numerator: int | None, denominator: int | None = None, *, about: int = 0
) -> Verdict:
    """How a figure stands against what is wanted: a count, or a share where there is a *denominator*.

    What is wanted "about" is met when at most *about* percent of it are missing; its gap is to the full figure. Only
    the numerator of a share grows. A share of nothing is never judged.
    """
    if comparator == QUALITATIVE or wanted is None or numerator is None or denominator == 0:
        return _OPEN
    unit = _HUNDREDTHS if denominator is None else _WHOLE
    goal = wanted * (1 if denominator is None else denominator)
    if _holds(comparator, numerator * unit, goal, about):
        return Verdict(met=True, gap=0)
    return Verdict(met=False, gap=_gap(comparator, goal, unit, numerator, denominator))


def _holds(comparator: str, reached: int, goal: int, about: int) -> bool:
    if comparator == ABOUT:
        return reached * 100 >= goal * (100 - about)
    return {ABOVE: reached > goal, AT_LEAST: reached >= goal, BELOW: reached < goal, AT_MOST: reached <= goal}[
        comparator
    ]


def _gap(comparator: str, goal: int, unit: int, numerator: int, denominator: int | None) -> int | None:
    """The way to the nearest number that is enough; None where there is none."""
    enough = {
        ABOVE: goal // unit + 1,
        AT_LEAST: -(-goal // unit),
        ABOUT: -(-goal // unit),
        BELOW: -(-goal // unit) - 1,
        AT_MOST: goal // unit,
    }[comparator]
    if enough < 0 or (denominator is not None and enough > denominator):
        return None
    return abs(enough - numerator)


def surplus(comparator: str, wanted: int | None, numerator: int | None, denominator: int | None = None) -> int | None:
    """How many units a target that is met could lose and still be met; None where it is not one for more."""
    verdict = judge(comparator, wanted, numerator, denominator)
    if comparator not in _UPWARDS or not verdict.met or numerator is None:
        return None
    from_nothing = judge(comparator, wanted, 0, denominator).gap
    return None if from_nothing is None else numerator - from_nothing


def percent_hundredths(numerator: int, denominator: int, wanted: int | None = None) -> int:
    """A share in hundredths of one percent, rounded, but never to the other side of what is *wanted* or of 100 %."""
    shown = (numerator * _WHOLE * 2 + denominator) // (denominator * 2)
    for line in (_WHOLE, wanted):
        if line is not None:
            shown = _kept_beside(shown, numerator * _WHOLE - line * denominator, line)
    return shown


def _kept_beside(shown: int, exceeds: int, line: int) -> int:
    """*shown* on the side of *line* on which the exact value is."""
    if exceeds > 0:
        return max(shown, line + 1)
    return min(shown, line - 1) if exceeds < 0 else line


def percent_words(numerator: int, denominator: int | None, wanted: int | None = None, places: int = 1) -> str:
    """A share as "51,6 %", with two places where one would cross what is *wanted* or 100 %; a dash where of nothing."""
    if not denominator:
        return show_percent(None)
    tenths = (numerator * _WHOLE + denominator * _TENTH // 2) // (denominator * _TENTH) * _TENTH
    crosses = any(
        _side(tenths - line) != _side(numerator * _WHOLE - line * denominator)
        for line in (_WHOLE, wanted)
        if line is not None
    )
    if crosses or places > 1:
        return hundredths_words(percent_hundredths(numerator, denominator, wanted), 2)
    return hundredths_words(tenths, 1)


def hundredths_words(percent: int, places: int) -> str:
    """So many hundredths of one percent with one or two decimal places: "51,6 %"."""
    return f"{percent / _HUNDREDTHS:.{places}f}".replace(".", ",") + NO_BREAK + "%"


def _side(difference: int) -> int:
    return (difference > 0) - (difference < 0)
