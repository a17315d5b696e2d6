"""What the text of a plan gave, as rows of the two grids of its dialog: findings, and proposals to be taken or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from unioncare_desktop.domain.kinds import Flag, Whole
from unioncare_desktop.domain.records.plan import DEADLINE_KINDS, YEARLY
from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.domain.rules.plan_text import (
    Finding,
    Linted,
    ProposedDeadline,
    ProposedRegister,
    ProposedTarget,
)
from unioncare_desktop.i18n import _
from unioncare_desktop.services import plan_linting
from unioncare_desktop.services.plan_linting import Accepted, Proposal
from unioncare_desktop.services.plans import PlanRow
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.vietnamese import show_day

TAKEN, INDICATOR = "taken", "indicator"


@dataclass(frozen=True)
class FindingRow:
    """A finding; its `key` is its place in the list."""

    key: int
    finding: Finding

    @property
    def line(self) -> int:
        """The line of the text."""
        return self.finding.line

    @property
    def kind(self) -> Badge:
        """What kind of thing it is."""
        return Badge(self.finding.title, "error" if self.finding.serious else "warning")

    @property
    def sentence(self) -> str:
        """What is wrong and how to mend it."""
        return self.finding.sentence


@dataclass(frozen=True)
class ProposalRow:
    """A proposal, whether it is to be taken, and whether the plan has it already."""

    key: int
    proposal: Proposal
    taken: bool = False
    there: bool = False

    @property
    def line(self) -> int:
        """The line of the text."""
        return self.proposal.line

    @property
    def part(self) -> str:
        """What it would become."""
        if isinstance(self.proposal, ProposedTarget):
            return _("chỉ tiêu")
        if isinstance(self.proposal, ProposedDeadline):
            return DEADLINE_KINDS[self.proposal.kind]
        return _("nội dung đăng ký")

    @property
    def indicator(self) -> str | None:
        """The key of a target's indicator."""
        return self.proposal.indicator if isinstance(self.proposal, ProposedTarget) else None

    @property
    def wanted(self) -> str:
        """What a target wants: "trên 55 %"."""
        return plan_linting.as_row(self.proposal).wanted if isinstance(self.proposal, ProposedTarget) else ""

    @property
    def when(self) -> str:
        """By when: a milestone, a day, a rhythm."""
        if isinstance(self.proposal, ProposedTarget):
            every = _("hằng năm") if self.proposal.rhythm == YEARLY else ""
            return ", ".join(filter(None, (self.proposal.milestone, every)))
        if isinstance(self.proposal, ProposedDeadline):
            return _due(self.proposal)
        return ""

    @property
    def words(self) -> str:
        """How the text words it."""
        return self.proposal.words if isinstance(self.proposal, ProposedTarget) else self.proposal.title

    @property
    def state(self) -> Badge:
        """What is to be known before it is taken."""
        if self.there:
            return Badge(_("đã có"), "good")
        if self.lacks_indicator:
            return Badge(_("chọn chỉ tiêu"), "warning")
        if isinstance(self.proposal, ProposedDeadline) and self.proposal.problem:
            return Badge(_("chưa rõ ngày"), "warning")
        return Badge("")

    @property
    def lacks_indicator(self) -> bool:
        """Whether it is a target whose indicator was not recognised."""
        return isinstance(self.proposal, ProposedTarget) and self.proposal.indicator is None


def _due(deadline: ProposedDeadline) -> str:
    if deadline.due is not None:
        return show_day(deadline.due)
    return recurrence.words(deadline.rule) if deadline.rule else ""


def finding_rows(found: Linted) -> list[FindingRow]:
    """The findings, in the order of the text."""
    return [FindingRow(number, finding) for number, finding in enumerate(found.findings)]


def proposal_rows(found: Linted, plan: PlanRow | None) -> list[ProposalRow]:
    """All that is proposed; to be taken is what is complete and not in the *plan* already."""
    proposals: Sequence[Proposal] = (*found.targets, *found.deadlines, *found.registers)
    return [beside(ProposalRow(number, one), plan) for number, one in enumerate(proposals)]


def beside(row: ProposalRow, plan: PlanRow | None) -> ProposalRow:
    """A row as it is proposed for a *plan*; None is a new one."""
    there = plan is not None and plan_linting.is_in(plan, row.proposal)
    return replace(row, there=there, taken=not there and not row.lacks_indicator)


def with_indicator(row: ProposalRow, key: str | None) -> ProposalRow:
    """The row of a target with the indicator that was chosen: to be taken, as it was looked at."""
    if not isinstance(row.proposal, ProposedTarget):
        return row
    return replace(row, proposal=replace(row.proposal, indicator=key), taken=key is not None)


def ticked(row: ProposalRow, *, taken: bool) -> ProposalRow:
    """The row to be taken or not; what lacks an indicator or is in the plan already stays untaken."""
    return replace(row, taken=taken and not row.there and not row.lacks_indicator)


def accepted(rows: Sequence[ProposalRow]) -> Accepted:
    """What is to be taken."""
    taken = [row.proposal for row in rows if row.taken]
    return Accepted(
        tuple(one for one in taken if isinstance(one, ProposedTarget)),
        tuple(one for one in taken if isinstance(one, ProposedDeadline)),
        tuple(one for one in taken if isinstance(one, ProposedRegister)),
    )


def finding_columns() -> tuple[GridColumn, ...]:
    """Line, kind, sentence."""
    return (
        GridColumn("line", _("Dòng"), Whole(), width=66),
        GridColumn("kind", _("Loại"), status=True, width=196),
        GridColumn("sentence", _("Cần xem"), width=620),
    )


def proposal_columns(indicators: Mapping[str, str]) -> tuple[GridColumn, ...]:
    """With *indicators* by their keys, to be chosen where none was recognised."""
    return (
        GridColumn(TAKEN, _("Lấy"), Flag(), width=62, editable=True, frozen=True, tip=_("Phím cách: lấy hoặc bỏ")),
        GridColumn("part", _("Loại"), width=126, muted=True),
        GridColumn("line", _("Dòng"), Whole(), width=66),
        GridColumn(INDICATOR, _("Chỉ tiêu thống kê"), width=250, editable=True, options=indicators),
        GridColumn("wanted", _("Mức phải đạt"), width=190, strong=True),
        GridColumn("when", _("Khi nào"), width=200),
        GridColumn("state", _("Lưu ý"), status=True, width=118),
        GridColumn("words", _("Văn bản ghi"), width=520),
    )
