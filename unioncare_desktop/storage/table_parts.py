"""What the tables of migrations are made of: columns, limits, links, in the words that all tables share.

A migration describes the past: what stands here is never changed, only added to.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

DAY = "\"{0}\" BETWEEN '1900-01-01' AND '2200-12-31'"
PEOPLE = '"{0}" BETWEEN 0 AND 9999999'
FLAG = '"{0}" IN (0, 1)'


def _on_sqlite() -> bool:
    return bool(op.get_context().dialect.name == "sqlite")


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    """A named check of a table."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def ranges(table: str, **conditions: str) -> list[sa.CheckConstraint]:
    """The limits of columns; `{0}` in a condition is the column."""
    return [check(table, f"{column}_range", condition.format(column)) for column, condition in conditions.items()]


def length(most: int, least: int = 1) -> str:
    """The condition that a text has so many characters."""
    return f'length("{{0}}") BETWEEN {least} AND {most}'


def exact(table: str, days: tuple[str, ...] = (), texts: tuple[str, ...] = ()) -> list[sa.CheckConstraint]:
    """What SQLite does not check by itself: days exist in the calendar, texts hold no NUL (`length` stops at it)."""
    if not _on_sqlite():
        return []
    real_days = [(day, f'"{day}" IS date("{day}", \'+0 days\')') for day in days]
    whole_texts = [(text, f'instr("{text}", char(0)) = 0') for text in texts]
    return [check(table, f"{column}_exact", condition) for column, condition in real_days + whole_texts]


def columns(kind: type[sa.Text | sa.Integer], *names: str, required: bool = False) -> list[sa.Column[Any]]:
    """Several columns of one kind."""
    return [sa.Column(name, kind(), nullable=not required) for name in names]


def links(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    """Foreign keys: column and the table it refers to."""
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")
        for column, other in to.items()
    ]


def bookkeeping(table: str) -> list[sa.schema.SchemaItem]:
    """What every record has: id, version, times."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *columns(sa.Text, "created", "changed", required=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    """Columns that are unique together."""
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def index(table: str, *columns: str) -> None:
    """An index over columns."""
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
