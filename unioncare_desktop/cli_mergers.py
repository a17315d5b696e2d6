"""The commands `mergers …`: small unions, the plan of their mergers, and what is carried out of it."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from unioncare_desktop.cli_parts import DONE, Commands, action_id, add, day, opened, show, span
from unioncare_desktop.domain.records.merger import MERGER_STATES
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import parse_whole, show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.services.merger_plans import ToldGroup, ToldPlan
    from unioncare_desktop.services.mergers import MergerDraft, MergerRow
    from unioncare_desktop.services.small_unions import SmallUnion
    from unioncare_desktop.services.unions import UnionRow
    from unioncare_desktop.storage.database import Session

_BLANK = "–"


def register(commands: Commands) -> None:
    """Add `mergers` with its commands."""
    about = _("CĐCS nhỏ: danh sách, phương án ghép, thực hiện, hoàn tác")
    mergers = commands.add_parser("mergers", help=about, description=about)
    inner = mergers.add_subparsers(dest="action", metavar="ACTION", required=True)
    candidates = add(inner, "candidates", _candidates, _("CĐCS nhỏ của một kỳ"), json_too=True)
    candidates.add_argument("--period", required=True, type=span)
    plan = add(inner, "plan", _plan, _("phương án ghép tốt nhất"), json_too=True)
    plan.add_argument("--period", required=True, type=span)
    plan.add_argument("--min-result", type=_number, metavar="N", help=_("số đoàn viên tối thiểu của CĐCS sau khi ghép"))
    plan.add_argument("--max-units", type=_number, metavar="N", help=_("số đơn vị nhiều nhất của một nhóm"))
    plan.add_argument("--threshold", type=_number, metavar="N", help=_("CĐCS nhỏ: số đoàn viên dưới"))
    plan.add_argument("--seconds", type=_number, default=30, metavar="N", help=_("thời gian tìm nhiều nhất (giây)"))
    _register_documents(inner)
    _register_doing(inner)


def _register_documents(inner: Commands) -> None:
    documents = add(inner, "documents", _documents, _("ghi tờ trình, quyết định ra tệp"), json_too=True)
    which = documents.add_mutually_exclusive_group(required=True)
    about = _("số của việc sáp nhập, như mergers list in ra")
    which.add_argument("--merger", type=_number, nargs="+", metavar="ID", dest="mergers", help=about)
    which.add_argument("--all-proposed", action="store_true", help=_("mọi việc sáp nhập đang đề nghị"))
    documents.add_argument("--kind", required=True, choices=("proposal", "decision"))
    documents.add_argument("--format", action="append", choices=("xlsx", "pdf"), dest="formats")
    documents.add_argument("--out", required=True, type=Path, metavar="DIR")


def _register_doing(inner: Commands) -> None:
    apply = add(inner, "apply", _apply, _("thực hiện một phương án, cả hoặc không"), json_too=True)
    apply.add_argument("file", type=Path, metavar="PLAN.json", help=_("tệp do mergers plan --json in ra"))
    apply.add_argument("--decision", required=True, metavar="TEXT", help=_("số quyết định"))
    apply.add_argument("--effective", required=True, type=day, metavar="DAY", help=_("có hiệu lực từ ngày"))
    apply.add_argument("--decided", type=day, metavar="DAY", help=_("ngày quyết định"))
    apply.add_argument(
        "--across-uppers", action="store_true", help=_("cho ghép đơn vị của những công đoàn cấp trên khác nhau")
    )
    add(inner, "list", _list, _("các việc sáp nhập, chia tách đã đề nghị và đã thực hiện"), json_too=True)
    undo = add(inner, "undo", _undo, _("hoàn tác một lần thực hiện"))
    undo.add_argument(
        "id", type=action_id, metavar="ID", help=_("số “id” do mergers apply in ra, “action” của mergers list")
    )


def _number(text: str) -> int:
    try:
        return parse_whole(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” không phải là số nguyên").format(text=text)) from None


def _candidates(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import small_unions

    with opened(options) as database, database.read() as session:
        found = small_unions.overview(session, options.period)
    table = _table([_HEADINGS, *(_cells(one) for one in found.alive)]) if found.alive else []
    heading = _("{period}: {count} CĐCS dưới {below} đoàn viên").format(
        period=found.span.title, count=show_whole(len(found.alive)), below=found.below
    )
    notes = [small_unions.borderline_words(found.borderline, found.below, found.above)]
    if found.unknown:
        notes.append(_("{count} CĐCS chưa nộp số liệu nên chưa biết.").format(count=show_whole(len(found.unknown))))
    show(
        [one.as_json() for one in found.alive],
        as_json=options.json,
        lines=[heading, *table, *(note for note in notes if note)],
    )
    return DONE


_HEADINGS = (_("Mã"), _("Tên công đoàn"), _("ĐV"), _("4 quý gần nhất"), _("Nhỏ từ"), _("Khối"), _("Địa bàn"), "")


def _cells(one: "SmallUnion") -> tuple[str, ...]:
    """A small union as the cells of a table."""
    series = " ".join(_BLANK if members is None else str(members) for members in one.series)
    remarks = (
        "" if one.legal else _("dưới mức thành lập"),
        _("chưa xác nhận") if one.unconfirmed else "",
        "" if one.in_proposal is None else _("đã đề nghị ghép ({number})").format(number=one.in_proposal),
    )
    return (
        one.union.code or _BLANK,
        one.union.name,
        str(one.members),
        series,
        one.small_since.code,
        one.union.bloc or _BLANK,
        one.union.area or _BLANK,
        ", ".join(remark for remark in remarks if remark),
    )


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines with straight columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _plan(options: argparse.Namespace) -> int:
    from unioncare_desktop.progress import drain
    from unioncare_desktop.services import merger_plans

    with opened(options) as database, database.read() as session:
        asked = merger_plans.problem(
            session,
            options.period,
            least=options.min_result,
            most_units=options.max_units,
            threshold=options.threshold,
        )
        teller = merger_plans.Teller(session, options.period, asked)
    told = drain(teller.plan(asked.preference, options.seconds))
    show({"period": options.period.code} | told.as_json(), as_json=options.json, lines=_plan_lines(told))
    return DONE


def _plan_lines(told: "ToldPlan") -> list[str]:
    """A plan as lines to read."""
    heading = _("{candidates} CĐCS nhỏ: {groups} nhóm, còn {left} đơn vị chưa ghép").format(
        candidates=show_whole(len(told.plan.problem.units)),
        groups=show_whole(len(told.groups)),
        left=show_whole(len(told.left)),
    )
    target = _("Nếu ghép hết: {words} ({goal}).").format(words=told.target.words, goal=told.target.goal_words)
    groups = [line for number, group in enumerate(told.groups, 1) for line in _group_lines(number, group)]
    left = [
        _("{union} ({members}): {reason}. Cách khác: {alternative}.").format(
            union=_named(one.union),
            members=show_whole(one.left.unit.members),
            reason=one.reason,
            alternative=one.alternative.words,
        )
        for one in told.left
    ]
    return [heading, told.proof, target, *groups, *([_("Chưa ghép:"), *left] if left else [])]


def _group_lines(number: int, group: "ToldGroup") -> list[str]:
    heading = _("Nhóm {number}: {members} đoàn viên, khối {bloc}, địa bàn {area}").format(
        number=show_whole(number), members=show_whole(group.group.members), bloc=group.bloc, area=group.area
    )
    units = zip(group.unions, group.group.units, strict=True)
    return [heading, *(f"    {_named(union)} ({show_whole(unit.members)})" for union, unit in units)]


def _named(union: "UnionRow") -> str:
    return f"{union.code} {union.name}" if union.code else union.name


def _documents(options: argparse.Namespace) -> int:
    from unioncare_desktop import reports
    from unioncare_desktop.progress import drain
    from unioncare_desktop.reports import merger_files
    from unioncare_desktop.services import mergers

    formats = tuple(dict.fromkeys(options.formats or reports.FORMATS))
    with opened(options) as database, database.read() as session:
        ids = options.mergers or [row.id for row in mergers.listed(session) if not row.done]
        paths = drain(merger_files.export_documents(session, options.kind, ids, formats, options.out))
    written = [str(path) for path in paths]
    show({"files": written}, as_json=options.json, lines=written)
    return DONE


# Carried out


def _apply(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import merger_bases, merger_plan_files, mergers

    plan = merger_plan_files.read(options.file)
    title = _("Sáp nhập {count} nhóm CĐCS theo {decision}")
    paper = {"decision": options.decision, "decided_on": options.decided, "effective_on": options.effective}
    with opened(options) as database:
        with database.write(title.format(count=len(plan.groups), decision=options.decision)) as session:
            drafts = merger_plan_files.drafts(session, plan, **paper)
            ids = _carried_out(session, drafts, options)
        with database.read() as session:
            done = [row for row in mergers.listed(session) if row.id in ids]
            target = merger_bases.target(session, drafts[0].period, options.effective)
    done.sort(key=lambda row: ids.index(row.id))
    told = [{name: row.as_json()[name] for name in ("id", "result", "sources", "members")} for row in done]
    number = done[0].action_id
    lines = [
        *map(_merger_line, done),
        target.words,
        _("Hoàn tác: mergers undo {id}").format(id=number),
    ]
    show({"id": number, "mergers": told, "target": target.words}, as_json=options.json, lines=lines)
    return DONE


def _carried_out(session: "Session", drafts: Sequence["MergerDraft"], options: argparse.Namespace) -> list[int]:
    """The ids of the mergers; a refusal that an option takes away names the option."""
    from unioncare_desktop.services import mergers

    try:
        return mergers.carry_out(session, drafts, across_uppers=options.across_uppers)
    except InvalidRecord as error:
        if all(problem.field == mergers.ACROSS_UPPERS for problem in error.problems):
            raise UserError(_("{reason} Nếu vậy, hãy thêm --across-uppers.").format(reason=error)) from None
        raise


def _merger_line(row: "MergerRow") -> str:
    """A merger as a line to read."""
    result = next((part.called for part in row.parts if part.stays), row.name)
    sources = ", ".join(part.called for part in row.sources)
    day_words = "" if row.effective_on is None else show_day(row.effective_on)
    sentence = _("{number}: {kind}, {sources} → {result}, {members} đoàn viên, {decision} {day}")
    return sentence.format(
        number=row.action_id,
        kind=f"{row.kind_words} ({MERGER_STATES[row.state]})",
        sources=sources,
        result=result,
        members=_BLANK if row.members is None else show_whole(row.members),
        decision=row.decision or _("chưa có quyết định"),
        day=day_words,
    ).rstrip()


def _list(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import mergers

    with opened(options) as database, database.read() as session:
        found = mergers.listed(session)
    show([row.as_json() for row in found], as_json=options.json, lines=[_merger_line(row) for row in found])
    return DONE


def _undo(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import mergers, undo

    with opened(options) as database:
        with database.read() as session:
            asked = undo.offer(session, options.id)
            mergers.refuse_other_actions(session, options.id)
        with database.write(asked.title, undoes=asked.action_id) as session:
            undo.undo(session, asked.action_id)
    print(asked.title)
    return DONE
