"""Rows of lists of unions and figures → lines of a plan: what each would change in the registry and in the figures.

Values are checked by the same functions as typed ones. Nothing is written here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeGuard

from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Link
from unioncare_desktop.domain.records import MemberCount, Union
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import closings, counts, periods, records, unions
from unioncare_desktop.services.lists import matching
from unioncare_desktop.services.lists.entries import LISTS, Entries
from unioncare_desktop.services.lists.families import COUNT_NOTE
from unioncare_desktop.services.lists.matching import Registry, Row
from unioncare_desktop.services.lists.plan import COUNTS, Fate, Line, NewEntry, Options, Repair, Work
from unioncare_desktop.services.lists.planner import Planner, line_of
from unioncare_desktop.services.lists.rows import Candidate
from unioncare_desktop.vietnamese import code_key, show_day

_UNION_FIELDS = fields_of(Union)
_COUNT_FIELDS = fields_of(MemberCount)
_SHOWN_ELSEWHERE = ("name", "code", "state")
_COUNT_COLUMNS = {name: name for name in FIGURES} | {COUNT_NOTE: "note"}
_FIRST_UNIONS = date(1929, 7, 28)
"""The founding day of the Vietnamese trade union: earlier days are slips of Excel's date serials."""


@dataclass(frozen=True)
class Figures:
    """What is stored of the period and the one before it, by union."""

    span: Span
    stored: Mapping[int, Mapping[str, Any]]
    before: Mapping[int, Mapping[str, Any]]
    own: frozenset[int]
    rules: counts.Rules

    @staticmethod
    def read(session: Session, span: Span) -> "Figures":
        """The figures of *span* in the database; `own` are the unions that reported the span itself."""
        period = periods.find(session, span)
        own = records.rows(session, MemberCount, period_id=period.id) if period else []
        return Figures(
            span,
            counts.figures(session, span),
            counts.figures_before(session, span),
            frozenset(row["union_id"] for row in own),
            counts.rules(session, span),
        )

    def of_before(self, union_id: int | None) -> Mapping[str, Any]:
        """The union's figures of the period before."""
        return self.before.get(union_id, counts.NOTHING) if union_id is not None else counts.NOTHING


class RegistryPlanner(Planner):
    """Makes lines of candidates, all of one file."""

    def __init__(self, session: Session, kind: str, span: Span | None, options: Options) -> None:
        super().__init__()
        self.kind = kind
        self._span = span
        self.registry = Registry.read(session)
        self.entries = Entries(session)
        self.figures = Figures.read(session, span) if span else None
        self._closed = closings.refusal(session, span) if span else ""
        self._defaults = unions.new_draft(session).values
        asked = options.add_unions
        self._may_found = kind != COUNTS or (not self.registry.rows if asked is None else asked)
        self._new_likenesses: dict[str, str] = {}
        self._different = 0

    def lines(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Line, Work | None]]:
        """What becomes of each row, and what is to be stored for it."""
        for candidate, row in zip(candidates, matching.match_once(self.registry, candidates), strict=True):
            yield self._judged(candidate, row)

    def _judged(self, candidate: Candidate, row: Row | None) -> tuple[Line, Work | None]:
        union = self._of_registry(candidate, row)
        count = self._of_figures(candidate, row, union) if self.figures else {}
        if count and self._closed:
            candidate.reject("members", self._closed)
        if row is not None and row["state"] != ACTIVE and (union or (count and not self._was_there(row))):
            candidate.reject("name", self.registry.state_sentence(row))
        if candidate.rejections:
            return self._line(candidate, row, Fate.REJECTED), None
        self.warnings += candidate.remarks
        if row is None:
            return self._line(candidate, row, Fate.NEW, union, count), Work(None, union, count)
        if not union and not count:
            return self._line(candidate, row, Fate.SAME), None
        self.stored[row["id"]] = row
        fate = Fate.NEW if count and self._reports_first(row) else Fate.CHANGED
        return self._line(candidate, row, fate, union, count), Work(row["id"], union, count)

    def _was_there(self, row: Row) -> bool:
        """Whether a union that has ended was still there when the period of the figures began."""
        return self._span is not None and row["closed_on"] is not None and row["closed_on"] > self._span.start

    def _reports_first(self, row: Row) -> bool:
        """Whether a list of figures brings the first ones of this union for the period."""
        return self.kind == COUNTS and self.figures is not None and row["id"] not in self.figures.stored

    def remarks(self) -> list[str]:
        """All warnings, those that were only counted at the end."""
        if not self._different:
            return self.warnings
        sentence = _("{count} dòng có tên, địa bàn, loại hình … khác với sổ; số liệu được nhập, sổ giữ nguyên.")
        return [*self.warnings, sentence.format(count=self._different)]

    # The registry

    def _of_registry(self, candidate: Candidate, row: Row | None) -> dict[str, Any]:
        """The new values of the union: all of a new one, the differing ones of a known one."""
        given = {name: value for name, value in candidate.values.items() if name in _UNION_FIELDS}
        self._resolve_links(candidate, given, row)
        if row is None:
            return self._founded(candidate, given)
        changes = {name: value for name, value in given.items() if not _same(name, row[name], value)}
        if self.kind == COUNTS:
            changes = self._only_its_code(candidate, row, changes)
        elif "name" in changes and self.registry.was_called(row, candidate.name):
            del changes["name"]
            self.warn(candidate, _("là tên cũ của “{name}”; sổ giữ tên hiện nay").format(name=row["name"]))
        if changes:
            self._check(candidate, row | changes)
        return changes

    def _resolve_links(self, candidate: Candidate, given: dict[str, Any], row: Row | None) -> None:
        for name in [name for name in LISTS if name in given]:
            words = given[name]
            given[name] = self.entries.find(name, words)
            stored = self.entries.name(name, given[name])
            if stored != words:
                what = _("lấy tên đã có trong danh mục")
                heading = candidate.words(name)
                self.repairs.append(Repair(candidate.sheet, candidate.row, heading, words, stored, what))
        if "upper_id" in given:
            given["upper_id"] = self._upper(candidate, given["upper_id"], row)

    def _upper(self, candidate: Candidate, words: str, row: Row | None) -> int | None:
        upper = self.registry.by_code.get(code_key(words)) or self.registry.named(words)
        if upper is None:
            candidate.reject("upper_id", _("chưa có công đoàn này trong sổ; hãy nhập công đoàn cấp trên trước"))
            return None
        above: Row | None = upper
        for _level in range(len(self.registry.rows)):
            if above is None or row is None:
                break
            if above["id"] == row["id"]:
                candidate.reject("upper_id", _("công đoàn cấp trên không được là chính nó hoặc cấp dưới của nó"))
                return None
            above = self.registry.rows.get(above["upper_id"])
        return int(upper["id"])

    def _founded(self, candidate: Candidate, given: dict[str, Any]) -> dict[str, Any]:
        if not candidate.name:
            if candidate.raw("name") is None or not candidate.rejections:
                candidate.reject("name", _("không có tên công đoàn"))
        elif not self._may_found:
            self.registry.refuse_unknown(candidate)
        else:
            self._compare_names(candidate)
        values = self._defaults | given
        self._check(candidate, values)
        return values

    def _compare_names(self, candidate: Candidate) -> None:
        likeness = unions.likeness_key(candidate.name)
        other = self.registry.alike(candidate.name) or self._new_likenesses.get(likeness)
        if other and not candidate.rejections:
            sentence = _("“{name}” gần giống “{other}”; nếu là một thì hãy sửa tên trong tệp")
            self.warn(candidate, sentence.format(name=candidate.name, other=other))
        self._new_likenesses[likeness] = candidate.name

    def _only_its_code(self, candidate: Candidate, row: Row, changes: dict[str, Any]) -> dict[str, Any]:
        """A list of figures gives a union its code and changes nothing else of it."""
        matching.refuse_another(self.registry, candidate, row)
        self._different += any(name != "code" and row[name] is not None for name in changes)
        return {"code": changes["code"]} if "code" in changes and row["code"] is None else {}

    def _check(self, candidate: Candidate, values: Mapping[str, Any]) -> None:
        """The checks of the form, and two that the database or the calendar would make."""
        for name, described in _UNION_FIELDS.items():
            if name == "name" and not candidate.name:
                continue
            self.note(candidate, described.problems(values.get(name), values))
        founded, closed = values.get("founded_on"), values.get("closed_on")
        if closed is not None and values.get("state") == ACTIVE:
            candidate.reject("closed_on", _("có ngày kết thúc nhưng tình trạng là đang hoạt động"))
        if founded is not None and founded < _FIRST_UNIONS:
            self.warn(candidate, _("ngày thành lập {day} rất xa, có thể gõ nhầm").format(day=show_day(founded)))

    # The figures

    def _of_figures(self, candidate: Candidate, row: Row | None, union: Mapping[str, Any]) -> dict[str, Any]:
        """The figures that differ from the stored ones; a blank cell leaves what is stored."""
        figures = self.figures
        if figures is None:
            return {}
        union_id = row["id"] if row is not None else None
        stored = figures.stored.get(union_id, counts.NOTHING) if union_id is not None else counts.NOTHING
        given = {column: candidate.values[name] for name, column in _COUNT_COLUMNS.items() if name in candidate.values}
        change = {name: value for name, value in given.items() if value != stored[name]}
        if not change:
            return {}
        self._check_figures(candidate, {**stored, **change, **counts.outdated(change)}, figures.of_before(union_id))
        founded = union.get("founded_on") or (row["founded_on"] if row is not None else None)
        if founded is not None and founded > figures.span.end:
            sentence = _("công đoàn thành lập ngày {day}, sau {period}")
            candidate.reject("founded_on", sentence.format(day=show_day(founded), period=figures.span.title))
        if len(figures.span.quarters) > 1 and union_id in figures.stored and union_id not in figures.own:
            sentence = _("{period} được cộng từ các quý; hãy sửa số liệu ở từng quý")
            candidate.reject(_column(next(iter(change))), sentence.format(period=figures.span.title))
        return change

    def _check_figures(self, candidate: Candidate, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        if self.figures is None:
            return
        for problem in counts.problems(values, before, self.figures.rules):
            self.note(candidate, [replace(problem, field=_column(problem.field))])

    # Lines

    def _line(
        self,
        candidate: Candidate,
        row: Row | None,
        outcome: Fate,
        union: Mapping[str, Any] | None = None,
        count: Mapping[str, Any] | None = None,
    ) -> Line:
        changes: list[tuple[str, str, str]] = []
        if row is not None:
            for name, value in (union or {}).items():
                changes.append((_UNION_FIELDS[name].label, self._show(name, row[name]), self._show(name, value)))
            if count and self.figures:
                stored = self.figures.stored.get(row["id"], counts.NOTHING)
                for name, value in count.items():
                    kind = _COUNT_FIELDS[name].kind
                    changes.append((_COUNT_FIELDS[name].label, kind.show(stored[name]), kind.show(value)))
        content = _content(union or {}, count or {}) if outcome is Fate.NEW else ""
        return line_of(candidate, row, outcome, tuple(changes), content=content)

    def _show(self, name: str, value: Any) -> str:  # noqa: ANN401 - the value of any field
        if name in LISTS:
            return self.entries.name(name, value)
        if name == "upper_id":
            return str(self.registry.rows[value]["name"]) if value in self.registry.rows else ""
        return _UNION_FIELDS[name].kind.show(value)


def new_entries(work: Sequence[Work]) -> tuple[NewEntry, ...]:
    """The list entries that *work* adds, each once, in the order of the file."""
    values = (value for one in work for value in one.values.values())
    return tuple(dict.fromkeys(value for value in values if isinstance(value, NewEntry)))


def _same(name: str, stored: object, given: object) -> bool:
    if name == "code" and isinstance(stored, str) and isinstance(given, str):
        return code_key(stored) == code_key(given)
    return stored == given


def _content(union: Mapping[str, Any], count: Mapping[str, Any]) -> str:
    """What is stored beside name and code: "Đoàn viên: 26; Địa bàn: Phúc Xá"."""
    shown = [
        (described.label, described.kind.show(values[name]))
        for fields, values in ((_COUNT_FIELDS, count), (_UNION_FIELDS, union))
        for name, described in fields.items()
        if name in values and name not in _SHOWN_ELSEWHERE and not isinstance(described.kind, Link)
    ]
    entries = [(value.words[:1].upper() + value.words[1:], value.name) for value in union.values() if _adds(value)]
    return "; ".join(f"{label}: {text}" for label, text in (*shown, *entries) if text)


def _adds(value: object) -> TypeGuard[NewEntry]:
    return isinstance(value, NewEntry)


def _column(name: str) -> str:
    return COUNT_NOTE if name == "note" else name
