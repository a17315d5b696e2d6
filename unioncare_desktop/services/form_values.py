"""What a superior's form may ask of a period: one catalogue of codes with their names and values.

A code is ASCII, so that a cell of a workbook can be named by it: "doan_vien". Codes of the period before begin with
"truoc.", those of one union in a list of all with "ds.".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import MemberCount, Office
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import closings, counts, office, periods, statistics_forms, targets
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.services.measures import Situation, measured
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.targets import TargetStanding
from unioncare_desktop.vietnamese import clean, fold, show_day, show_percent, show_whole

Value = str | int | float | date | None
"""A text, a whole number, a share from 0 to 1, a day; None where nothing is known."""
BEFORE, OF_UNION = "truoc.", "ds."
_NOT_IN_CODES = re.compile(r"[^a-z0-9.-]+")
_FIGURES = {
    "cnvcld": "workers",
    "cnvcld_nu": "women_workers",
    "doan_vien": "members",
    "doan_vien_nu": "women_members",
    "ket_nap": "admitted",
    "giam": "left",
}
_OFFICE = {
    "cap_tren": "superior",
    "dia_danh": "place",
    "kinh_gui": "addressed_to",
    "nguoi_ky": "signer_name",
    "dia_chi": "address",
    "dien_thoai": "phone",
    "email": "email",
}


@dataclass(frozen=True)
class FormValue:
    """A code with what it is called, the group that it belongs to, and its value in the period."""

    code: str
    name: str
    group: str
    value: Value

    @property
    def shown(self) -> str:
        """The value as documents write it: "22.000", "87,8 %", "05/02/2023"; nothing where it is not known."""
        return show(self.value)


@dataclass(frozen=True)
class FormValues:
    """All that a form may ask: single values by code, and for each union its own by code, without "ds.".

    `advice` is a sentence on what to look at before the form goes out, or empty.
    """

    values: Mapping[str, FormValue]
    unions: tuple[Mapping[str, Value], ...]
    union_names: Mapping[str, str]
    advice: str = ""


def show(value: Value) -> str:
    """A value as it stands within words."""
    match value:
        case None:
            return ""
        case float(share):
            return show_percent(share)
        case int(number):
            return show_whole(number)
        case date() as day:
            return show_day(day)
    return value


def code_of(text: str) -> str:
    """The code that *text* means: "Đoàn viên nữ" means "doan_vien_nu"."""
    return _NOT_IN_CODES.sub("_", fold(clean(text))).strip("_")


def catalogue(session: Session, span: Span) -> FormValues:
    """All codes with their values for *span*, and the values of every union that existed in it or reported for it."""
    found = counts.rows(session, span)
    told = (
        *_of_office(office.view(session)),
        *_of_period(session, span),
        *_of_counts(found, "", _("Số liệu kỳ này")),
        *_of_sectors(found),
        *_of_counts(
            counts.rows(session, span.previous), BEFORE, _("Kỳ trước: {period}").format(period=span.previous.title)
        ),
        *_of_statistics(session, span),
        *_of_indicators(session, span),
    )
    unions = tuple(_union(number, row) for number, row in enumerate((row for row in found if row.expected), 1))
    return FormValues({one.code: one for one in told}, unions, _UNION_NAMES, _advice(session, span))


def _advice(session: Session, span: Span) -> str:
    """What of a closed period is told as it is now: names, sorting and indicators may still be corrected."""
    closing = closings.latest(session, span)
    if closing is None or not closing.closed:
        return ""
    sentence = _(
        "{period} đã khóa sổ ngày {day}: số liệu từng đơn vị vẫn như khi khóa, còn tên, loại hình và chỉ tiêu lấy theo "
        "dữ liệu hiện nay. Hãy so với báo cáo đã gửi."
    )
    return sentence.format(period=span.title, day=show_day(closing.closed_on))


def _of_office(view: OfficeView) -> Iterator[FormValue]:
    group, labels = _("Đơn vị"), fields_of(Office)
    yield FormValue("ten_don_vi", labels["name"].label, group, view.name if view.named else None)
    for code, name in _OFFICE.items():
        yield FormValue(code, labels[name].label, group, view[name] or None)
    yield FormValue("thay_mat", labels["committee"].label, group, view["committee"] or view.kind.committee)
    position = view["signer_position"] or view.kind.signer_position
    yield FormValue("chuc_vu", labels["signer_position"].label, group, position)


def _of_period(session: Session, span: Span) -> Iterator[FormValue]:
    stored = periods.find(session, span)
    days = {
        "tu_ngay": (_("Ngày đầu kỳ"), span.start),
        "den_ngay": (_("Ngày cuối kỳ"), span.end),
        "ngay_chot": (_("Ngày chốt số liệu"), stored.cut_off if stored else span.cut_off),
        "han_nop": (_("Hạn nộp"), stored.due if stored else span.due),
        "hom_nay": (_("Ngày lập"), clock.today()),
    }
    group = _("Kỳ báo cáo")
    yield FormValue("ky", _("Tên kỳ"), group, span.title)
    yield FormValue("ky_truoc", _("Tên kỳ trước"), group, span.previous.title)
    yield FormValue("nam", _("Năm"), group, str(span.year))
    for code, (name, day) in days.items():
        yield FormValue(code, name, group, day)


def _of_counts(found: list[CountRow], prefix: str, group: str) -> Iterator[FormValue]:
    for code, name in _FIGURES.items():
        yield FormValue(prefix + code, _LABELS[name], group, counts.reported_sum(found, name))
    sums = counts.sums(found)
    yield FormValue(f"{prefix}ty_le_doan_vien", _("Tỷ lệ đoàn viên trên lao động"), group, sums.ratio)
    yield FormValue(f"{prefix}so_don_vi", _("Số đơn vị phải nộp số liệu"), group, sums.expected)
    yield FormValue(f"{prefix}so_don_vi_da_nop", _("Số đơn vị đã nộp số liệu"), group, sums.reported)
    yield FormValue(f"{prefix}so_don_vi_chua_nop", _("Số đơn vị chưa nộp số liệu"), group, sums.missing)


def _of_sectors(found: list[CountRow]) -> Iterator[FormValue]:
    for sector, rows in counts.grouped(found, "sector").items():
        suffix, group = f".{code_of(sector)}", _("Loại hình: {sector}").format(sector=sector)
        for code, name in _FIGURES.items():
            yield FormValue(code + suffix, _LABELS[name], group, counts.reported_sum(rows, name))
        yield FormValue(f"so_don_vi{suffix}", _("Số đơn vị phải nộp số liệu"), group, counts.sums(rows).expected)


def _of_statistics(session: Session, span: Span) -> Iterator[FormValue]:
    for row in statistics_forms.rows(session, span):
        if not row.heading:
            yield FormValue(row.key, row.name, _("Biểu thống kê"), row.value)


def _of_indicators(session: Session, span: Span) -> Iterator[FormValue]:
    """Each indicator with its parts, and what the plans in force want of it."""
    situation, group = Situation(session, span), _("Chỉ tiêu")
    for key, row in situation.records.catalogue.items():
        value, code = measured(situation, key), f"chi_tieu.{key}"
        yield FormValue(code, row.name, group, value.ratio if row.is_share else value.numerator)
        if row.is_share:
            yield FormValue(f"{code}.tu_so", row.numerator or row.name, group, value.numerator)
            yield FormValue(f"{code}.mau_so", row.denominator or row.name, group, value.denominator)
    for standing in targets.standings(session, span, situation=situation):
        if (
            standing.current
            and standing.target.value is not None
            and not (standing.target.sector or standing.target.area)
        ):
            yield _wanted(standing, group)


def _wanted(standing: TargetStanding, group: str) -> FormValue:
    """What is wanted of an indicator, in its own unit."""
    hundredths = standing.target.value or 0
    wanted = hundredths / 10_000 if standing.indicator.is_share else round(hundredths / 100)
    name = _("{indicator}: mức phải đạt").format(indicator=standing.indicator.name)
    return FormValue(f"chi_tieu.{standing.indicator.key}.dich", name, group, wanted)


# One line for each union

_LABELS = {name: fields_of(MemberCount)[name].label for name in _FIGURES.values()}
_UNION_NAMES = {
    "stt": _("Số thứ tự"),
    "ma": _("Mã"),
    "ten": _("Tên công đoàn cơ sở"),
    "loai_hinh": _("Loại hình"),
    "khoi": _("Khối"),
    "dia_ban": _("Địa bàn"),
    "chu_tich": _("Chủ tịch"),
    "dien_thoai": _("Điện thoại"),
    "ngay_thanh_lap": _("Ngày thành lập"),
    **{code: _LABELS[name] for code, name in _FIGURES.items()},
    "ty_le_doan_vien": _("Tỷ lệ đoàn viên trên lao động"),
    "truoc.doan_vien": _("Đoàn viên kỳ trước"),
    "ghi_chu": _("Ghi chú"),
}


def _union(number: int, row: CountRow) -> dict[str, Value]:
    union, ratio = row.union, row.members / row.workers if row.members is not None and row.workers else None
    return {
        "stt": number,
        "ma": union.code or "",
        "ten": union.name,
        "loai_hinh": union.sector,
        "khoi": union.bloc,
        "dia_ban": union.area,
        "chu_tich": union.chair or "",
        "dien_thoai": union.phone or "",
        "ngay_thanh_lap": union.founded_on,
        **{code: row.values[name] for code, name in _FIGURES.items()},
        "ty_le_doan_vien": ratio,
        "truoc.doan_vien": row.before,
        "ghi_chu": row.note or "",
    }
