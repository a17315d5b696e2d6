"""Mergers with their participants, locks and bases, pairs of blocs, and texts of documents."""

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

revision = "0003"
down_revision = "0002"


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
        *bookkeeping("document_text"),
        *columns(sa.Text, "key", "name", required=True),
        *columns(sa.Text, "text"),
        *columns(sa.Integer, "position", required=True),
        *ranges("document_text", key=length(60), name=length(200), text=length(10_000)),
        unique("document_text", "key"),
        *exact("document_text", texts=("key", "name", "text")),
        sqlite_strict=True,
    )


def _bloc_pairs() -> None:
    op.create_table(
        "bloc_pair",
        *bookkeeping("bloc_pair"),
        *columns(sa.Integer, "bloc_id", "other_id", required=True),
        *columns(sa.Text, "source"),
        *ranges("bloc_pair", source=length(200)),
        check("bloc_pair", "pair_in_order", "other_id > bloc_id"),
        *links("bloc_pair", bloc_id="bloc", other_id="bloc"),
        unique("bloc_pair", "bloc_id", "other_id"),
        *exact("bloc_pair", texts=("source",)),
        sqlite_strict=True,
    )


def _mergers() -> None:
    days = ("proposed_on", "decided_on", "effective_on")
    texts = ("name", "kind", "state", "code", "proposal", "decision", "chair", "note")
    op.create_table(
        "merger",
        *bookkeeping("merger"),
        *columns(sa.Text, "name", "kind", "state", required=True),
        *columns(sa.Integer, "union_id"),
        *columns(sa.Integer, "period_id", required=True),
        *columns(sa.Text, "code"),
        *columns(sa.Integer, "bloc_id", "area_id", "sector_id"),
        *columns(sa.Text, "proposal", "proposed_on", "decision", "decided_on", "effective_on", "chair", "note"),
        *ranges(
            "merger",
            name=length(200),
            kind="\"{0}\" IN ('absorbed', 'founded', 'split')",
            state="\"{0}\" IN ('proposed', 'done')",
            code=length(30),
            proposal=length(200),
            decision=length(200),
            chair=length(200),
            note=length(2000),
            **dict.fromkeys(days, DAY),
        ),
        check("merger", "done_has_union", "state = 'proposed' OR union_id IS NOT NULL"),
        check("merger", "done_has_day", "state = 'proposed' OR effective_on IS NOT NULL"),
        *links(
            "merger", union_id="trade_union", period_id="period", bloc_id="bloc", area_id="area", sector_id="sector"
        ),
        *exact("merger", days=days, texts=texts),
        sqlite_strict=True,
    )
    index("merger", "union_id")


def _parts() -> None:
    op.create_table(
        "merger_part",
        *bookkeeping("merger_part"),
        *columns(sa.Integer, "merger_id", "union_id", required=True),
        *columns(sa.Integer, "members"),
        *ranges("merger_part", members=PEOPLE),
        *links("merger_part", merger_id="merger", union_id="trade_union"),
        unique("merger_part", "merger_id", "union_id"),
        sqlite_strict=True,
    )
    index("merger_part", "union_id")


def _officers() -> None:
    op.create_table(
        "merger_officer",
        *bookkeeping("merger_officer"),
        *columns(sa.Integer, "merger_id", "role_id", required=True),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Text, "phone"),
        *ranges("merger_officer", name=length(200), phone=length(16, least=8)),
        *links("merger_officer", merger_id="merger", role_id="officer_role"),
        *exact("merger_officer", texts=("name", "phone")),
        sqlite_strict=True,
    )
    index("merger_officer", "merger_id")


def _locks() -> None:
    op.create_table(
        "merger_lock",
        *bookkeeping("merger_lock"),
        *columns(sa.Text, "kind", required=True),
        *columns(sa.Integer, "union_id", required=True),
        *columns(sa.Integer, "other_id"),
        *columns(sa.Text, "note"),
        *ranges("merger_lock", kind="\"{0}\" IN ('apart', 'together', 'leave')", note=length(200)),
        check("merger_lock", "pair_in_order", "other_id > union_id"),
        check("merger_lock", "pair_is_whole", "(kind = 'leave') = (other_id IS NULL)"),
        *links("merger_lock", union_id="trade_union", other_id="trade_union"),
        unique("merger_lock", "union_id", "other_id"),
        *exact("merger_lock", texts=("kind", "note")),
        sqlite_strict=True,
    )


def _bases() -> None:
    op.create_table(
        "merger_base",
        *bookkeeping("merger_base"),
        *columns(sa.Text, "name", "frozen_on", required=True),
        *columns(sa.Integer, "period_id", "below", required=True),
        *columns(sa.Text, "source"),
        *ranges(
            "merger_base",
            name=length(200),
            frozen_on=DAY,
            below='"{0}" BETWEEN 0 AND 100000',
            source=length(200),
        ),
        *links("merger_base", period_id="period"),
        *exact("merger_base", days=("frozen_on",), texts=("name", "source")),
        sqlite_strict=True,
    )
    op.create_table(
        "merger_base_union",
        *bookkeeping("merger_base_union"),
        *columns(sa.Integer, "base_id", "union_id", required=True),
        *columns(sa.Integer, "members"),
        *ranges("merger_base_union", members=PEOPLE),
        *links("merger_base_union", base_id="merger_base", union_id="trade_union"),
        unique("merger_base_union", "base_id", "union_id"),
        sqlite_strict=True,
    )
    index("merger_base_union", "union_id")


def _events() -> None:
    """An event may be part of a merger."""
    with op.batch_alter_table("union_event", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("merger_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_union_event_merger_id"), "merger", ["merger_id"], ["id"], ondelete="RESTRICT")
    index("union_event", "merger_id")
