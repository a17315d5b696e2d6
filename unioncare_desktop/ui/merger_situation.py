"""What the page of mergers shows of a quarter, read at once; and what is to be done first where nothing is small."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from unioncare_desktop import clock
from unioncare_desktop.domain.records.merger import LEAVE
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import merger_bases, merger_locks, mergers, small_unions
from unioncare_desktop.services.merger_bases import Target
from unioncare_desktop.services.merger_locks import LockRow
from unioncare_desktop.services.mergers import Successor
from unioncare_desktop.services.small_unions import Overview
from unioncare_desktop.ui.widgets.basics import Button, EmptyState
from unioncare_desktop.vietnamese import roman_number, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session

Go = Callable[[str, object], object]


@dataclass(frozen=True)
class Situation:
    """The small unions of a quarter, what became of them, what is wanted of them, and how far the target is reached."""

    overview: Overview
    target: Target
    locks: tuple[LockRow, ...]
    successors: dict[int, Successor]

    @property
    def span(self) -> Span:
        """The quarter."""
        return self.overview.span

    @cached_property
    def quarters(self) -> tuple[Span, ...]:
        """The quarters of the series of members, the oldest first."""
        return small_unions.last_quarters(self.span)

    @property
    def exact(self) -> str:
        """The sizes that are neither small nor large enough: "10"."""
        below, above = self.overview.below, self.overview.above
        return show_whole(below) if below == above else f"{below}-{above}"

    @cached_property
    def left_alone(self) -> frozenset[int]:
        """The unions that the user wants to leave as they are."""
        return frozenset(lock.union_id for lock in self.locks if lock.kind == LEAVE)

    @property
    def silent(self) -> bool:
        """Whether nobody has reported for the quarter."""
        overview = self.overview
        return not overview.small and len(overview.unknown) == len(overview.living)


def read(session: "Session", span: Span) -> Situation:
    """The situation of a quarter, as it is today.

    Raises:
        UserError: no threshold says what is small in that quarter.
    """
    today = clock.today()
    return Situation(
        small_unions.overview(session, span),
        merger_bases.target(session, span, max(today, span.end)),
        tuple(merger_locks.listed(session)),
        mergers.successors(session),
    )


def short(span: Span) -> str:
    """A quarter as the heading of a narrow column: "IV/22"."""
    return f"{roman_number(span.number)}/{span.year % 100:02}"


def nothing_small(situation: Situation, go: Go) -> EmptyState | None:
    """What is said in place of a list or plan while there is no small union to show; None where there is one."""
    if situation.overview.small:
        return None
    if situation.silent:
        return EmptyState(
            "counts",
            _("Chưa có số liệu {period}, nên chưa biết đơn vị nào nhỏ.").format(period=situation.span.phrase),
            Button(_("Nhập &số liệu trên màn hình"), lambda: go("counts", None)),
            Button(_("Nhập từ E&xcel"), lambda: go("imports", None), role="primary"),
            detail=_("Nhập số đoàn viên của quý, hoặc chọn quý khác (Ctrl+PgUp, Ctrl+PgDn)."),
        )
    sentence = _("Tin vui: {period} không còn đơn vị nào dưới {below} đoàn viên.")
    return EmptyState(
        "ok",
        sentence.format(period=situation.span.phrase, below=show_whole(situation.overview.below)),
        detail=small_unions.borderline_words(
            situation.overview.borderline, situation.overview.below, situation.overview.above
        ),
    )


def nothing_to_plan(situation: Situation, go: Go, show_proposals: Callable[[], object]) -> EmptyState | None:
    """What is said where nothing is left to be planned."""
    if situation.overview.candidates or not situation.overview.small:
        return nothing_small(situation, go)
    proposed = sum(one.in_proposal is not None for one in situation.overview.alive)
    sentence = (
        _("Cả {count} đơn vị nhỏ {period} đã có trong đề nghị.")
        if proposed
        else _("Các đơn vị nhỏ {period} đều đã được ghép hoặc đã kết thúc.")
    )
    door = Button(_("&Xem đề nghị, đã thực hiện"), show_proposals, role="primary")
    return EmptyState("ok", sentence.format(count=show_whole(proposed), period=situation.span.phrase), door, detail="")
