"""Files kept inside the database, so that a backup holds them too: scans of decisions, by the hash of their contents.

What was stored is never changed or removed; a record that names a file keeps its hash.
"""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from unioncare_desktop.domain.record import Base, now


class StoredFile(Base):
    """The contents of one file; `hash` is their SHA-256 in hexadecimal."""

    __tablename__ = "stored_file"
    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012 - SQLAlchemy's way

    hash: Mapped[str] = mapped_column(primary_key=True)
    created: Mapped[str] = mapped_column(default=now)
    content: Mapped[bytes]


def hash_of(content: bytes) -> str:
    """The SHA-256 of *content* in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def put(session: Session, content: bytes) -> str:
    """Keep *content*, once however often it is put, and return its hash."""
    digest = hash_of(content)
    if session.scalar(select(StoredFile.hash).where(StoredFile.hash == digest)) is None:
        session.add(StoredFile(hash=digest, content=content))
        session.flush()
    return digest


def get(session: Session, digest: str) -> bytes | None:
    """The contents with this hash; None where there are none."""
    return session.scalar(select(StoredFile.content).where(StoredFile.hash == digest))


def damaged(session: Session) -> list[str]:
    """The hashes of files whose contents are no longer what was stored."""
    kept = session.execute(select(StoredFile.hash, StoredFile.content))
    return [digest for digest, content in kept if hash_of(content) != digest]
