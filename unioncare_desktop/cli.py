"""The command line: the same services as the window, for scripts and checks.

Every failure is one sentence on stderr and exit status 2; `import` ends with 1 where something was rejected.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unioncare_desktop import (
    __version__,
    cli_batch,
    cli_closing,
    cli_documents,
    cli_email,
    cli_forms,
    cli_mergers,
    cli_office,
    cli_plans,
)
from unioncare_desktop.cli_parts import (
    DONE,
    FAILED,
    REJECTED,
    Commands,
    Parser,
    action_id,
    add,
    day,
    location,
    opened,
    show,
    span,
)
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.services.history import Told


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or open the window where none is given; the exit status comes back."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        if options.self_check:
            from unioncare_desktop.selfcheck import self_check

            return self_check()
        if options.command is None:
            from unioncare_desktop.app import run

            return run(options.database)
        command: Callable[[argparse.Namespace], int] = options.run
        return command(options)
    except UserError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        sentence = _("Không đọc hoặc không ghi được {file}: {reason}.")
        print(sentence.format(file=error.filename or _("tệp"), reason=error.strerror), file=sys.stderr)
    except KeyboardInterrupt:
        print(_("Đã dừng; chưa có gì được ghi."), file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="unioncare", description=_("Sổ số liệu công đoàn cơ sở; không có lệnh thì mở cửa sổ."))
    parser.add_argument(
        "--database", metavar="FILE_OR_URL", default=None, help=_("tệp dữ liệu hoặc địa chỉ PostgreSQL")
    )
    parser.add_argument("--version", action="version", version=f"UnionCare {__version__}")
    parser.add_argument("--self-check", action="store_true", help=_("thử mọi phần trong thư mục tạm"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _add_import(commands)
    _add_report(commands)
    add(commands, "reports", _reports, _("các loại báo cáo"), json_too=True)
    status = add(commands, "status", _status, _("tình hình của một kỳ"), json_too=True)
    status.add_argument("--period", required=True, type=span)
    registry = add(commands, "registry", _registry, _("danh sách công đoàn tại một ngày"), json_too=True)
    registry.add_argument("--as-of", type=day, metavar="DAY", help=_("ngày như 2023-06-30; không có là hôm nay"))
    history = add(commands, "history", _history, _("nhật ký: ai đã đổi gì, lúc nào"), json_too=True)
    history.add_argument("--union", metavar="CODE", help=_("chỉ của công đoàn có mã này"))
    undo = add(commands, "undo", _undo, _("hoàn tác một thao tác, không ghi số thì là thao tác mới nhất"))
    undo.add_argument("action", nargs="?", type=action_id, metavar="ACTION", help=_("số của thao tác trong nhật ký"))
    demo = add(commands, "demo", _demo, _("tạo tệp dữ liệu thử"))
    demo.add_argument("file", type=Path)
    demo.add_argument("--office", choices=("ward", "district"), default="ward", help=_("phường hoặc quận cũ"))
    cli_mergers.register(commands)
    cli_plans.register(commands)
    cli_closing.register(commands)
    cli_documents.register(commands)
    cli_email.register(commands)
    cli_batch.register(commands)
    cli_forms.register(commands)
    cli_office.register(commands)
    add(commands, "check", _check, _("kiểm tra tệp dữ liệu"), json_too=True)
    backup = add(commands, "backup", _backup, _("sao lưu có kiểm chứng"), json_too=True)
    backup.add_argument("--to", type=Path, metavar="FILE")
    restore = add(commands, "restore", _restore, _("khôi phục từ bản sao lưu"))
    restore.add_argument("file", type=Path)
    return parser


def _add_import(commands: Commands) -> None:
    parser = add(commands, "import", _import, _("nhập danh sách, số liệu, sổ đăng ký thi đua từ Excel"), json_too=True)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--period", type=span, help=_("kỳ của số liệu, như 2023-Q1; năm của sổ đăng ký, như 2023"))
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ xem, không ghi"))
    parser.add_argument("--skip-rejected", action="store_true", help=_("bỏ các dòng bị từ chối, nhập phần còn lại"))
    parser.add_argument("--add-unions", action="store_true", help=_("thêm đơn vị chưa có trong danh sách"))


def _add_report(commands: Commands) -> None:
    parser = add(commands, "report", _report, _("lập báo cáo"), json_too=True)
    parser.add_argument("kind", metavar="KIND")
    parser.add_argument("--period", required=True, type=span)
    parser.add_argument("--format", action="append", choices=("xlsx", "pdf"), dest="formats")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    parser.add_argument(
        "--plan", action="append", default=[], metavar="ID", help=_("chỉ kế hoạch này (báo cáo targets)")
    )


def _import(options: argparse.Namespace) -> int:
    from unioncare_desktop.progress import drain
    from unioncare_desktop.services import importing

    with opened(options, create=True) as database:
        choices = importing.Options(
            period=options.period, skip_rejected=options.skip_rejected, add_unions=options.add_unions or None
        )
        plans = drain(importing.import_files(database, options.files, choices, dry_run=options.dry_run))
    found = [plan.as_json() for plan in plans]
    show(found if len(found) > 1 else found[0], as_json=options.json, lines=[_told(plan) for plan in found])
    return REJECTED if any(plan["rejected"] for plan in found) else DONE


def _told(plan: dict[str, Any]) -> str:
    counted = _("{file}: {new} mới, {changed} thay đổi, {same} không đổi, {rejected} bị từ chối").format(
        **(plan | {"rejected": len(plan["rejected"])})
    )
    campaign = [_campaign_told(plan["campaign"])] if "campaign" in plan else []
    reasons = [_("  {sheet}, dòng {row}, {column}: {reason}").format(**rejected) for rejected in plan["rejected"]]
    return "\n".join([counted, *campaign, *reasons])


def _campaign_told(campaign: dict[str, Any]) -> str:
    words = _("  lập mới phong trào “{name}”: {rounds}") if campaign["new"] else _("  phong trào “{name}”: {rounds}")
    return words.format(name=campaign["name"], rounds=", ".join(campaign["rounds"]))


def _report(options: argparse.Namespace) -> int:
    from unioncare_desktop import reports

    report = reports.find(options.kind)
    with opened(options) as database, database.read() as session:
        document = reports.built(session, report, options.period, plans=options.plan)
    formats = tuple(dict.fromkeys(options.formats or reports.FORMATS))
    written = [str(path) for path in reports.export(document, report, options.period, formats, options.out)]
    show({"files": written}, as_json=options.json, lines=written)
    return DONE


def _reports(options: argparse.Namespace) -> int:
    from unioncare_desktop.reports import REPORTS

    kinds = [{"kind": report.code, "title": report.title} for report in REPORTS]
    show(kinds, as_json=options.json, lines=[f"{kind['kind']}\t{kind['title']}" for kind in kinds])
    return DONE


def _status(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import status

    with opened(options) as database, database.read() as session:
        found = status.status(session, options.period)
    unions, figures = found["unions"], found["counts"]
    lines = [
        options.period.title,
        _("Công đoàn cơ sở: {active}, nhỏ: {small}, chưa nộp: {missing}").format(**unions),
        _("CNVCLĐ: {workers} (nữ {women_workers}); đoàn viên: {members} (nữ {women_members})").format(
            **{name: show_whole(value) for name, value in figures.items()}
        ),
        _("Kết nạp: {admitted}, giảm: {left}").format(**{name: show_whole(value) for name, value in figures.items()}),
        *(
            _("Thi đua, đợt {number}: {registered_unions} đơn vị đã đăng ký, {missing_unions} đơn vị chưa").format(
                number=name.removeprefix("round "), **one
            )
            for name, one in found["registrations"].items()
        ),
        _("Nộp số liệu: {received}/{expected}; đúng hạn {on_time}, muộn {late}, không rõ ngày {unknown}").format(
            **found["returns"]
        ),
        *_status_of_work(found["targets"], found["deadlines"]),
    ]
    show(found, as_json=options.json, lines=lines)
    return DONE


def _status_of_work(targets: Sequence[Mapping[str, Any]], deadlines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How the targets of the period's plans stand and what is due in it, where there is any."""
    met, states = Counter(one["met"] for one in targets), Counter(one["state"] for one in deadlines)
    if targets:
        words = _("Chỉ tiêu: {met} đạt, {unmet} chưa đạt, {open} chưa có số liệu hoặc không nêu con số")
        yield words.format(met=met[True], unmet=met[False], open=met[None])
    if deadlines:
        words = _("Việc đến hạn trong kỳ: {count}; trễ hạn {late}, sắp đến hạn {due}, đã xong {done}")
        yield words.format(count=len(deadlines), late=states["late"], due=states["due"], done=states["done"])


def _registry(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import registry

    with opened(options) as database, database.read() as session:
        found = [entry.as_json() for entry in registry.entries(session, options.as_of)]
    lines = [
        "\t".join(str(entry[name] if entry[name] is not None else "") for name in ("code", "name", "upper", "state"))
        for entry in found
    ]
    show(found, as_json=options.json, lines=lines)
    return DONE


def _history(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import history

    with opened(options) as database, database.read() as session:
        found = history.told(session, options.union)
    as_json = [action.as_json() for action in found] if options.json else []
    show(as_json, as_json=options.json, lines=[_action_told(action) for action in found])
    return DONE


_LONGEST_TOLD = 20


def _action_told(told: "Told") -> str:
    """One action and its first changes, as lines."""
    action = told.action
    head = f"{action.id}\t{action.at:%d/%m/%Y %H:%M}\t{action.who}\t{action.title}"
    changes = [
        f"    {change.record}, {change.label}: {change.old or '–'} → {change.new or '–'}"
        for change in told.changes[:_LONGEST_TOLD]
    ]
    more = len(told.changes) - len(changes)
    cut = [_("    … và {count} thay đổi nữa").format(count=show_whole(more))] if more else []
    return "\n".join([head + (_("\t(đã hoàn tác)") if told.undone else ""), *changes, *cut])


def _undo(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import undo

    with opened(options) as database:
        with database.read() as session:
            asked = undo.offer(session, options.action) if options.action is not None else undo.next_undo(session)
        if asked is None:
            raise UserError(_("Không còn gì để hoàn tác."))
        with database.write(asked.title, undoes=asked.action_id) as session:
            undo.undo(session, asked.action_id)
    print(asked.title)
    return DONE


def _demo(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import demo

    demo.create(options.file, options.office)
    print(options.file)
    return DONE


def _check(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import checking

    with opened(options) as database:
        findings = checking.check(database)
    lines = [finding.text for finding in findings] or [_("Tệp dữ liệu tốt.")]
    show([vars(finding) for finding in findings], as_json=options.json, lines=lines)
    return FAILED if findings else DONE


def _backup(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import backups

    made = backups.make(location(options), "manual", options.to)
    show(
        {"file": str(made.path), "sha256": made.sha256, "rows": made.rows}, as_json=options.json, lines=[str(made.path)]
    )
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import backups

    print(backups.restore(options.file, location(options)))
    return DONE
