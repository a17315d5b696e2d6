"""The checklist of keys and manners names tests that are there, and leaves no line out."""

import re
from pathlib import Path

import pytest

from tests import named_tests

LINE = re.compile(r"^- \*\*(K[0-9]{2}b?)\*\* (.+)$")
NAMED = re.compile(r"^  - `(tests/[\w/]+\.py::test_\w+)`$")
REMARK = re.compile(r"^  - (?!`)(.{20,})$")
IDS = [
    f"K{number}"
    for numbers in (range(1, 15), (20, 21, 22, 23, 24, "24b", 25, 26), range(30, 36), range(40, 49), range(50, 55))
    for number in (f"{one:02}" if isinstance(one, int) else one for one in numbers)
]


def lines() -> dict[str, list[str]]:
    """What stands below each line, by its id."""
    found: dict[str, list[str]] = {}
    below: list[str] = []
    for text in Path(__file__).with_name("interaction_checklist.md").read_text(encoding="utf-8").splitlines():
        if match := LINE.match(text):
            assert match[1] not in found, match[1]
            below = found[match[1]] = []
        elif text.startswith("  - "):
            below.append(text)
    return found


def test_every_line_is_there_once() -> None:
    assert list(lines()) == IDS


@pytest.mark.parametrize("line", IDS)
def test_a_line_has_tests_that_are_there_or_a_reason(line: str) -> None:
    below = lines()[line]
    named = [match[1] for text in below if (match := NAMED.match(text))]
    remarks = [text for text in below if REMARK.match(text)]

    assert named or remarks
    assert len(named) + len(remarks) == len(below), below
    assert [one for one in named if not named_tests.exists(one)] == []
