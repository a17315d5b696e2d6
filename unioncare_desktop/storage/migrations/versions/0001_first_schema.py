"""The first schema: office, lists, unions, periods, counts, and the history of their changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _exact(table: str, days: tuple[str, ...], texts: tuple[str, ...]) -> list[sa.CheckConstraint]:
    """What SQLite does not check by itself: days exist in the calendar, texts hold no NUL (`length` stops at it)."""
    if op.get_context().dialect.name != "sqlite":
        return []
    real_days = [(day, f'"{day}" IS date("{day}", \'+0 days\')') for day in days]
    whole_texts = [(text, f'instr("{text}", char(0)) = 0') for text in texts]
    return [
        sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{column}_exact"))
        for column, condition in real_days + whole_texts
    ]


def upgrade() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sqlite_strict=True,
    )
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"valid_from\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_area_valid_from_range")
        ),
        sa.CheckConstraint("\"valid_to\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_area_valid_to_range")),
        sa.CheckConstraint('length("name") BETWEEN 1 AND 200', name=op.f("ck_area_name_range")),
        sa.CheckConstraint('length("source") BETWEEN 1 AND 200', name=op.f("ck_area_source_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("name_key", name=op.f("uq_area_name_key")),
        *_exact("area", days=("valid_from", "valid_to"), texts=("name", "source")),
        sqlite_strict=True,
    )
    op.create_table(
        "bloc",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"valid_from\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_bloc_valid_from_range")
        ),
        sa.CheckConstraint("\"valid_to\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_bloc_valid_to_range")),
        sa.CheckConstraint('length("name") BETWEEN 1 AND 200', name=op.f("ck_bloc_name_range")),
        sa.CheckConstraint('length("source") BETWEEN 1 AND 200', name=op.f("ck_bloc_source_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bloc")),
        sa.UniqueConstraint("name_key", name=op.f("uq_bloc_name_key")),
        *_exact("bloc", days=("valid_from", "valid_to"), texts=("name", "source")),
        sqlite_strict=True,
    )
    op.create_table(
        "current_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_current_action")),
        sqlite_strict=True,
    )
    op.create_table(
        "level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.CheckConstraint('"reports" IN (0, 1)', name=op.f("ck_level_reports_range")),
        sa.CheckConstraint(
            "\"valid_from\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_level_valid_from_range")
        ),
        sa.CheckConstraint("\"valid_to\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_level_valid_to_range")),
        sa.CheckConstraint('length("name") BETWEEN 1 AND 200', name=op.f("ck_level_name_range")),
        sa.CheckConstraint('length("source") BETWEEN 1 AND 200', name=op.f("ck_level_source_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level")),
        sa.UniqueConstraint("name_key", name=op.f("uq_level_name_key")),
        *_exact("level", days=("valid_from", "valid_to"), texts=("name", "source")),
        sqlite_strict=True,
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("superior", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("addressed_to", sa.Text(), nullable=True),
        sa.Column("committee", sa.Text(), nullable=True),
        sa.Column("signer_position", sa.Text(), nullable=True),
        sa.Column("signer_name", sa.Text(), nullable=True),
        sa.Column("recipients", sa.Text(), nullable=True),
        sa.Column("population", sa.Text(), nullable=False),
        sa.Column("more_members_than_workers", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.CheckConstraint(
            '"more_members_than_workers" IN (0, 1)', name=op.f("ck_office_more_members_than_workers_range")
        ),
        sa.CheckConstraint('length("addressed_to") BETWEEN 1 AND 200', name=op.f("ck_office_addressed_to_range")),
        sa.CheckConstraint('length("committee") BETWEEN 1 AND 200', name=op.f("ck_office_committee_range")),
        sa.CheckConstraint('length("kind") BETWEEN 1 AND 40', name=op.f("ck_office_kind_range")),
        sa.CheckConstraint('length("name") BETWEEN 1 AND 200', name=op.f("ck_office_name_range")),
        sa.CheckConstraint('length("place") BETWEEN 1 AND 200', name=op.f("ck_office_place_range")),
        sa.CheckConstraint('length("population") BETWEEN 1 AND 30', name=op.f("ck_office_population_range")),
        sa.CheckConstraint('length("recipients") BETWEEN 1 AND 2000', name=op.f("ck_office_recipients_range")),
        sa.CheckConstraint('length("signer_name") BETWEEN 1 AND 200', name=op.f("ck_office_signer_name_range")),
        sa.CheckConstraint('length("signer_position") BETWEEN 1 AND 200', name=op.f("ck_office_signer_position_range")),
        sa.CheckConstraint('length("superior") BETWEEN 1 AND 200', name=op.f("ck_office_superior_range")),
        sa.CheckConstraint('length("symbol") BETWEEN 1 AND 30', name=op.f("ck_office_symbol_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        *_exact(
            "office",
            days=(),
            texts=(
                "kind",
                "name",
                "superior",
                "place",
                "symbol",
                "addressed_to",
                "committee",
                "signer_position",
                "signer_name",
                "recipients",
                "population",
            ),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.Column("cut_off", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.CheckConstraint("\"cut_off\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_period_cut_off_range")),
        sa.CheckConstraint('"cut_off" BETWEEN start AND "end"', name=op.f("ck_period_cut_off_inside")),
        sa.CheckConstraint("\"due\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_period_due_range")),
        sa.CheckConstraint('"end" >= start', name=op.f("ck_period_end_after_start")),
        sa.CheckConstraint("\"end\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_period_end_range")),
        sa.CheckConstraint("\"kind\" IN ('quarter', 'half', 'year')", name=op.f("ck_period_kind_range")),
        sa.CheckConstraint('"number" BETWEEN 0 AND 4', name=op.f("ck_period_number_range")),
        sa.CheckConstraint("\"start\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_period_start_range")),
        sa.CheckConstraint('"year" BETWEEN 0 AND 2200', name=op.f("ck_period_year_range")),
        sa.CheckConstraint("due >= start", name=op.f("ck_period_due_after_start")),
        sa.CheckConstraint('length("code") BETWEEN 1 AND 10', name=op.f("ck_period_code_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("code", name=op.f("uq_period_code")),
        sa.UniqueConstraint("kind", "year", "number", name=op.f("uq_period_kind_year_number")),
        *_exact("period", days=("start", "end", "cut_off", "due"), texts=("code", "kind")),
        sqlite_strict=True,
    )
    op.create_table(
        "sector",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"valid_from\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_sector_valid_from_range")
        ),
        sa.CheckConstraint("\"valid_to\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_sector_valid_to_range")),
        sa.CheckConstraint('length("name") BETWEEN 1 AND 200', name=op.f("ck_sector_name_range")),
        sa.CheckConstraint('length("source") BETWEEN 1 AND 200', name=op.f("ck_sector_source_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector")),
        sa.UniqueConstraint("name_key", name=op.f("uq_sector_name_key")),
        *_exact("sector", days=("valid_from", "valid_to"), texts=("name", "source")),
        sqlite_strict=True,
    )
    op.create_table(
        "threshold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"valid_from\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_threshold_valid_from_range")
        ),
        sa.CheckConstraint(
            "\"valid_to\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_threshold_valid_to_range")
        ),
        sa.CheckConstraint('"value" BETWEEN 0 AND 100000', name=op.f("ck_threshold_value_range")),
        sa.CheckConstraint('length("key") BETWEEN 1 AND 40', name=op.f("ck_threshold_key_range")),
        sa.CheckConstraint('length("name") BETWEEN 1 AND 200', name=op.f("ck_threshold_name_range")),
        sa.CheckConstraint('length("source") BETWEEN 1 AND 200', name=op.f("ck_threshold_source_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold")),
        sa.UniqueConstraint("key", "valid_from", name=op.f("uq_threshold_key_valid_from")),
        *_exact("threshold", days=("valid_from", "valid_to"), texts=("key", "name", "source")),
        sqlite_strict=True,
    )
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_history_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_history_action_id"), "history", ["action_id"], unique=False)
    op.create_table(
        "trade_union",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("upper_id", sa.Integer(), nullable=True),
        sa.Column("level_id", sa.Integer(), nullable=True),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("bloc_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("business", sa.Text(), nullable=True),
        sa.Column("founded_on", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("committee_size", sa.Integer(), nullable=True),
        sa.Column("inspection_size", sa.Integer(), nullable=True),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("code_key", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.CheckConstraint("state <> 'active' OR closed_on IS NULL", name=op.f("ck_trade_union_living_not_closed")),
        sa.CheckConstraint(
            "\"closed_on\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_trade_union_closed_on_range")
        ),
        sa.CheckConstraint('"committee_size" BETWEEN 0 AND 99', name=op.f("ck_trade_union_committee_size_range")),
        sa.CheckConstraint(
            "\"founded_on\" BETWEEN '1900-01-01' AND '2200-12-31'", name=op.f("ck_trade_union_founded_on_range")
        ),
        sa.CheckConstraint('"inspection_size" BETWEEN 0 AND 99', name=op.f("ck_trade_union_inspection_size_range")),
        sa.CheckConstraint(
            "\"state\" IN ('active', 'merged', 'dissolved', 'closed')", name=op.f("ck_trade_union_state_range")
        ),
        sa.CheckConstraint("closed_on >= founded_on", name=op.f("ck_trade_union_closed_after_founded")),
        sa.CheckConstraint('length("address") BETWEEN 1 AND 200', name=op.f("ck_trade_union_address_range")),
        sa.CheckConstraint('length("business") BETWEEN 1 AND 200', name=op.f("ck_trade_union_business_range")),
        sa.CheckConstraint('length("chair") BETWEEN 1 AND 200', name=op.f("ck_trade_union_chair_range")),
        sa.CheckConstraint('length("code") BETWEEN 1 AND 30', name=op.f("ck_trade_union_code_range")),
        sa.CheckConstraint('length("decision") BETWEEN 1 AND 200', name=op.f("ck_trade_union_decision_range")),
        sa.CheckConstraint('length("email") BETWEEN 3 AND 200', name=op.f("ck_trade_union_email_range")),
        sa.CheckConstraint('length("name") BETWEEN 1 AND 200', name=op.f("ck_trade_union_name_range")),
        sa.CheckConstraint('length("note") BETWEEN 1 AND 2000', name=op.f("ck_trade_union_note_range")),
        sa.CheckConstraint('length("phone") BETWEEN 8 AND 16', name=op.f("ck_trade_union_phone_range")),
        sa.CheckConstraint("upper_id <> id", name=op.f("ck_trade_union_upper_is_another")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_trade_union_area_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["bloc_id"], ["bloc.id"], name=op.f("fk_trade_union_bloc_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["level_id"], ["level.id"], name=op.f("fk_trade_union_level_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_trade_union_sector_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["upper_id"], ["trade_union.id"], name=op.f("fk_trade_union_upper_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trade_union")),
        *_exact(
            "trade_union",
            days=("founded_on", "closed_on"),
            texts=("code", "name", "address", "business", "decision", "chair", "phone", "email", "state", "note"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_trade_union_name_key"), "trade_union", ["name_key"], unique=False)
    op.create_index(op.f("ix_trade_union_sort_key"), "trade_union", ["sort_key"], unique=False)
    op.create_index(
        "uq_trade_union_living_code",
        "trade_union",
        ["code_key"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        "uq_trade_union_living_name",
        "trade_union",
        ["name_key"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "member_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("women_workers", sa.Integer(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("women_members", sa.Integer(), nullable=True),
        sa.Column("admitted", sa.Integer(), nullable=True),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.CheckConstraint('"admitted" BETWEEN 0 AND 9999999', name=op.f("ck_member_count_admitted_range")),
        sa.CheckConstraint('"left" BETWEEN 0 AND 9999999', name=op.f("ck_member_count_left_range")),
        sa.CheckConstraint('"members" BETWEEN 0 AND 9999999', name=op.f("ck_member_count_members_range")),
        sa.CheckConstraint('"women_members" BETWEEN 0 AND 9999999', name=op.f("ck_member_count_women_members_range")),
        sa.CheckConstraint('"women_workers" BETWEEN 0 AND 9999999', name=op.f("ck_member_count_women_workers_range")),
        sa.CheckConstraint('"workers" BETWEEN 0 AND 9999999', name=op.f("ck_member_count_workers_range")),
        sa.CheckConstraint('length("note") BETWEEN 1 AND 2000', name=op.f("ck_member_count_note_range")),
        sa.CheckConstraint(
            "members <= workers OR note IS NOT NULL", name=op.f("ck_member_count_members_need_a_reason")
        ),
        sa.CheckConstraint("women_members <= members", name=op.f("ck_member_count_women_members")),
        sa.CheckConstraint("women_workers <= workers", name=op.f("ck_member_count_women_workers")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_member_count_period_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["union_id"], ["trade_union.id"], name=op.f("fk_member_count_union_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_count")),
        sa.UniqueConstraint("union_id", "period_id", name=op.f("uq_member_count_union_id_period_id")),
        *_exact("member_count", days=(), texts=("note",)),
        sqlite_strict=True,
    )
