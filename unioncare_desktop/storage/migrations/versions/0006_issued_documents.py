"""Issued documents and their files, closings, deliveries, sizes, signers, statistical forms; the office's own ways."""

import sqlalchemy as sa
from alembic import op

from unioncare_desktop.storage.table_parts import (
    DAY,
    FLAG,
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

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _office()
    _layout_size()
    _signer()
    _document_type()
    _issued_document()
    _issued_file()
    _period_closing()
    _frozen_report()
    _report_text()
    _statistic_line()
    _statistic_value()
    _correspondent()
    _delivery()


def _office() -> None:
    """How it is reached, in which style it writes, its term, the pictures of signature and seal."""
    style = sa.Column("style", sa.Text(), nullable=False, server_default="union")
    with op.batch_alter_table("office", table_kwargs={"sqlite_strict": True}) as table:
        for column in (
            *columns(sa.Text, "email", "phone", "address"),
            style,
            *columns(sa.Text, "term_from", "term_to", "signature_name", "signature_hash", "seal_name", "seal_hash"),
        ):
            table.add_column(column)
        for constraint in (
            *ranges(
                "office",
                email=length(200, least=3),
                phone=length(16, least=8),
                address=length(200),
                style="\"{0}\" IN ('union', 'party')",
                term_from=DAY,
                term_to=DAY,
                signature_name=length(200),
                signature_hash=length(64),
                seal_name=length(200),
                seal_hash=length(64),
            ),
            check("office", "term_in_order", "term_to >= term_from"),
            check("office", "signature_is_whole", "(signature_name IS NULL) = (signature_hash IS NULL)"),
            check("office", "seal_is_whole", "(seal_name IS NULL) = (seal_hash IS NULL)"),
            *exact(
                "office",
                days=("term_from", "term_to"),
                texts=(
                    *("email", "phone", "address", "style"),
                    *("signature_name", "signature_hash", "seal_name", "seal_hash"),
                ),
            ),
        ):
            table.create_check_constraint(str(constraint.name), str(constraint.sqltext))
    with op.batch_alter_table("office", table_kwargs={"sqlite_strict": True}) as table:
        table.alter_column("style", server_default=None)


def _layout_size() -> None:
    op.create_table(
        "layout_size",
        *bookkeeping("layout_size"),
        *columns(sa.Text, "key", "name", required=True),
        *columns(sa.Integer, "value", required=True),
        *columns(sa.Integer, "least", "most"),
        *columns(sa.Text, "unit", required=True),
        *columns(sa.Text, "source"),
        *columns(sa.Integer, "position", required=True),
        *ranges(
            "layout_size",
            key=length(40),
            name=length(200),
            value='"{0}" BETWEEN 0 AND 50000',
            least='"{0}" BETWEEN 0 AND 50000',
            most='"{0}" BETWEEN 0 AND 50000',
            unit=length(20),
            source=length(200),
        ),
        unique("layout_size", "key"),
        *exact(
            "layout_size",
            texts=(
                "key",
                "name",
                "unit",
                "source",
            ),
        ),
        sqlite_strict=True,
    )


def _signer() -> None:
    op.create_table(
        "signer",
        *bookkeeping("signer"),
        *columns(sa.Text, "name", "form", required=True),
        *columns(sa.Text, "on_behalf", "head"),
        *columns(sa.Text, "position", required=True),
        *columns(sa.Text, "picture_name", "picture_hash"),
        *ranges(
            "signer",
            name=length(200),
            form="\"{0}\" IN ('tm', 'kt', 'q', 'tl', 'tuq', 'plain')",
            on_behalf=length(200),
            head=length(200),
            position=length(200),
            picture_name=length(200),
            picture_hash=length(64),
        ),
        check("signer", "picture_is_whole", "(picture_name IS NULL) = (picture_hash IS NULL)"),
        *exact(
            "signer",
            texts=(
                "name",
                "form",
                "on_behalf",
                "head",
                "position",
                "picture_name",
                "picture_hash",
            ),
        ),
        sqlite_strict=True,
    )


def _document_type() -> None:
    op.create_table(
        "document_type",
        *bookkeeping("document_type"),
        *columns(sa.Text, "sign"),
        *columns(sa.Text, "numbering", "name", required=True),
        *columns(sa.Integer, "position", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "source"),
        *columns(sa.Text, "name_key", required=True),
        *ranges(
            "document_type",
            sign=length(10),
            numbering="\"{0}\" IN ('year', 'term')",
            name=length(200),
            valid_from=DAY,
            valid_to=DAY,
            source=length(200),
        ),
        unique("document_type", "name_key"),
        *exact(
            "document_type",
            days=(
                "valid_from",
                "valid_to",
            ),
            texts=(
                "sign",
                "numbering",
                "name",
                "source",
            ),
        ),
        sqlite_strict=True,
    )


def _issued_document() -> None:
    op.create_table(
        "issued_document",
        *bookkeeping("issued_document"),
        *columns(sa.Integer, "type_id", required=True),
        *columns(sa.Text, "series", required=True),
        *columns(sa.Integer, "number", required=True),
        *columns(sa.Text, "symbol", "issued_on", "subject", required=True),
        *columns(sa.Text, "recipients", "signer", "report"),
        *columns(sa.Integer, "period_id"),
        *columns(sa.Text, "data_hash", "content_hash"),
        *columns(sa.Integer, "corrects_id"),
        *columns(sa.Text, "cancelled_why", "note"),
        *ranges(
            "issued_document",
            series=length(20),
            number='"{0}" BETWEEN 0 AND 99999',
            symbol=length(60),
            issued_on=DAY,
            subject=length(500),
            recipients=length(2000),
            signer=length(200),
            report=length(60),
            data_hash=length(64),
            content_hash=length(64),
            cancelled_why=length(2000),
            note=length(2000),
        ),
        check("issued_document", "number_counts", "number > 0"),
        check("issued_document", "content_is_whole", "(data_hash IS NULL) = (content_hash IS NULL)"),
        *links("issued_document", type_id="document_type", period_id="period", corrects_id="issued_document"),
        unique("issued_document", "type_id", "series", "number"),
        *exact(
            "issued_document",
            days=("issued_on",),
            texts=(
                "series",
                "symbol",
                "subject",
                "recipients",
                "signer",
                "report",
                "data_hash",
                "content_hash",
                "cancelled_why",
                "note",
            ),
        ),
        sqlite_strict=True,
    )
    index("issued_document", "period_id")


def _issued_file() -> None:
    op.create_table(
        "issued_file",
        *bookkeeping("issued_file"),
        *columns(sa.Integer, "document_id", required=True),
        *columns(sa.Text, "name", "format", "file_hash", required=True),
        *columns(sa.Integer, "signed", required=True),
        *columns(sa.Text, "signed_by"),
        *ranges(
            "issued_file",
            name=length(200),
            format="\"{0}\" IN ('xlsx', 'pdf')",
            file_hash=length(64),
            signed=FLAG,
            signed_by=length(200),
        ),
        *links("issued_file", document_id="issued_document"),
        unique("issued_file", "document_id", "name"),
        *exact(
            "issued_file",
            texts=(
                "name",
                "format",
                "file_hash",
                "signed_by",
            ),
        ),
        sqlite_strict=True,
    )


def _period_closing() -> None:
    op.create_table(
        "period_closing",
        *bookkeeping("period_closing"),
        *columns(sa.Integer, "period_id", required=True),
        *columns(sa.Text, "closed_on", required=True),
        *columns(sa.Text, "reopened_on", "reopened_why"),
        *ranges(
            "period_closing",
            closed_on=DAY,
            reopened_on=DAY,
            reopened_why=length(2000),
        ),
        check("period_closing", "reopened_with_a_reason", "(reopened_on IS NULL) = (reopened_why IS NULL)"),
        *links("period_closing", period_id="period"),
        *exact(
            "period_closing",
            days=(
                "closed_on",
                "reopened_on",
            ),
            texts=("reopened_why",),
        ),
        sqlite_strict=True,
    )
    index("period_closing", "period_id")


def _frozen_report() -> None:
    op.create_table(
        "frozen_report",
        *bookkeeping("frozen_report"),
        *columns(sa.Integer, "closing_id", required=True),
        *columns(sa.Text, "report", "data_hash", "content_hash", required=True),
        *ranges(
            "frozen_report",
            report=length(60),
            data_hash=length(64),
            content_hash=length(64),
        ),
        *links("frozen_report", closing_id="period_closing"),
        unique("frozen_report", "closing_id", "report"),
        *exact(
            "frozen_report",
            texts=(
                "report",
                "data_hash",
                "content_hash",
            ),
        ),
        sqlite_strict=True,
    )


def _report_text() -> None:
    op.create_table(
        "report_text",
        *bookkeeping("report_text"),
        *columns(sa.Text, "report", required=True),
        *columns(sa.Integer, "period_id", required=True),
        *columns(sa.Text, "part", "text", required=True),
        *ranges(
            "report_text",
            report=length(60),
            part=length(60),
            text=length(10000),
        ),
        *links("report_text", period_id="period"),
        unique("report_text", "report", "period_id", "part"),
        *exact(
            "report_text",
            texts=(
                "report",
                "part",
                "text",
            ),
        ),
        sqlite_strict=True,
    )


def _statistic_line() -> None:
    op.create_table(
        "statistic_line",
        *bookkeeping("statistic_line"),
        *columns(sa.Text, "key", "form", required=True),
        *columns(sa.Text, "ordinal"),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Text, "unit", "measure"),
        *columns(sa.Integer, "heading", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "source"),
        *columns(sa.Integer, "position", required=True),
        *ranges(
            "statistic_line",
            key=length(60),
            form=length(40),
            ordinal=length(10),
            name=length(500),
            unit=length(40),
            measure=length(60),
            heading=FLAG,
            valid_from=DAY,
            valid_to=DAY,
            source=length(200),
        ),
        unique("statistic_line", "key"),
        *exact(
            "statistic_line",
            days=(
                "valid_from",
                "valid_to",
            ),
            texts=(
                "key",
                "form",
                "ordinal",
                "name",
                "unit",
                "measure",
                "source",
            ),
        ),
        sqlite_strict=True,
    )


def _statistic_value() -> None:
    op.create_table(
        "statistic_value",
        *bookkeeping("statistic_value"),
        *columns(sa.Integer, "line_id", "period_id", required=True),
        *columns(sa.Integer, "value"),
        *columns(sa.Text, "note"),
        *ranges(
            "statistic_value",
            value=PEOPLE,
            note=length(2000),
        ),
        *links("statistic_value", line_id="statistic_line", period_id="period"),
        unique("statistic_value", "line_id", "period_id"),
        *exact("statistic_value", texts=("note",)),
        sqlite_strict=True,
    )
    index("statistic_value", "period_id")


def _correspondent() -> None:
    op.create_table(
        "correspondent",
        *bookkeeping("correspondent"),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Text, "person", "email", "phone"),
        *columns(sa.Integer, "usual", required=True),
        *columns(sa.Text, "note"),
        *columns(sa.Integer, "position", required=True),
        *ranges(
            "correspondent",
            name=length(200),
            person=length(200),
            email=length(200, least=3),
            phone=length(16, least=8),
            usual=FLAG,
            note=length(2000),
        ),
        *exact(
            "correspondent",
            texts=(
                "name",
                "person",
                "email",
                "phone",
                "note",
            ),
        ),
        sqlite_strict=True,
    )


def _delivery() -> None:
    op.create_table(
        "delivery",
        *bookkeeping("delivery"),
        *columns(sa.Integer, "document_id"),
        *columns(sa.Text, "report"),
        *columns(sa.Integer, "period_id"),
        *columns(sa.Text, "recipient", required=True),
        *columns(sa.Text, "email"),
        *columns(sa.Text, "channel", "subject", required=True),
        *columns(sa.Text, "files", "content_hash"),
        *columns(sa.Text, "drafted_on", "state", required=True),
        *columns(sa.Text, "sent_on", "replied_on", "reply", "note"),
        *ranges(
            "delivery",
            report=length(60),
            recipient=length(200),
            email=length(200, least=3),
            channel="\"{0}\" IN ('email', 'paper', 'zalo', 'other')",
            subject=length(500),
            files=length(2000),
            content_hash=length(64),
            drafted_on=DAY,
            state="\"{0}\" IN ('drafted', 'sent')",
            sent_on=DAY,
            replied_on=DAY,
            reply=length(2000),
            note=length(2000),
        ),
        check("delivery", "sent_on_a_day", "(state = 'sent') = (sent_on IS NOT NULL)"),
        *links("delivery", document_id="issued_document", period_id="period"),
        *exact(
            "delivery",
            days=(
                "drafted_on",
                "sent_on",
                "replied_on",
            ),
            texts=(
                "report",
                "recipient",
                "email",
                "channel",
                "subject",
                "files",
                "content_hash",
                "state",
                "reply",
                "note",
            ),
        ),
        sqlite_strict=True,
    )
    index("delivery", "document_id")
