"""The columns of the yearly facts and of the enterprises without a union, and how states and sums are said in them."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records.yearly import YES
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import enterprises, yearly_facts
from unioncare_desktop.services.count_figures import added
from unioncare_desktop.services.enterprises import EnterpriseRow
from unioncare_desktop.services.yearly_facts import FIELDS, LISTS, NUMBERS, YearlyRow
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.ui.union_columns import of_union
from unioncare_desktop.vietnamese import show_whole

Options = Mapping[str, Mapping[Any, str]]
_FIGURE_WIDTH = 92
_WIDTHS = {
    "rating_id": 228,
    "agreement": 84,
    "agreement_from": 104,
    "agreement_until": 104,
    "agreement_grade_id": 112,
    "officers": 100,
    "officers_trained": 112,
    "participants": 108,
    "hardship": 112,
    "helped": 116,
    "studying": 112,
    "taught": 116,
    "double": 112,
    "initiatives_entered": 112,
    "note": 200,
}
_TITLES = {
    "agreement": _("TƯLĐTT"),
    "agreement_from": _("Ngày ký"),
    "agreement_until": _("Hết hạn"),
    "conference": _("HN NLĐ"),
    "dialogues": _("Đối thoại"),
    "officers": _("Cán bộ CĐ"),
    "officers_trained": _("CB tập huấn"),
    "participants": _("ĐV tham gia"),
    "helped": _("ĐV được giúp"),
    "studying": _("ĐV học nghề"),
    "taught": _("Tuyên truyền"),
    "double": _("ĐV nhiều TC"),
    "initiatives": _("Sáng kiến"),
    "initiatives_entered": _("SK cập nhật"),
}
"""Short headings; the whole label is their tip."""


def of_facts(options: Options) -> tuple[GridColumn, ...]:
    """The union, its people and how far its facts have come, then all facts; *options* are the choices of lists."""
    return (
        GridColumn("number", _("STT"), width=50, ordinal=True, frozen=True),
        *of_union(width=250),
        _people("members", _("Đoàn viên")),
        _people("workers", _("Lao động")),
        GridColumn("state", _("Tình trạng"), value=state, sort=_urgency, status=True, width=120),
        *(_fact(name, options) for name in FIELDS),
    )


def _people(name: str, title: str) -> GridColumn:
    tip = _("{title}, theo quý gần nhất trong năm mà đơn vị đã nộp").format(title=title)
    return GridColumn(name, title, Whole(), value=attrgetter(f"about.{name}"), width=100, muted=True, tip=tip)


def _fact(name: str, options: Options) -> GridColumn:
    field = FIELDS[name]
    return GridColumn(
        name,
        _TITLES.get(name, field.label),
        field.kind,
        width=_WIDTHS.get(name, _FIGURE_WIDTH),
        value=lambda row: row.facts[name],
        editable=True,
        tip=field.label,
        headers=field.headings,
        options=_offered(options, name) if name in LISTS else None,
    )


def _offered(options: Options, name: str) -> Callable[[], Mapping[Any, str]]:
    """The choices of a list as they are when they are wanted."""
    return lambda: options.get(name, {})


def state(row: YearlyRow) -> Badge:
    """How far the facts of a union have come."""
    if row.missing:
        return Badge(_("chưa nhập"), "error")
    return Badge(_("đã nhập"), "good") if row.entered else Badge(_("không phải nộp"))


def _urgency(row: YearlyRow) -> tuple[bool, ...]:
    return (not row.missing,)


def any_odd(found: Sequence[Problem]) -> bool:
    """Whether any of the problems *found* is more than a hint."""
    return any(problem.severity is not Severity.HINT for problem in found)


def totals_of_facts(rows: Sequence[YearlyRow], unit: str) -> dict[str, str]:
    """What stands below the columns: figures add up, answers of yes and what was told of others are counted."""
    done = yearly_facts.completeness(rows)
    words = _("Đã nhập {part}/{whole} {unit}").format(
        part=show_whole(done.anything.part), whole=show_whole(done.anything.whole), unit=unit
    )
    sums = {name: added(row.facts[name] for row in rows) for name in NUMBERS}
    sums |= {name: added(getattr(row.about, name) for row in rows) for name in ("members", "workers")}
    texts = {name: "" if value is None else show_whole(value) for name, value in sums.items()}
    for name in ("agreement", "conference"):
        count = sum(row.facts[name] == YES for row in rows)
        texts[name] = _("{count} có").format(count=show_whole(count)) if count else ""
    for name in (*LISTS, "agreement_from", "agreement_until"):
        share = done.facts[name]
        texts[name] = f"{show_whole(share.part)}/{show_whole(share.whole)}" if share.whole else ""
    return texts | {"name": words}


def told(name: str, rows: Sequence[YearlyRow]) -> str:
    """How complete a fact is: "Xếp loại: đã ghi 120/330"."""
    share = yearly_facts.completeness(rows).facts[name]
    return _("{label}: đã ghi {part}/{whole}").format(
        label=FIELDS[name].label, part=show_whole(share.part), whole=show_whole(share.whole)
    )


# Enterprises

_ENTERPRISE_WIDTHS = {
    "name": 280,
    "code": 110,
    "area_id": 130,
    "sector_id": 190,
    "workers": 92,
    "contact": 150,
    "phone": 104,
    "email": 170,
    "surveyed_on": 104,
    "address": 200,
    "business": 140,
    "note": 180,
}
_ORDER = ("code", "workers", "area_id", "sector_id", "contact", "phone", "surveyed_on", "email", "address", "business")


def of_enterprises(options: Options) -> tuple[GridColumn, ...]:
    """The name, how far the way to a union has come, then what is known of the enterprise."""
    state_field = enterprises.FIELDS["state"]
    return (
        GridColumn("number", _("STT"), width=50, ordinal=True, frozen=True),
        _of_enterprise("name", options),
        GridColumn("union", _("Công đoàn đã thành lập"), value=founded, status=True, width=200),
        GridColumn(
            "state", state_field.label, state_field.kind, width=196, editable=True, headers=state_field.headings
        ),
        *(_of_enterprise(name, options) for name in (*_ORDER, "note")),
    )


def _of_enterprise(name: str, options: Options) -> GridColumn:
    field = enterprises.FIELDS[name]
    first = name == "name"
    return GridColumn(
        name,
        _("Lao động") if name == "workers" else field.label,
        field.kind,
        width=_ENTERPRISE_WIDTHS[name],
        editable=True,
        frozen=first,
        strong=first,
        headers=field.headings,
        sort=attrgetter("sort_key") if first else None,
        options=_offered(options, name) if name in enterprises.LISTS else None,
    )


def founded(row: EnterpriseRow) -> Badge | None:
    """The union that was founded in an enterprise."""
    return None if row.waits else Badge(row.union or _("chưa ghi công đoàn nào"), "good" if row.union else "neutral")


def totals_of_enterprises(rows: Sequence[EnterpriseRow]) -> dict[str, str]:
    """What stands below the columns: the workers, and how many enterprises are still without a union."""
    waiting = show_whole(sum(row.waits for row in rows))
    workers = added(row.workers for row in rows)
    return {
        "name": _("Cộng {count} doanh nghiệp").format(count=show_whole(len(rows))),
        "union": _("{count} chưa có công đoàn").format(count=waiting),
        "workers": "" if workers is None else show_whole(workers),
    }
