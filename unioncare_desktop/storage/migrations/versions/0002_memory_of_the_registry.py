"""Figures that wait for confirmation, events of unions, officers, stored files, and actions that undo others."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_DAY = "\"{0}\" BETWEEN '1900-01-01' AND '2200-12-31'"
_STATES = "('active', 'merged', 'dissolved', 'closed', 'handed_over')"


def _on_sqlite() -> bool:
    return bool(op.get_context().dialect.name == "sqlite")


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _ranges(table: str, **conditions: str) -> list[sa.CheckConstraint]:
    return [_check(table, f"{column}_range", condition.format(column)) for column, condition in conditions.items()]


def _length(most: int, least: int = 1) -> str:
    return f'length("{{0}}") BETWEEN {least} AND {most}'


def _exact(table: str, days: tuple[str, ...], texts: tuple[str, ...]) -> list[sa.CheckConstraint]:
    """What SQLite does not check by itself: days exist in the calendar, texts hold no NUL (`length` stops at it)."""
    if not _on_sqlite():
        return []
    real_days = [(day, f'"{day}" IS date("{day}", \'+0 days\')') for day in days]
    whole_texts = [(text, f'instr("{text}", char(0)) = 0') for text in texts]
    return [_check(table, f"{column}_exact", condition) for column, condition in real_days + whole_texts]


def _columns(kind: type[sa.Text | sa.Integer], *names: str, required: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind(), nullable=not required) for name in names]


def _link(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _bookkeeping(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_columns(sa.Text, "created", "changed", required=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    _actions()
    _more_states()
    _counts()
    _stored_files()
    _events()
    _roles()
    _officers()


def _actions() -> None:
    op.add_column("action", sa.Column("kind", sa.Text(), nullable=False, server_default="edit"))
    with op.batch_alter_table("action", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_action_undoes"), "action", ["undoes"], ["id"])
    op.create_index(op.f("ix_action_undoes"), "action", ["undoes"])
    op.create_index(op.f("ix_history_table_name_row_id"), "history", ["table_name", "row_id"])


def _more_states() -> None:
    """A union may have been handed over to another office."""
    name = op.f("ck_trade_union_state_range")
    with op.batch_alter_table("trade_union", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f'"state" IN {_STATES}')


def _counts() -> None:
    with op.batch_alter_table("member_count", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("unconfirmed", sa.Text(), nullable=True))
        table.add_column(sa.Column("accepted_members", sa.Integer(), nullable=True))
        table.add_column(sa.Column("follow_up", sa.Integer(), nullable=False, server_default="0"))
        for constraint in (
            *_ranges(
                "member_count",
                unconfirmed=_length(100),
                accepted_members='"{0}" BETWEEN 0 AND 9999999',
                follow_up='"{0}" IN (0, 1)',
            ),
            _check("member_count", "accepted_needs_a_reason", "accepted_members IS NULL OR note IS NOT NULL"),
            *_exact("member_count", days=(), texts=("unconfirmed",)),
        ):
            table.create_check_constraint(str(constraint.name), str(constraint.sqltext))


def _stored_files() -> None:
    op.create_table(
        "stored_file",
        *_columns(sa.Text, "hash", "created", required=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_stored_file")),
        sqlite_strict=True,
    )


def _events() -> None:
    states = ("founded", "received", "handed_over", "merged", "dissolved", "closed", "reopened")
    kinds = (*states, "renamed", "moved", "regrouped")
    days, links = ("effective_on", "decided_on", "was_closed_on"), ("upper", "level", "sector", "bloc", "area")
    texts = ("kind", "decision", "note", "scan_name", "scan_hash", "was_name", "was_state")
    op.create_table(
        "union_event",
        *_bookkeeping("union_event"),
        sa.Column("union_id", sa.Integer(), nullable=False),
        *_columns(sa.Text, "kind", "effective_on", required=True),
        *_columns(sa.Text, "decision", "decided_on", "note", "scan_name", "scan_hash", "was_name"),
        *_columns(sa.Integer, *(f"was_{link}_id" for link in links)),
        *_columns(sa.Text, "was_state", "was_closed_on"),
        *_ranges(
            "union_event",
            kind=f'"{{0}}" IN {kinds}',
            effective_on=_DAY,
            decision=_length(200),
            decided_on=_DAY,
            note=_length(2000),
            scan_name=_length(200),
            scan_hash=_length(64),
            was_name=_length(200),
            was_state=f'"{{0}}" IN {_STATES}',
            was_closed_on=_DAY,
        ),
        _check("union_event", "upper_is_another", "was_upper_id <> union_id"),
        _check("union_event", "scan_is_whole", "(scan_name IS NULL) = (scan_hash IS NULL)"),
        _link("union_event", "union_id", "trade_union"),
        _link("union_event", "was_upper_id", "trade_union"),
        *(_link("union_event", f"was_{link}_id", link) for link in links[1:]),
        *_exact("union_event", days=days, texts=texts),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_union_event_union_id_effective_on"), "union_event", ["union_id", "effective_on"])


def _roles() -> None:
    op.create_table(
        "officer_role",
        *_bookkeeping("officer_role"),
        sa.Column("name", sa.Text(), nullable=False),
        *_columns(sa.Integer, "leads", "position", required=True),
        *_columns(sa.Text, "valid_from", "valid_to", "source"),
        sa.Column("name_key", sa.Text(), nullable=False),
        *_ranges(
            "officer_role",
            name=_length(200),
            leads='"{0}" IN (0, 1)',
            valid_from=_DAY,
            valid_to=_DAY,
            source=_length(200),
        ),
        sa.UniqueConstraint("name_key", name=op.f("uq_officer_role_name_key")),
        *_exact("officer_role", days=("valid_from", "valid_to"), texts=("name", "source")),
        sqlite_strict=True,
    )


def _officers() -> None:
    op.create_table(
        "officer",
        *_bookkeeping("officer"),
        *_columns(sa.Integer, "union_id", "role_id", required=True),
        sa.Column("name", sa.Text(), nullable=False),
        *_columns(sa.Text, "phone", "email", "term_from", "term_to", "decision", "note"),
        *_ranges(
            "officer",
            name=_length(200),
            phone=_length(16, least=8),
            email=_length(200, least=3),
            term_from=_DAY,
            term_to=_DAY,
            decision=_length(200),
            note=_length(2000),
        ),
        _check("officer", "term_in_order", "term_to >= term_from"),
        _link("officer", "union_id", "trade_union"),
        _link("officer", "role_id", "officer_role"),
        *_exact("officer", days=("term_from", "term_to"), texts=("name", "phone", "email", "decision", "note")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_officer_union_id"), "officer", ["union_id"])
