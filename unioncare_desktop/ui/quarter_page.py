"""A page that shows one quarter, the one that all pages show, with the way to the quarters before and after."""

from typing import TYPE_CHECKING

from unioncare_desktop import clock
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.ui.page import Context, Page
from unioncare_desktop.ui.widgets.period_switch import PeriodSwitch

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class QuarterPage(Page):
    """`span` is the quarter that is shown, None until one was; `refresh` reads it and calls `show_quarter`."""

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.span: Span | None = None
        self.latest = Span.quarter_of(clock.today())
        """Where the way on ends."""
        self.switch = PeriodSwitch()
        self.header.add_beside(self.switch)
        self.switch.previous.connect(self.previous_period)
        self.switch.next.connect(self.next_period)
        context.changed.connect(self._follow)

    def shared_span(self) -> Span | None:
        """The quarter that all pages show; of a longer period its last."""
        return Span.parse(self.context.period).quarters[-1] if self.context.period else None

    def show_quarter(self, span: Span, *known: Span) -> None:
        """Show *span* in the switch; the way on ends with the present quarter, or the last of those *known*."""
        self.span = span
        self.latest = max(self.latest, *known) if known else self.latest
        after = span.next.beside(span) if span < self.latest else ""
        self.switch.show_period(span.title, span.previous.beside(span), after)

    def previous_period(self) -> None:
        """Ctrl+PgUp: the quarter before."""
        if self.span is not None:
            self.context.choose_period(self.span.previous.code, self.span.previous.title)

    def next_period(self) -> None:
        """Ctrl+PgDn: the quarter after, as far as there is one."""
        if self.span is not None and self.span < self.latest:
            self.context.choose_period(self.span.next.code, self.span.next.title)

    def _follow(self) -> None:
        if self.span is not None and self.shared_span() not in (None, self.span):
            self.refresh()
