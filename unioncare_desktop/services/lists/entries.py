"""The office's lists (levels, sectors, blocs, areas) as an import sees them: names to ids, and names to be added."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import Field
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Area, Bloc, Level, Sector
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.lists.plan import NewEntry
from unioncare_desktop.services.lists.rows import Candidate
from unioncare_desktop.services.unions import likeness_key
from unioncare_desktop.vietnamese import fold

LISTS: Mapping[str, type[Record]] = {"level_id": Level, "sector_id": Sector, "bloc_id": Bloc, "area_id": Area}
"""The fields of a union that name an entry of a list."""

_SIGNS = re.compile(r"[^0-9a-z]+")
_GRADED = "loai "
_PLACES = ("phuong ", "p ", "xa ", "x ", "thi tran ", "dac khu ", "cum ", "khu ")


class Entries:
    """All entries by name, the stored ones and those that the import adds."""

    def __init__(self, session: Session) -> None:
        self._names: dict[str, dict[int, str]] = {}
        self._exact: dict[str, dict[str, int | NewEntry]] = {}
        self._loose: dict[str, dict[str, int | NewEntry]] = {}
        for name, record_type in LISTS.items():
            stored = records.choices(session, record_type)
            self._names[name] = stored
            self._exact[name] = {fold(words): number for number, words in stored.items()}
            self._loose[name] = {_loose_key(words): number for number, words in stored.items()}

    def find(self, field: str, words: str) -> int | NewEntry:
        """The entry that *words* name: written the same, or but for abbreviations and signs; else a new one."""
        folded = fold(words)
        found = self._exact[field].get(folded) or self._nearly(field, _loose_key(words))
        if found is None:
            record_type = LISTS[field]
            found = NewEntry(record_type.__tablename__, record_type.title, words)
            self._loose[field][_loose_key(words)] = found
        self._exact[field][folded] = found
        return found

    def _nearly(self, field: str, wanted: str) -> int | NewEntry | None:
        """The entry of the same words; of areas also the only one that differs by "phường" before the name."""
        known = self._loose[field]
        if wanted in known or field != "area_id":
            return known.get(wanted)
        bare = _without_kind(wanted)
        if bare != wanted:
            return known.get(bare)
        alike = [entry for words, entry in known.items() if _without_kind(words) == bare]
        return alike[0] if len(alike) == 1 else None

    def shown(self, described: Field, value: Any) -> str:  # noqa: ANN401 - a value of any field
        """The value as a user reads it; of a list, the name of its entry."""
        return self.name(described.name, value) if described.name in LISTS else described.kind.show(value)

    def name(self, field: str, entry: int | NewEntry | None) -> str:
        """The name of an entry."""
        if isinstance(entry, NewEntry):
            return entry.name
        return "" if entry is None else self._names[field][entry]


class FixedLists:
    """Lists to which an import adds nothing (levels of recognition, ratings, grades), by the fields that choose."""

    def __init__(self, session: Session, lists: Mapping[str, type[Record]]) -> None:
        self._names = {field: records.choices(session, record_type) for field, record_type in lists.items()}

    def resolve(self, candidate: Candidate, given: dict[str, Any]) -> None:
        """Put the ids of entries for the names in *given*; a name that is in no list is refused with those that are."""
        for field in self._names.keys() & given.keys():
            found = self._find(field, given[field])
            if found is None:
                known = ", ".join(self._names[field].values())
                candidate.reject(field, _("không có trong danh mục; hãy ghi một trong: {known}").format(known=known))
            given[field] = found

    def _find(self, field: str, words: str) -> int | None:
        keys = _loose_key(words), _loose_key(words).removeprefix(_GRADED)
        return next((row_id for row_id, name in self._names[field].items() if _loose_key(name) in keys), None)

    def shown(self, described: Field, value: Any) -> str:  # noqa: ANN401 - a value of any field
        """The value as a user reads it; of a list, the name of its entry."""
        if described.name in self._names:
            return self._names[described.name].get(value, "")
        return described.kind.show(value)


def _loose_key(words: str) -> str:
    return _SIGNS.sub(" ", likeness_key(words)).strip() or fold(words)


def _without_kind(place: str) -> str:
    return next((place.removeprefix(kind) for kind in _PLACES if place.startswith(kind)), place)


def add(session: Session, entries: tuple[NewEntry, ...]) -> dict[NewEntry, int]:
    """Store new entries at the ends of their lists and return their ids."""
    ids: dict[NewEntry, int] = {}
    for record_type in LISTS.values():
        new = [entry for entry in entries if entry.table == record_type.__tablename__]
        table = record_type.__table__
        last = session.scalar(select(func.max(table.c.position))) or 0
        values = [{"name": entry.name, "position": last + number} for number, entry in enumerate(new, 1)]
        ids |= dict(zip(new, records.insert_rows(session, record_type, values), strict=True))
    return ids
