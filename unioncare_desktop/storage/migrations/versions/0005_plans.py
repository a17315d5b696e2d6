"""Indicators, plans with targets and deadlines, returns; sectors tell who employs."""

import sqlalchemy as sa
from alembic import op

from unioncare_desktop.storage.table_parts import (
    DAY,
    PEOPLE,
    bookkeeping,
    check,
    columns,
    exact,
    index,
    length,
    links,
    ranges,
    unique,
)

revision = "0005"
down_revision = "0004"

_MARKED = ("deadline_id", "officer_id", "round_id", "period_id")


def upgrade() -> None:
    _sector()
    _member_count()
    _indicator()
    _indicator_value()
    _plan()
    _plan_target()
    _plan_deadline()
    _plan_register()
    _deadline_mark()
    _period_return()


def _sector() -> None:
    """What targets tell apart: administration, public service, enterprises; blank where the name says it."""
    with op.batch_alter_table("sector", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("employer", sa.Text(), nullable=True))
        for constraint in (
            *ranges(
                "sector",
                employer="\"{0}\" IN ('administration', 'service', 'state_enterprise', 'private_enterprise', 'other')",
            ),
            *exact("sector", texts=("employer",)),
        ):
            table.create_check_constraint(str(constraint.name), str(constraint.sqltext))


def _member_count() -> None:
    """The figures of a quarter, and the sums of all quarters, are read from an index alone."""
    index("member_count", "period_id", "union_id", "members", "workers")


def _indicator() -> None:
    op.create_table(
        "indicator",
        *bookkeeping("indicator"),
        *columns(sa.Text, "key", "unit", "counted", "numerator", required=True),
        *columns(sa.Text, "denominator", "limited_to", "data_source", "blank", "measure", "words"),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Integer, "position", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "source"),
        *columns(sa.Text, "name_key", required=True),
        *ranges(
            "indicator",
            key=length(60),
            unit=length(40),
            counted=length(40),
            numerator=length(500),
            denominator=length(500),
            limited_to=length(500),
            data_source=length(200),
            blank=length(500),
            measure=length(60),
            words=length(2000),
            name=length(200),
            valid_from=DAY,
            valid_to=DAY,
            source=length(200),
        ),
        unique("indicator", "key"),
        unique("indicator", "name_key"),
        *exact(
            "indicator",
            days=(
                "valid_from",
                "valid_to",
            ),
            texts=(
                "key",
                "unit",
                "counted",
                "numerator",
                "denominator",
                "limited_to",
                "data_source",
                "blank",
                "measure",
                "words",
                "name",
                "source",
            ),
        ),
        sqlite_strict=True,
    )


def _indicator_value() -> None:
    op.create_table(
        "indicator_value",
        *bookkeeping("indicator_value"),
        *columns(sa.Integer, "indicator_id", required=True),
        *columns(sa.Text, "on", required=True),
        *columns(sa.Integer, "numerator", required=True),
        *columns(sa.Integer, "denominator"),
        *columns(sa.Text, "note", required=True),
        *ranges(
            "indicator_value",
            on=DAY,
            numerator=PEOPLE,
            denominator=PEOPLE,
            note=length(2000),
        ),
        check("indicator_value", "denominator_counts", "denominator IS NULL OR denominator > 0"),
        *links("indicator_value", indicator_id="indicator"),
        unique("indicator_value", "indicator_id", "on"),
        *exact("indicator_value", days=("on",), texts=("note",)),
        sqlite_strict=True,
    )


def _plan() -> None:
    op.create_table(
        "plan",
        *bookkeeping("plan"),
        *columns(sa.Text, "number", "issued_on"),
        *columns(sa.Text, "issuer", "name", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "template", "note"),
        *ranges(
            "plan",
            number=length(60),
            issued_on=DAY,
            issuer=length(200),
            name=length(500),
            valid_from=DAY,
            valid_to=DAY,
            template=length(60),
            note=length(2000),
        ),
        check("plan", "valid_in_order", "valid_to >= valid_from"),
        unique("plan", "template"),
        *exact(
            "plan",
            days=(
                "issued_on",
                "valid_from",
                "valid_to",
            ),
            texts=(
                "number",
                "issuer",
                "name",
                "template",
                "note",
            ),
        ),
        sqlite_strict=True,
    )


def _plan_target() -> None:
    op.create_table(
        "plan_target",
        *bookkeeping("plan_target"),
        *columns(sa.Integer, "plan_id", "indicator_id", required=True),
        *columns(sa.Text, "words"),
        *columns(sa.Text, "comparator", required=True),
        *columns(sa.Integer, "value"),
        *columns(sa.Text, "by"),
        *columns(sa.Text, "rhythm", required=True),
        *columns(sa.Text, "base"),
        *columns(sa.Integer, "merger_base_id", "sector_id", "area_id"),
        *columns(sa.Text, "line", "note"),
        *columns(sa.Integer, "position", required=True),
        *ranges(
            "plan_target",
            words=length(500),
            comparator="\"{0}\" IN ('>', '>=', '<', '<=', '~', 'qualitative')",
            value='"{0}" BETWEEN 0 AND 999999900',
            by=DAY,
            rhythm="\"{0}\" IN ('once', 'yearly')",
            base=length(500),
            line=length(40),
            note=length(2000),
        ),
        check("plan_target", "figure_where_compared", "(comparator = 'qualitative') = (value IS NULL)"),
        *links(
            "plan_target",
            plan_id="plan",
            indicator_id="indicator",
            merger_base_id="merger_base",
            sector_id="sector",
            area_id="area",
        ),
        *exact(
            "plan_target",
            days=("by",),
            texts=(
                "words",
                "comparator",
                "rhythm",
                "base",
                "line",
                "note",
            ),
        ),
        sqlite_strict=True,
    )
    index("plan_target", "plan_id")


def _plan_deadline() -> None:
    op.create_table(
        "plan_deadline",
        *bookkeeping("plan_deadline"),
        *columns(sa.Integer, "plan_id", required=True),
        *columns(sa.Text, "name", "kind", required=True),
        *columns(sa.Text, "who", "due", "rule", "words", "problem", "line", "note"),
        *columns(sa.Integer, "position", required=True),
        *ranges(
            "plan_deadline",
            name=length(500),
            kind="\"{0}\" IN ('report', 'task', 'review', 'registration', 'event')",
            who=length(200),
            due=DAY,
            rule=length(200),
            words=length(500),
            problem=length(500),
            line=length(40),
            note=length(2000),
        ),
        check("plan_deadline", "day_or_rule", "due IS NULL OR rule IS NULL"),
        *links("plan_deadline", plan_id="plan"),
        *exact(
            "plan_deadline",
            days=("due",),
            texts=(
                "name",
                "kind",
                "who",
                "rule",
                "words",
                "problem",
                "line",
                "note",
            ),
        ),
        sqlite_strict=True,
    )
    index("plan_deadline", "plan_id")


def _plan_register() -> None:
    op.create_table(
        "plan_register",
        *bookkeeping("plan_register"),
        *columns(sa.Integer, "plan_id", required=True),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Integer, "kind_id"),
        *columns(sa.Text, "line", "note"),
        *columns(sa.Integer, "position", required=True),
        *ranges(
            "plan_register",
            name=length(500),
            line=length(40),
            note=length(2000),
        ),
        *links("plan_register", plan_id="plan", kind_id="registration_kind"),
        *exact(
            "plan_register",
            texts=(
                "name",
                "line",
                "note",
            ),
        ),
        sqlite_strict=True,
    )
    index("plan_register", "plan_id")


def _deadline_mark() -> None:
    op.create_table(
        "deadline_mark",
        *bookkeeping("deadline_mark"),
        *columns(sa.Integer, "deadline_id", "officer_id", "round_id", "period_id"),
        *columns(sa.Text, "due", "state", "on", required=True),
        *columns(sa.Text, "until", "note"),
        *ranges(
            "deadline_mark",
            due=DAY,
            state="\"{0}\" IN ('done', 'snoozed')",
            on=DAY,
            until=DAY,
            note=length(2000),
        ),
        check(
            "deadline_mark",
            "of_one_thing",
            " + ".join(f"CASE WHEN {one} IS NULL THEN 0 ELSE 1 END" for one in _MARKED) + " = 1",
        ),
        check("deadline_mark", "snoozed_until", "(state = 'snoozed') = (until IS NOT NULL)"),
        check("deadline_mark", "snoozed_with_a_reason", "state = 'done' OR note IS NOT NULL"),
        *links(
            "deadline_mark",
            deadline_id="plan_deadline",
            officer_id="officer",
            round_id="campaign_round",
            period_id="period",
        ),
        unique("deadline_mark", "period_id", "due"),
        unique("deadline_mark", "deadline_id", "due"),
        unique("deadline_mark", "officer_id", "due"),
        unique("deadline_mark", "round_id", "due"),
        *exact(
            "deadline_mark",
            days=(
                "due",
                "on",
                "until",
            ),
            texts=(
                "state",
                "note",
            ),
        ),
        sqlite_strict=True,
    )


def _period_return() -> None:
    op.create_table(
        "period_return",
        *bookkeeping("period_return"),
        *columns(sa.Integer, "union_id", "period_id", required=True),
        *columns(sa.Text, "received_on"),
        *columns(sa.Integer, "reminders", required=True),
        *columns(sa.Text, "reminded_on", "note"),
        *ranges(
            "period_return",
            received_on=DAY,
            reminders='"{0}" BETWEEN 0 AND 999',
            reminded_on=DAY,
            note=length(2000),
        ),
        check("period_return", "reminded_on_a_day", "(reminders = 0) = (reminded_on IS NULL)"),
        *links("period_return", union_id="trade_union", period_id="period"),
        unique("period_return", "union_id", "period_id"),
        *exact(
            "period_return",
            days=(
                "received_on",
                "reminded_on",
            ),
            texts=("note",),
        ),
        sqlite_strict=True,
    )
    index("period_return", "period_id")
