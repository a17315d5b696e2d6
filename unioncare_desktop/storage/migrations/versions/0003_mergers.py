"""Mergers with their participants, locks and bases, pairs of blocs, and texts of documents."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_DAY = "\"{0}\" BETWEEN '1900-01-01' AND '2200-12-31'"
_PEOPLE = '"{0}" BETWEEN 0 AND 9999999'


def _on_sqlite() -> bool:
    return bool(op.get_context().dialect.name == "sqlite")


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _ranges(table: str, **conditions: str) -> list[sa.CheckConstraint]:
    return [_check(table, f"{column}_range", condition.format(column)) for column, condition in conditions.items()]


def _length(most: int, least: int = 1) -> str:
    return f'length("{{0}}") BETWEEN {least} AND {most}'


def _exact(table: str, days: tuple[str, ...] = (), texts: tuple[str, ...] = ()) -> list[sa.CheckConstraint]:
    """What SQLite does not check by itself: days exist in the calendar, texts hold no NUL (`length` stops at it)."""
    if not _on_sqlite():
        return []
    real_days = [(day, f'"{day}" IS date("{day}", \'+0 days\')') for day in days]
    whole_texts = [(text, f'instr("{text}", char(0)) = 0') for text in texts]
    return [_check(table, f"{column}_exact", condition) for column, condition in real_days + whole_texts]


def _columns(kind: type[sa.Text | sa.Integer], *names: str, required: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind(), nullable=not required) for name in names]


def _links(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")
        for column, other in to.items()
    ]


def _bookkeeping(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_columns(sa.Text, "created", "changed", required=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    _texts()
    _bloc_pairs()
    _mergers()
    _parts()
    _officers()
    _locks()
    _bases()
    _events()


def _texts() -> None:
    op.create_table(
        "document_text",
        *_bookkeeping("document_text"),
        *_columns(sa.Text, "key", "name", required=True),
        *_columns(sa.Text, "text"),
        *_columns(sa.Integer, "position", required=True),
        *_ranges("document_text", key=_length(60), name=_length(200), text=_length(10_000)),
        _unique("document_text", "key"),
        *_exact("document_text", texts=("key", "name", "text")),
        sqlite_strict=True,
    )


def _bloc_pairs() -> None:
    op.create_table(
        "bloc_pair",
        *_bookkeeping("bloc_pair"),
        *_columns(sa.Integer, "bloc_id", "other_id", required=True),
        *_columns(sa.Text, "source"),
        *_ranges("bloc_pair", source=_length(200)),
        _check("bloc_pair", "pair_in_order", "other_id > bloc_id"),
        *_links("bloc_pair", bloc_id="bloc", other_id="bloc"),
        _unique("bloc_pair", "bloc_id", "other_id"),
        *_exact("bloc_pair", texts=("source",)),
        sqlite_strict=True,
    )


def _mergers() -> None:
    days = ("proposed_on", "decided_on", "effective_on")
    texts = ("name", "kind", "state", "code", "proposal", "decision", "chair", "note")
    op.create_table(
        "merger",
        *_bookkeeping("merger"),
        *_columns(sa.Text, "name", "kind", "state", required=True),
        *_columns(sa.Integer, "union_id"),
        *_columns(sa.Integer, "period_id", required=True),
        *_columns(sa.Text, "code"),
        *_columns(sa.Integer, "bloc_id", "area_id", "sector_id"),
        *_columns(sa.Text, "proposal", "proposed_on", "decision", "decided_on", "effective_on", "chair", "note"),
        *_ranges(
            "merger",
            name=_length(200),
            kind="\"{0}\" IN ('absorbed', 'founded', 'split')",
            state="\"{0}\" IN ('proposed', 'done')",
            code=_length(30),
            proposal=_length(200),
            decision=_length(200),
            chair=_length(200),
            note=_length(2000),
            **dict.fromkeys(days, _DAY),
        ),
        _check("merger", "done_has_union", "state = 'proposed' OR union_id IS NOT NULL"),
        _check("merger", "done_has_day", "state = 'proposed' OR effective_on IS NOT NULL"),
        *_links(
            "merger", union_id="trade_union", period_id="period", bloc_id="bloc", area_id="area", sector_id="sector"
        ),
        *_exact("merger", days=days, texts=texts),
        sqlite_strict=True,
    )
    _index("merger", "union_id")


def _parts() -> None:
    op.create_table(
        "merger_part",
        *_bookkeeping("merger_part"),
        *_columns(sa.Integer, "merger_id", "union_id", required=True),
        *_columns(sa.Integer, "members"),
        *_ranges("merger_part", members=_PEOPLE),
        *_links("merger_part", merger_id="merger", union_id="trade_union"),
        _unique("merger_part", "merger_id", "union_id"),
        sqlite_strict=True,
    )
    _index("merger_part", "union_id")


def _officers() -> None:
    op.create_table(
        "merger_officer",
        *_bookkeeping("merger_officer"),
        *_columns(sa.Integer, "merger_id", "role_id", required=True),
        *_columns(sa.Text, "name", required=True),
        *_columns(sa.Text, "phone"),
        *_ranges("merger_officer", name=_length(200), phone=_length(16, least=8)),
        *_links("merger_officer", merger_id="merger", role_id="officer_role"),
        *_exact("merger_officer", texts=("name", "phone")),
        sqlite_strict=True,
    )
    _index("merger_officer", "merger_id")


def _locks() -> None:
    op.create_table(
        "merger_lock",
        *_bookkeeping("merger_lock"),
        *_columns(sa.Text, "kind", required=True),
        *_columns(sa.Integer, "union_id", required=True),
        *_columns(sa.Integer, "other_id"),
        *_columns(sa.Text, "note"),
        *_ranges("merger_lock", kind="\"{0}\" IN ('apart', 'together', 'leave')", note=_length(200)),
        _check("merger_lock", "pair_in_order", "other_id > union_id"),
        _check("merger_lock", "pair_is_whole", "(kind = 'leave') = (other_id IS NULL)"),
        *_links("merger_lock", union_id="trade_union", other_id="trade_union"),
        _unique("merger_lock", "union_id", "other_id"),
        *_exact("merger_lock", texts=("kind", "note")),
        sqlite_strict=True,
    )


def _bases() -> None:
    op.create_table(
        "merger_base",
        *_bookkeeping("merger_base"),
        *_columns(sa.Text, "name", "frozen_on", required=True),
        *_columns(sa.Integer, "period_id", "below", required=True),
        *_columns(sa.Text, "source"),
        *_ranges(
            "merger_base",
            name=_length(200),
            frozen_on=_DAY,
            below='"{0}" BETWEEN 0 AND 100000',
            source=_length(200),
        ),
        *_links("merger_base", period_id="period"),
        *_exact("merger_base", days=("frozen_on",), texts=("name", "source")),
        sqlite_strict=True,
    )
    op.create_table(
        "merger_base_union",
        *_bookkeeping("merger_base_union"),
        *_columns(sa.Integer, "base_id", "union_id", required=True),
        *_columns(sa.Integer, "members"),
        *_ranges("merger_base_union", members=_PEOPLE),
        *_links("merger_base_union", base_id="merger_base", union_id="trade_union"),
        _unique("merger_base_union", "base_id", "union_id"),
        sqlite_strict=True,
    )
    _index("merger_base_union", "union_id")


def _events() -> None:
    """An event may be part of a merger."""
    with op.batch_alter_table("union_event", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("merger_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_union_event_merger_id"), "merger", ["merger_id"], ["id"], ondelete="RESTRICT")
    _index("union_event", "merger_id")
