"""The program as its next version will be: with one more migration, which rebuilds a table that others refer to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory
from unittest.mock import patch

from unioncare_desktop.storage import database, migrate

NEXT = database.SCHEMA + 1
_SCRIPT = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT:04}"
down_revision = "{database.SCHEMA:04}"


def upgrade() -> None:
    rebuilt = "always" if op.get_context().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("trade_union", recreate=rebuilt) as table:
        table.add_column(sa.Column("nickname", sa.Text(), nullable=True))
"""


@contextmanager
def as_next_schema(then: str = "") -> Iterator[None]:
    """Inside the block the program knows the next schema; *then* is what its migration does last."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "migrations"
        copytree(migrate.MIGRATIONS, folder, ignore=ignore_patterns("__pycache__"))
        (folder / "versions" / "next.py").write_text(_SCRIPT + f"    {then}\n", encoding="utf-8")
        with (
            patch.object(migrate, "MIGRATIONS", folder),
            patch.object(migrate, "SCHEMA", NEXT),
            patch.object(database, "SCHEMA", NEXT),
        ):
            yield
