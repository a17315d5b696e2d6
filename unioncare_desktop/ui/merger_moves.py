"""The previews of mergers as sentences and tables: what stays, what ends, what moves, and that no member is lost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Day, Whole
from unioncare_desktop.domain.records import MemberCount
from unioncare_desktop.domain.records.member_count import STOCKS
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services.handovers import HandoverPreview
from unioncare_desktop.services.merger_previews import OfficerLine, Participant, PeriodLine
from unioncare_desktop.services.mergers import Preview
from unioncare_desktop.services.splits import SplitPreview
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.ui.widgets.moves_view import MovesTable
from unioncare_desktop.vietnamese import show_whole

_ENDS, _GOES_ON = Badge(_("kết thúc"), "warning"), Badge(_("nhận sáp nhập"), "good")
_TERM_ENDS, _TERM_BEGINS = Badge(_("hết nhiệm kỳ"), "warning"), Badge(_("bắt đầu"), "good")
_STAYS, _NEW = Badge(_("tiếp tục"), "good"), Badge(_("đơn vị mới"), "good")
_SAME, _OTHER = Badge(_("bằng nhau"), "good"), Badge(_("lệch"), "error")


class Of(NamedTuple):
    """A line of a preview with the name of the result that it belongs to."""

    group: str
    line: Any


def problems(previews: Sequence[Preview]) -> list[Problem]:
    """What is wrong or odd; of several groups each sentence names its own."""
    if len(previews) == 1:
        return list(previews[0].problems)
    return [Problem(one.field, f"{made.name}: {one.text}", one.severity) for made in previews for one in made.problems]


def summary(previews: Sequence[Preview]) -> str:
    """All that would be done in a few sentences."""
    sources = sum(len(made.draft.sources) for made in previews)
    members = sum(made.members or 0 for made in previews)
    if len(previews) == 1:
        words = _("{count} đơn vị kết thúc, “{name}” có {members} đoàn viên.")
    else:
        words = _("{groups} nhóm: {count} đơn vị kết thúc, các đơn vị sau sáp nhập có {members} đoàn viên.")
    told = words.format(
        count=show_whole(sources),
        name=previews[0].name,
        members=show_whole(members),
        groups=show_whole(len(previews)),
    )
    return f"{told} {_sums(previews)}"


def _sums(previews: Sequence[Preview]) -> str:
    """That no figure is lost."""
    lines = [line for made in previews for line in made.periods]
    if not lines:
        return _("Các đơn vị chưa có số liệu kỳ nào.")
    if any(line.before != line.after for line in lines):
        return _("Tổng trước và sau lệch nhau: xem bảng số liệu.")
    periods = len({line.span for line in lines})
    return _("Cả {count} kỳ: tổng trước = tổng sau.").format(count=show_whole(periods))


def tables(previews: Sequence[Preview]) -> list[MovesTable]:
    """What moves and what stays, one table for each kind of thing."""
    several = len(previews) > 1
    return [
        MovesTable(
            _("Đơn vị"),
            _columns(several, *_PARTS),
            [Of(made.name, one) for made in previews for one in made.participants],
        ),
        MovesTable(
            _("Số liệu"),
            _columns(several, *_PERIODS),
            [Of(made.name, one) for made in previews for one in made.periods],
            _("Số liệu các kỳ ở lại với đơn vị cũ; đơn vị sau sáp nhập có tổng so sánh được của các kỳ trước."),
        ),
        MovesTable(_("Cán bộ"), _columns(several, *_OFFICERS), list(_officers(previews))),
        MovesTable(
            _("Đơn vị bên dưới"),
            _columns(several, *_MOVED),
            [Of(made.name, one) for made in previews for one in made.moved],
        ),
        MovesTable(
            _("Dữ liệu khác"), _columns(several, *_KEPT), [Of(made.name, one) for made in previews for one in made.kept]
        ),
    ]


def split_tables(made: SplitPreview) -> list[MovesTable]:
    """What comes out of a split, and what becomes of the rest."""
    draft = made.draft
    parts = [Of("", SplitLine(made.union.name, made.union.code, made.left, _ENDS if draft.ends else _STAYS))]
    parts += [Of("", SplitLine(part.name, part.code, part.figures, _NEW)) for part in draft.parts]
    officers = [Of("", (_TERM_ENDS, line)) for line in made.ending]
    return [
        MovesTable(_("Đơn vị"), _SPLIT, parts),
        MovesTable(_("Cán bộ"), _OFFICERS, officers),
        MovesTable(_("Dữ liệu khác"), _KEPT, [Of("", one) for one in made.kept]),
    ]


def handover_tables(made: HandoverPreview) -> list[MovesTable]:
    """Which unions go or come, what that makes of the office's sums, and what becomes of the rest."""
    sums = [Of("", SumLine(name, made.before[name], made.after[name])) for name in STOCKS]
    about = _("Số liệu {period} của cả đơn vị, trước và sau.").format(period=made.last.title) if made.last else ""
    return [
        MovesTable(_("Đơn vị"), _HANDED, [Of("", one) for one in made.lines]),
        MovesTable(_("Tổng số"), _SUMS, sums if made.last else [], about),
        MovesTable(_("Dữ liệu khác"), _KEPT, [Of("", one) for one in made.kept]),
    ]


class SumLine(NamedTuple):
    """A figure of the whole office before and after."""

    name: str
    before: int
    after: int


class SplitLine(NamedTuple):
    """A union after a split, with its figures."""

    name: str
    code: str | None
    figures: Mapping[str, int | None]
    state: Badge


def _officers(previews: Sequence[Preview]) -> Iterator[Of]:
    for made in previews:
        yield from (Of(made.name, (_TERM_ENDS, line)) for line in made.ending)
        yield from (Of(made.name, (_TERM_BEGINS, line)) for line in made.beginning)


def _columns(several: bool, *columns: GridColumn) -> tuple[GridColumn, ...]:  # noqa: FBT001 - a fact
    group = GridColumn("group", _("Đơn vị sau sáp nhập"), width=230, muted=True)
    return (group, *columns) if several else columns


def _of(name: str, title: str, width: int, value: Callable[[Any], Any], **more: Any) -> GridColumn:  # noqa: ANN401 - options of a column
    return GridColumn(name, title, width=width, value=lambda of: value(of.line), **more)


def _figure(name: str) -> GridColumn:
    label = fields_of(MemberCount)[name].label
    return _of(name, label, 130, lambda one: one.figures.get(name), kind=Whole())


def _sources(line: PeriodLine) -> str:
    return " + ".join("–" if value is None else show_whole(value) for value in line.sources)


def _part_state(one: Participant) -> Badge:
    return _GOES_ON if one.stays else _ENDS


def _same(line: PeriodLine) -> Badge:
    return _SAME if line.before == line.after else _OTHER


def _officer(pair: tuple[Badge, OfficerLine]) -> OfficerLine:
    return pair[1]


_PARTS = (
    _of("code", _("Mã"), 76, lambda one: one.union.code, muted=True),
    _of("name", _("Tên công đoàn"), 320, lambda one: one.union.name, strong=True),
    _of("state", _("Kết quả"), 136, _part_state, status=True),
    _of("members", _("Đoàn viên"), 104, lambda one: one.members, kind=Whole()),
    _of("workers", _("CNVCLĐ"), 90, lambda one: one.figures["workers"], kind=Whole()),
    _of("bloc", _("Khối"), 150, lambda one: one.union.bloc),
    _of("area", _("Địa bàn"), 130, lambda one: one.union.area),
)
_SPLIT = (
    _of("code", _("Mã"), 76, lambda one: one.code, muted=True),
    _of("name", _("Tên công đoàn"), 340, lambda one: one.name, strong=True),
    _of("state", _("Kết quả"), 126, lambda one: one.state, status=True),
    *(_figure(name) for name in STOCKS),
)
_HANDED = (
    _of("code", _("Mã"), 76, lambda one: one.union.code, muted=True),
    _of("name", _("Tên công đoàn"), 340, lambda one: one.union.name, strong=True),
    _of("upper", _("Đi theo"), 240, lambda one: one.upper),
    *(_figure(name) for name in STOCKS),
    _of("area", _("Địa bàn"), 130, lambda one: one.union.area),
)
_SUMS = (
    _of("name", _("Số liệu"), 220, lambda one: fields_of(MemberCount)[one.name].label, strong=True),
    _of("before", _("Trước"), 220, lambda one: one.before, kind=Whole()),
    _of("after", _("Sau"), 220, lambda one: one.after, kind=Whole()),
    _of("change", _("Chênh lệch"), 120, lambda one: one.after - one.before, kind=Whole()),
)
_PERIODS = (
    _of("span", _("Kỳ"), 120, lambda line: line.span.title, strong=True),
    _of("own", _("Của riêng"), 90, lambda line: line.own, kind=Whole()),
    _of("sources", _("Đơn vị cũ"), 150, _sources),
    _of("comparable", _("Tổng so sánh được"), 156, lambda line: line.comparable, kind=Whole()),
    _of("before", _("Toàn đơn vị, trước"), 150, lambda line: line.before, kind=Whole()),
    _of("after", _("Toàn đơn vị, sau"), 140, lambda line: line.after, kind=Whole()),
    _of("same", _("Đối chiếu"), 100, _same, status=True),
)
_OFFICERS = (
    _of("name", _("Họ và tên"), 190, lambda pair: _officer(pair).name, strong=True),
    _of("role", _("Chức danh"), 150, lambda pair: _officer(pair).role),
    _of("union", _("Công đoàn"), 260, lambda pair: _officer(pair).union),
    _of("state", _("Nhiệm kỳ"), 126, lambda pair: pair[0], status=True),
    _of("day", _("Ngày"), 100, lambda pair: _officer(pair).day, kind=Day()),
    _of("note", _("Ghi chú"), 260, lambda pair: _officer(pair).note),
)
_MOVED = (
    _of("name", _("Đơn vị"), 260, lambda line: line.union.name, strong=True),
    _of("old", _("Từ"), 260, lambda line: line.old),
    _of("new", _("Về"), 260, lambda line: line.new),
)
_KEPT = (
    _of("title", _("Loại dữ liệu"), 220, lambda line: line.title, strong=True),
    _of("count", _("Số dòng"), 90, lambda line: line.count, kind=Whole()),
    _of("words", _("Sẽ ra sao"), 420, lambda line: line.words),
)
