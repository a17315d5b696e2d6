"""Alembic's entry: migrations run on the connection, and in the transaction, that `migrate.upgrade` hands over."""

from alembic import context

from unioncare_desktop.domain.record import Base
from unioncare_desktop.storage import history, stored_files

for own in (history.Action, stored_files.StoredFile):
    assert own.metadata is Base.metadata  # noqa: S101 - the program's own tables belong to the same metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
