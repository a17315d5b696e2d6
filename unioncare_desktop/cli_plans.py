"""The commands `plans`, `plan …` and `lint`: the plans there are, one loaded, the text of one checked."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from unioncare_desktop.cli_parts import DONE, Commands, add, day, opened, show
from unioncare_desktop.i18n import _
from unioncare_desktop.paths import default_database
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from unioncare_desktop.services.plans import PlanRow


def register(commands: Commands) -> None:
    """Add the commands."""
    add(commands, "plans", _plans, _("các kế hoạch: có sẵn và của đơn vị"), json_too=True)
    about = _("kế hoạch: nạp một kế hoạch có sẵn")
    inner = commands.add_parser("plan", help=about, description=about).add_subparsers(
        dest="action", metavar="ACTION", required=True
    )
    load = add(inner, "load", _load, _("nạp một kế hoạch có sẵn vào đơn vị"), json_too=True)
    load.add_argument("id", metavar="ID", help=_("tên như lệnh plans in ra"))
    lint = add(commands, "lint", _lint, _("soát văn bản kế hoạch: chỗ sai, chỉ tiêu, thời hạn"), json_too=True)
    lint.add_argument("file", metavar="FILE", type=Path, help=_("văn bản thuần, mã UTF-8"))
    lint.add_argument("--issued", metavar="DAY", type=day, help=_("ngày ban hành, khi văn bản không ghi"))


def _plans(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import plans

    if options.database is None and not default_database().exists():
        found = [(one, False) for one in plans.shipped()]
    else:
        with opened(options) as database, database.read() as session:
            found = list(plans.everything(session))
    show(
        [plans.as_json(one, loaded=loaded) for one, loaded in found],
        as_json=options.json,
        lines=[_told(one, loaded=loaded) for one, loaded in found],
    )
    return DONE


def _load(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import plans

    wanted = plans.template(options.id)
    with opened(options) as database:
        with database.write(plans.load_title(wanted)) as session:
            plan_id = plans.load(session, wanted.key)
        with database.read() as session:
            loaded = plans.plan(session, plan_id)
    show(plans.as_json(loaded, loaded=True), as_json=options.json, lines=[_told(loaded, loaded=True)])
    return DONE


def _lint(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import plan_linting

    found = plan_linting.lint(None, plan_linting.read_file(options.file), options.issued)
    counted = _("{targets} chỉ tiêu, {deadlines} thời hạn, {registers} nội dung đăng ký").format(
        targets=len(found.targets), deadlines=len(found.deadlines), registers=len(found.registers)
    )
    lines = [f"{one.line}\t{one.title}\t{one.sentence}" for one in found.findings]
    show(plan_linting.as_json(found), as_json=options.json, lines=[*lines, counted])
    return DONE


def _told(one: "PlanRow", *, loaded: bool) -> str:
    """A plan as a line: its id, number, day and issuer, what is in it, whether the office has it."""
    contents = _("{targets} chỉ tiêu, {deadlines} thời hạn, {registers} nội dung đăng ký").format(
        targets=len(one.targets), deadlines=len(one.deadlines), registers=len(one.registers)
    )
    day = show_day(one.issued_on) if one.issued_on else ""
    state = _("đã nạp") if loaded else _("chưa nạp")
    return "\t".join((one.key, one.number or "–", day, one.issuer, contents, state))
