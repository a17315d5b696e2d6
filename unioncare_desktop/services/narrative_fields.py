"""What the named fields of the periodic report stand for: figures of a period, and whole sentences about them.

A field that begins with "câu" is a sentence the program words; it is blank where there is nothing to tell, and what is
blank is left out. The figures are those of `status`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.plan import QUALITATIVE
from unioncare_desktop.domain.records.registration import ACHIEVED, AWARDED, FAILED, PARTLY
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.terms import TermState
from unioncare_desktop.i18n import _
from unioncare_desktop.services import (
    awards,
    campaigns,
    counts,
    deadlines,
    merger_bases,
    mergers,
    office,
    officers,
    registering,
    registrations,
    statistics_forms,
    targets,
)
from unioncare_desktop.services.campaigns import CampaignRow, RoundRow
from unioncare_desktop.services.counts import Totals
from unioncare_desktop.services.deadline_sources import TERM
from unioncare_desktop.services.deadlines import State
from unioncare_desktop.services.merger_bases import Target
from unioncare_desktop.services.merger_drafts import MergerRow
from unioncare_desktop.services.period_figures import PeriodFigures
from unioncare_desktop.services.statistics_forms import MEASURES
from unioncare_desktop.services.targets import TargetStanding
from unioncare_desktop.vietnamese import NO_BREAK, counted, show_day, show_percent, show_whole

_MOST_NAMED = 5
"""So many unions, targets or tasks are named in a sentence; of more, it says how many there are besides."""
PERSON = _("người")


class NarrativeFigures(PeriodFigures):
    """The figures of a period with what the other chapters tell, each read when it is first asked for."""

    @property
    def unit(self) -> str:
        """What the office keeps rows for."""
        return self.office.kind.unit

    @cached_property
    def target(self) -> Target:
        """How far the small unions are merged."""
        return merger_bases.target(self.session, self.span)

    @cached_property
    def mergers(self) -> list[MergerRow]:
        """The mergers that took effect in the period, the earliest first."""
        return mergers.in_effect(self.session, self.span)

    @cached_property
    def small_below(self) -> int | None:
        """Fewer members than these are few; None where that is not the office's business."""
        holding = office.thresholds(self.session, self.span.end)
        return holding.get("small_below") if self.office.kind.small_matters else None

    @cached_property
    def campaigns(self) -> list[CampaignRow]:
        """The campaigns that have a round in the period."""
        ids = {one.campaign_id for one in self.rounds}
        return [one for one in campaigns.listed(self.session) if one.id in ids]

    @cached_property
    def rounds(self) -> list[RoundRow]:
        """The rounds that share a day with the period, the earliest first."""
        return campaigns.in_span(self.session, self.span)

    @cached_property
    def standings(self) -> list[TargetStanding]:
        """How the targets of the plans in force stand."""
        return targets.standings(self.session, self.span, situation=self.situation)


def values(session: Session, span: Span) -> dict[str, str]:
    """What each named field stands for in *span*; blank where nothing is known, or there is nothing to tell."""
    return values_of(NarrativeFigures(session, span))


def values_of(figures: NarrativeFigures) -> dict[str, str]:
    """The same of figures that have been read."""
    return {name: tell(figures) for name, tell in FIELDS.items()}


# The office and the period


def _whole(value: int | None) -> str:
    return "" if value is None else show_whole(value)


def _listed(names: Sequence[str], what: str) -> str:
    """The first few names, and how many of *what* there are besides: "A; B; và 12 đơn vị khác"."""
    rest = len(names) - _MOST_NAMED
    others = [_("và {count} khác").format(count=counted(rest, what))] if rest > 0 else []
    return "; ".join((*names[:_MOST_NAMED], *others))


# Workers and members


def _figures(figures: NarrativeFigures) -> str:
    now = figures.now
    if not now.reported:
        return _("Chưa có số liệu nào được nộp cho {period}.").format(period=figures.span.phrase)
    sentence = _(
        "Theo số liệu của {units} đã nộp, tổng số {population} là {workers}{women_workers}; tổng số đoàn viên là"
        " {members}{women_members}{ratio}."
    )
    return sentence.format(
        units=counted(now.reported, figures.unit),
        population=figures.office["population"],
        workers=counted(now.workers, PERSON),
        women_workers=_women(figures.sum("women_workers")),
        members=counted(now.members, PERSON),
        women_members=_women(figures.sum("women_members")),
        ratio="" if now.ratio is None else _(", đạt {ratio}").format(ratio=show_percent(now.ratio)),
    )


def _women(count: int | None) -> str:
    return "" if count is None else _(" (nữ {count})").format(count=counted(count, PERSON))


def _unconfirmed(figures: NarrativeFigures) -> str:
    waiting = [row for row in figures.rows if row.unconfirmed]
    if not waiting:
        return ""
    sentence = _("Trong đó số liệu của {units} lấy như kỳ trước, chưa xác nhận ({members}).")
    members = counted(counts.sums(waiting).members, _("đoàn viên"))
    return sentence.format(units=counted(len(waiting), figures.unit), members=members)


def _missing(figures: NarrativeFigures) -> str:
    if not figures.now.missing or not figures.now.reported:
        return ""
    sentence = _("Còn {units} chưa nộp số liệu; các số trên chưa gồm những đơn vị này.")
    return sentence.format(units=counted(figures.now.missing, figures.unit))


def _since_before(figures: NarrativeFigures) -> str:
    return _compared(figures, figures.before, figures.span.previous.phrase)


def _since_a_year_ago(figures: NarrativeFigures) -> str:
    if figures.year_ago is None:
        return ""
    when = _("cùng kỳ năm trước ({period})").format(period=figures.year_ago.phrase)
    return _compared(figures, figures.a_year_ago, when)


def _compared(figures: NarrativeFigures, earlier: Totals, when: str) -> str:
    """How workers and members have changed; nothing where either period was not reported."""
    now = figures.now
    if not now.reported or not earlier.reported:
        return ""
    words = _("So với {when}, {population} {workers}, đoàn viên {members}{incomplete}.")
    incomplete = _(" (kỳ ấy còn {units} chưa nộp số liệu)").format(units=counted(earlier.missing, figures.unit))
    return words.format(
        when=when,
        population=figures.office["population"],
        workers=_change(now.workers - earlier.workers),
        members=_change(now.members - earlier.members),
        incomplete=incomplete if earlier.missing else "",
    )


def _change(difference: int) -> str:
    if difference == 0:
        return _("không thay đổi")
    verb = _("tăng") if difference > 0 else _("giảm")
    return f"{verb}{NO_BREAK}{counted(abs(difference), PERSON)}"


def _flows(figures: NarrativeFigures) -> str:
    admitted, left = figures.sum("admitted"), figures.sum("left")
    told = [
        words.format(count=counted(count, _("đoàn viên")))
        for words, count in ((_("kết nạp mới {count}"), admitted), (_("giảm {count}"), left))
        if count is not None
    ]
    return _("Trong kỳ {flows}.").format(flows=", ".join(told)) if told else ""


def _living(figures: NarrativeFigures) -> str:
    """What was typed into the statistical form, line by line."""
    rows = [row for row in statistics_forms.typed_rows(figures.session, figures.span) if not row.part]
    told = [f"{row.name[0].lower()}{row.name[1:]} {counted(row.value or 0, row.unit or '')}".strip() for row in rows]
    return _("Về việc làm, đời sống: {lines}.").format(lines="; ".join(told)) if told else ""


# Organisation


def _comings_and_goings(figures: NarrativeFigures) -> str:
    if not figures.founded and not figures.closed and not figures.merged:
        return _("Trong kỳ không có {unit} nào thành lập mới, giải thể hoặc sáp nhập.").format(unit=figures.unit)
    groups = (
        (_("thành lập mới {units} ({names})"), figures.founded),
        (_("giải thể, chấm dứt hoạt động {units} ({names})"), figures.closed),
        (_("sáp nhập {units} vào đơn vị khác ({names})"), figures.merged),
    )
    told = [
        words.format(
            units=counted(len(found), figures.unit), names=_listed([union.name for union in found], _("đơn vị"))
        )
        for words, found in groups
        if found
    ]
    return _("Trong kỳ {told}.").format(told="; ".join(told))


def _small(figures: NarrativeFigures) -> str:
    if figures.small_below is None or not figures.now.reported:
        return ""
    words = {"unit": figures.unit, "below": counted(figures.small_below, _("đoàn viên"))}
    found = counts.small(figures.rows, figures.small_below)
    if not found:
        return _("Không có {unit} nào dưới {below}.").format(**words)
    sentence = _("Có {units} dưới {below}, chiếm {share} số đơn vị đã nộp số liệu.")
    share = show_percent(len(found) / figures.now.reported)
    return sentence.format(units=counted(len(found), figures.unit), share=share, **words)


def _enterprises(figures: NarrativeFigures) -> str:
    firms = figures.situation.firms
    if not firms:
        return ""
    base = figures.situation.records.thresholds.get("enterprise_base")
    large = sum(base is not None and (firm.workers or 0) >= base for firm in firms)
    sentence = _("Còn {firms} chưa có tổ chức công đoàn, trong đó {large} có từ {base} trở lên.")
    brief = _("Còn {firms} chưa có tổ chức công đoàn.")
    return (sentence if base is not None else brief).format(
        firms=counted(len(firms), _("doanh nghiệp")),
        large=counted(large, _("doanh nghiệp")),
        base=counted(base or 0, _("lao động")),
    )


def _of_year(figures: NarrativeFigures, measure: str) -> int | None:
    return MEASURES[measure](figures)


def _officers(figures: NarrativeFigures) -> str:
    count, trained = _of_year(figures, "officers"), _of_year(figures, "officers_trained")
    if not count:
        return ""
    words = _("Có {officers}").format(officers=counted(count, _("cán bộ công đoàn")))
    if trained is not None:
        told = _("{words}, trong đó {trained} được tập huấn trong năm, đạt {share}")
        words = told.format(words=words, trained=counted(trained, PERSON), share=show_percent(trained / count))
    return words + "."


def _terms(figures: NarrativeFigures) -> str:
    found = officers.ending(figures.session, figures.situation.day)
    if not found:
        return ""
    over = sum(row.state is TermState.ENDED for row in found)
    sentence = _("Có {ending} sắp hết nhiệm kỳ, {over} đã hết nhiệm kỳ mà chưa có người kế nhiệm.")
    return sentence.format(ending=counted(len(found) - over, _("cán bộ")), over=counted(over, _("cán bộ")))


def _ratings(figures: NarrativeFigures) -> str:
    good = _of_year(figures, "good_ratings")
    if good is None:
        return ""
    sentence = _("Năm {year} có {good} được xếp loại hoàn thành tốt nhiệm vụ trở lên trong số {rated} được xếp loại.")
    rated = len(figures.situation.facts.rated)
    return sentence.format(year=figures.span.year, good=counted(good, figures.unit), rated=counted(rated, _("đơn vị")))


def _agreements(figures: NarrativeFigures) -> str:
    signed, good = _of_year(figures, "agreements"), _of_year(figures, "good_agreements")
    if signed is None:
        return ""
    words = _("Có {units} có thỏa ước lao động tập thể").format(units=counted(signed, figures.unit))
    if good is not None:
        words = _("{words}, trong đó {good} xếp loại B trở lên").format(words=words, good=counted(good, _("thỏa ước")))
    return words + "."


def _conferences(figures: NarrativeFigures) -> str:
    held, talks = _of_year(figures, "conferences"), _of_year(figures, "dialogues")
    told = []
    if held is not None:
        words = _("{units} đã tổ chức hội nghị người lao động, hội nghị cán bộ, công chức, viên chức")
        told.append(words.format(units=counted(held, figures.unit)))
    if talks is not None:
        told.append(_("tổ chức {talks} tại nơi làm việc").format(talks=counted(talks, _("cuộc đối thoại"))))
    return _("Trong năm có {told}.").format(told="; ".join(told)) if told else ""


# Mergers


def _merger_target(figures: NarrativeFigures) -> str:
    if figures.small_below is None:
        return ""
    return merger_bases.result_words(figures.target, figures.small_below, figures.span)


def _merged(figures: NarrativeFigures) -> str:
    if figures.small_below is None:
        return ""
    if not figures.mergers:
        return _("Trong kỳ chưa thực hiện việc sáp nhập nào.")
    sentence = _("Trong kỳ đã thực hiện {count} với {units} tham gia ({names}).")
    return sentence.format(
        count=counted(len(figures.mergers), _("việc sáp nhập")),
        units=counted(sum(len(row.parts) for row in figures.mergers), figures.office.kind.unit_short),
        names=_listed([row.name for row in figures.mergers], _("việc")),
    )


# Competitions


def _campaign_names(figures: NarrativeFigures) -> str:
    return "; ".join(one.words for one in figures.campaigns)


def _rounds(figures: NarrativeFigures) -> str:
    return ", ".join(dict.fromkeys(one.name for one in figures.rounds))


def _registered(figures: NarrativeFigures) -> str:
    """Per round of the period: how many have registered of how many, and how much."""
    told = [registering.standing(figures.session, one.id) for one in figures.rounds]
    if not told:
        return ""
    sentence = _("{round}: {registered}/{expected} đã đăng ký thi đua{share}, với {count}")
    rounds = [
        sentence.format(
            round=one.round.name,
            registered=show_whole(one.registered),
            expected=counted(one.expected, figures.unit),
            share="" if one.share is None else _(", đạt {share}").format(share=show_percent(one.share)),
            count=counted(one.registrations, _("đăng ký")),
        )
        for one in told
    ]
    words = _("Thực hiện {campaigns}: {rounds}.")
    return words.format(campaigns=_campaign_names(figures), rounds="; ".join(rounds))


def _results(figures: NarrativeFigures) -> str:
    found = registrations.rows(figures.session, [one.id for one in figures.rounds]) if figures.rounds else []
    outcomes = Counter(row.outcome for row in found if row.outcome is not None)
    if not outcomes:
        return ""
    sentence = _("Đã đánh giá {reviewed} trên {all}: {achieved} đạt, {partly} đạt một phần, {failed} không đạt.")
    return sentence.format(
        reviewed=show_whole(outcomes.total()),
        all=counted(len(found), _("đăng ký")),
        achieved=show_whole(outcomes[ACHIEVED]),
        partly=show_whole(outcomes[PARTLY]),
        failed=show_whole(outcomes[FAILED]),
    )


def _awarded(figures: NarrativeFigures) -> str:
    given = Counter[str]()
    for one in figures.rounds:
        for row in awards.rows(figures.session, one.id):
            if row.state == AWARDED:
                given[row.name] += row.quantity
    if not given:
        return ""
    told = _listed([f"{show_whole(count)}{NO_BREAK}{name}" for name, count in given.items()], _("hình thức"))
    words = _("Đã khen thưởng {count}: {awards}.")
    return words.format(count=counted(given.total(), _("trường hợp")), awards=told)


# Targets and what is next


def _targets(figures: NarrativeFigures) -> str:
    found = figures.standings
    if not found:
        return ""
    plans = len({one.target.plan_id for one in found})
    sentence = _("Có {count} của {plans} đang thực hiện: {states}.")
    return sentence.format(
        count=counted(len(found), _("chỉ tiêu")),
        plans=counted(plans, _("kế hoạch")),
        states=targets.states_words(found),
    )


def _unmet(figures: NarrativeFigures) -> str:
    """The targets that are wanted now and not met, each with what is missing; those several plans want alike once."""
    unmet = [one for one in figures.standings if one.current and one.met is False]
    told = dict.fromkeys(
        _("{name} ({value}, yêu cầu {wanted})").format(
            name=one.indicator.name, value=one.value_words, wanted=one.target.wanted
        )
        for one in unmet
        if one.target.comparator != QUALITATIVE
    )
    words = _("Một số chỉ tiêu chưa đạt: {targets}.")
    return words.format(targets=_listed(list(told), _("chỉ tiêu"))) if told else ""


def _merging_next(figures: NarrativeFigures) -> str:
    target = figures.target if figures.small_below is not None else None
    if target is None or not target.base or target.reached:
        return ""
    sentence = _("Tiếp tục sáp nhập các {unit} có ít đoàn viên; {goal}.")
    return sentence.format(unit=figures.unit, goal=target.goal_words)


def _tasks(figures: NarrativeFigures) -> str:
    """What plans and calendars demand in the period after it; ends of terms are only counted."""
    after = figures.span.next
    found = deadlines.occurrences(figures.session, after.start, after.end, after.start)
    open_ones = [one for one in found if one.state != State.DONE]
    tasks = [one for one in open_ones if one.kind != TERM]
    words, terms = _("{title} (hạn {day})"), len(open_ones) - len(tasks)
    told = list(dict.fromkeys(words.format(title=one.title, day=show_day(one.due)) for one in tasks))
    if terms:
        told.insert(0, _("bầu, kiện toàn {count} hết nhiệm kỳ").format(count=counted(terms, _("cán bộ"))))
    return _("Thực hiện các công việc đến hạn: {tasks}.").format(tasks=_listed(told, _("việc"))) if told else ""


Tell = Callable[[NarrativeFigures], str]
FIELDS: Mapping[str, Tell] = MappingProxyType(
    {
        "đơn vị ban hành": lambda figures: figures.office.name if figures.office.named else "",
        "cấp trên": lambda figures: figures.office["superior"] or "",
        "loại đơn vị": lambda figures: figures.unit,
        "kỳ số liệu": lambda figures: figures.span.phrase,
        "kỳ trước": lambda figures: figures.span.previous.phrase,
        "kỳ sau": lambda figures: figures.span.next.phrase,
        "ngày chốt": lambda figures: show_day(figures.cut_off),
        "CNVCLĐ": lambda figures: str(figures.office["population"]),
        "số đơn vị": lambda figures: show_whole(len(figures.living)),
        "số đơn vị đã nộp": lambda figures: show_whole(figures.now.reported),
        "số đơn vị chưa nộp": lambda figures: show_whole(figures.now.missing),
        "số lao động": lambda figures: _whole(figures.sum("workers")),
        "số lao động nữ": lambda figures: _whole(figures.sum("women_workers")),
        "số đoàn viên": lambda figures: _whole(figures.sum("members")),
        "số đoàn viên nữ": lambda figures: _whole(figures.sum("women_members")),
        "số kết nạp": lambda figures: _whole(figures.sum("admitted")),
        "số giảm": lambda figures: _whole(figures.sum("left")),
        "tỷ lệ đoàn viên": lambda figures: "" if figures.now.ratio is None else show_percent(figures.now.ratio),
        "số đơn vị thành lập mới": lambda figures: show_whole(len(figures.founded)),
        "số đơn vị kết thúc": lambda figures: show_whole(len(figures.closed)),
        "số đơn vị sáp nhập": lambda figures: show_whole(len(figures.merged)),
        "phong trào": _campaign_names,
        "đợt thi đua": _rounds,
        "câu số liệu": _figures,
        "câu chưa xác nhận": _unconfirmed,
        "câu chưa nộp": _missing,
        "câu so với kỳ trước": _since_before,
        "câu so với cùng kỳ": _since_a_year_ago,
        "câu kết nạp": _flows,
        "câu việc làm": _living,
        "câu thành lập, kết thúc": _comings_and_goings,
        "câu đơn vị nhỏ": _small,
        "câu doanh nghiệp": _enterprises,
        "câu cán bộ": _officers,
        "câu nhiệm kỳ": _terms,
        "câu xếp loại": _ratings,
        "câu thỏa ước": _agreements,
        "câu hội nghị": _conferences,
        "câu chỉ tiêu sáp nhập": _merger_target,
        "câu sáp nhập": _merged,
        "câu đăng ký": _registered,
        "câu kết quả": _results,
        "câu khen thưởng": _awarded,
        "câu chỉ tiêu": _targets,
        "câu chỉ tiêu chưa đạt": _unmet,
        "câu sáp nhập kỳ tới": _merging_next,
        "câu việc kỳ tới": _tasks,
    }
)
"""Every field and what it stands for, in the order in which they are offered."""
