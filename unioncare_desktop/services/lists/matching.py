"""Which union of the registry a row of a list means: by code first, else by folded name; never by a guess.

Old lists and reports carry old names: a name that only one union had once means that one.
"""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Union
from unioncare_desktop.domain.records.union import ACTIVE, STATES
from unioncare_desktop.i18n import _
from unioncare_desktop.services import event_book, merger_links, records
from unioncare_desktop.services.lists.rows import Candidate
from unioncare_desktop.services.merger_links import Successor
from unioncare_desktop.services.unions import likeness_key
from unioncare_desktop.vietnamese import code_key, fold, show_day

Row = dict[str, Any]
_ALIKE = 0.75
_MOST_SUGGESTIONS = 50
_MOST_PLACES = 5


@dataclass
class Registry:
    """The unions as they are stored, living ones first wherever two share a key."""

    rows: dict[int, Row]
    by_code: dict[str, Row]
    by_name: dict[str, Row]
    by_likeness: dict[str, Row]
    former: dict[int, set[str]]
    successors: dict[int, Successor]
    suggestions: int = 0

    @staticmethod
    def read(session: Session) -> "Registry":
        """The registry of the database."""
        stored = sorted(records.rows(session, Union), key=lambda row: row["state"] == ACTIVE)
        return Registry(
            {row["id"]: row for row in stored},
            {row["code_key"]: row for row in stored if row["code_key"]},
            {row["name_key"]: row for row in stored},
            {likeness_key(row["name"]): row for row in stored if row["state"] == ACTIVE},
            event_book.former_names(session),
            merger_links.successors(session),
        )

    def find(self, candidate: Candidate) -> Row | None:
        """The union that *candidate* means; None for an unknown one. Contradictions are noted against the row."""
        code, name = candidate.code, candidate.name
        of_code = self.by_code.get(code_key(code)) if code else None
        of_name = self._of_name(name, code, of_code)
        if of_code and of_name and of_code["id"] != of_name["id"]:
            candidate.reject(
                "code",
                _("mã này là của “{of_code}”, còn tên là của “{of_name}” (mã {code})").format(
                    of_code=of_code["name"], of_name=of_name["name"], code=of_name["code"] or "–"
                ),
            )
        elif of_code is None and of_name and code and of_name["code"]:
            candidate.reject("code", _("“{name}” đã có mã {code}").format(name=of_name["name"], code=of_name["code"]))
        return of_code or of_name

    def _of_name(self, name: str, code: str, of_code: Row | None) -> Row | None:
        """The union that the name says; beside a code former names are only believed of the union of that code."""
        if of_code and self.was_called(of_code, name):
            return of_code
        return self.by_name.get(fold(name)) if code else self.named(name)

    def named(self, name: str) -> Row | None:
        """The union of that name; where none has it now, the only one that had it."""
        return self.by_name.get(fold(name)) or self._by_former_name.get(fold(name))

    def was_called(self, row: Row, name: str) -> bool:
        """Whether *name* is a former name of the union, and no longer its own."""
        return fold(name) != row["name_key"] and fold(name) in self.former.get(row["id"], ())

    def state_sentence(self, row: Row) -> str:
        """Why nothing of an ended union changes: its state and since when; of a merged one also where it went."""
        since = _(" từ ngày {day}").format(day=show_day(row["closed_on"])) if row["closed_on"] else ""
        successor = self.successors.get(row["id"])
        into = _(" vào “{name}”").format(name=successor.name) if successor else ""
        advice = _("; hãy ghi số liệu vào “{name}”").format(name=successor.name) if successor else ""
        sentence = _("“{name}” {state}{into}{since} nên không nhận số liệu mới{advice}")
        return sentence.format(name=row["name"], state=STATES[row["state"]], into=into, since=since, advice=advice)

    @cached_property
    def _by_former_name(self) -> dict[str, Row]:
        """The unions by the names they had before, where no other union had that name."""
        had = Counter(key for keys in self.former.values() for key in keys)
        return {
            key: self.rows[union_id]
            for union_id, keys in self.former.items()
            for key in keys
            if had[key] == 1 and union_id in self.rows
        }

    def refuse_unknown(self, candidate: Candidate, advice: str = "") -> None:
        """Refuse a row of a union that the registry does not know, naming the nearest; *advice* follows."""
        nearest = self.nearest(candidate.name)
        hint = _(" (gần giống “{name}”)").format(name=nearest) if nearest else ""
        candidate.reject("name", _("chưa có trong sổ công đoàn") + hint + advice)

    def alike(self, name: str) -> str:
        """The name of a living union that differs from *name* by abbreviations and filling words only, or empty."""
        row = self.by_likeness.get(likeness_key(name))
        return str(row["name"]) if row and row["name_key"] != fold(name) else ""

    def nearest(self, name: str) -> str:
        """The living union whose name is nearest to an unknown *name*, or empty; after some dozens always empty."""
        self.suggestions += 1
        if self.suggestions > _MOST_SUGGESTIONS:
            return ""
        found = difflib.get_close_matches(likeness_key(name), self.by_likeness, 1, _ALIKE)
        return str(self.by_likeness[found[0]]["name"]) if found else ""


def same_words(one: str, other: str) -> bool:
    """Whether two names are those of one union, typed a little differently."""
    keys = likeness_key(one), likeness_key(other)
    return keys[0] == keys[1] or difflib.SequenceMatcher(None, *keys, autojunk=False).ratio() >= _ALIKE


def match_once(registry: Registry, candidates: Sequence[Candidate]) -> list[Row | None]:
    """The stored union of each candidate of a list that names each once; rows that name one twice are refused."""
    refuse_doubles(candidates)
    found = [registry.find(candidate) for candidate in candidates]
    claims: defaultdict[int, list[Candidate]] = defaultdict(list)
    for candidate, row in zip(candidates, found, strict=True):
        if row is not None and not candidate.rejections:
            claims[row["id"]].append(candidate)
    for group in claims.values():
        if len(group) > 1:
            refuse_group(group, "name", _("cùng một công đoàn ở {rows}"))
    return found


def refuse_another(registry: Registry, candidate: Candidate, row: Row) -> None:
    """Refuse a row whose name is not one that the union of its code has or had."""
    name = candidate.name
    if not name or candidate.rejections or fold(name) == row["name_key"] or registry.was_called(row, name):
        return
    if not same_words(name, row["name"]):
        candidate.reject("name", _("mã {code} là của “{name}”").format(code=row["code"], name=row["name"]))


def refuse_doubles(candidates: Iterable[Candidate]) -> None:
    """Note against every row of a file that another row has its name or its code, naming all of them."""
    refused: set[tuple[int, ...]] = set()
    for field, label in (("name", _("tên này có ở {rows}")), ("code", _("mã này có ở {rows}"))):
        groups: defaultdict[str, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            if value := candidate.values.get(field):
                groups[fold(value) if field == "name" else code_key(value)].append(candidate)
        for group in groups.values():
            if len(group) > 1 and (rows := tuple(map(id, group))) not in refused:
                refused.add(rows)
                refuse_group(group, field, label)


def refuse_group(group: Iterable[Candidate], field: str, sentence: str) -> None:
    """Note *sentence* against all of *group*, with the places of its rows for `{rows}`."""
    everyone = list(group)
    several = len({candidate.sheet for candidate in everyone}) > 1
    place = _("dòng {row} sheet “{sheet}”") if several else _("dòng {row}")
    rows = ", ".join(place.format(row=one.row, sheet=one.sheet) for one in everyone[:_MOST_PLACES])
    rows += ", …" if len(everyone) > _MOST_PLACES else ""
    for candidate in everyone:
        candidate.reject(field, sentence.format(rows=rows) + _("; chỉ giữ lại một dòng"))
