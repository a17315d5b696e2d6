"""What a text wants registered: works, initiatives, titles, pacts."""

import re
from collections.abc import Iterator

from unioncare_desktop.domain.rules.plan_text.findings import ProposedRegister
from unioncare_desktop.domain.rules.plan_text.reading import Reading
from unioncare_desktop.domain.rules.plan_text.structure import Plan
from unioncare_desktop.vietnamese import fold

_REGISTERED = re.compile(
    r"\b(?:dang ky|gan lien|lua chon)(?:,? ?(?:trien khai|thuc hien|phan dau|dat|va|cac|nhung|noi dung))*"
    r" (?P<what>(?:cong trinh|phan viec|san pham|sang kien|giao uoc|danh hieu|de tai|mo hinh)[^.;,“”()]*"
    r"(?:, (?:phan viec|san pham|cong trinh|kinh nghiem)[^.;,“”()]*)*)"
)
_NAMES = (
    ("cong trinh|phan viec|san pham", "work"),
    ("sang kien|de tai", "initiative"),
    ("giao uoc", "pact"),
    ("tap the", "collective"),
    ("danh hieu", "individual"),
)
_TAIL = re.compile(r"\s(?:phù hợp|chào mừng|theo|gửi|trong các|của|và động viên|giai đoạn|được|năm|gắn|đã).*$")


def proposals(reading: Reading, plan: Plan) -> Iterator[ProposedRegister]:
    """What the plan wants registered, each once."""
    known: set[str] = set()
    for paragraph in plan.paragraphs:
        for match in _REGISTERED.finditer(paragraph.unquoted):
            shown = paragraph.text[match.start("what") : match.end("what")]
            title = _TAIL.sub("", shown).strip()
            key = fold(title)
            if key in known:
                continue
            known.add(key)
            start, end = reading.place(paragraph, match.start(), match.end())
            line = reading.line(paragraph, match.start())
            yield ProposedRegister(title[:1].upper() + title[1:], _form(key), line, start, end)


def _form(plain: str) -> str | None:
    """The form of registration (individual, work, …) that the words name."""
    return next((form for words, form in _NAMES if re.search(words, plain)), None)
