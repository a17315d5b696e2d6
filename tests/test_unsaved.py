import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.paths import DATA_VARIABLE
from unioncare_desktop.unsaved import Place, Unsaved, UnsavedText

HERE = Place("/data/quận.db", "counts", "2023-Q2")
THERE = Place("/data/quận.db", "counts", "2023-Q3")
ELSEWHERE = Place("/data/khác.db", "counts", "2023-Q2")
TEXTS = (UnsavedText(7, "members", "ba mươi", "không phải số"), UnsavedText("A1", "note", "dở \udcff", "đã dừng"))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_what_was_kept_is_there_for_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "mới" / "unsaved.json"
    Unsaved(path).keep(HERE, TEXTS)

    again = Unsaved(path)
    assert again.of(HERE) == TEXTS
    assert again.of(THERE) == again.of(ELSEWHERE) == ()
    assert [file.name for file in path.parent.iterdir()] == ["unsaved.json"]


def test_without_texts_there_is_no_file(tmp_path: Path) -> None:
    unsaved = Unsaved(tmp_path / "unsaved.json")
    unsaved.keep(HERE, ())
    assert unsaved.of(HERE) == ()
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_beside_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    Unsaved().keep(HERE, TEXTS)
    assert (tmp_path / "unsaved.json").is_file()


def test_two_windows_keep_their_texts_beside_each_other(tmp_path: Path) -> None:
    one, other = Unsaved(tmp_path / "unsaved.json"), Unsaved(tmp_path / "unsaved.json")
    one.keep(HERE, TEXTS)
    other.keep(ELSEWHERE, TEXTS[:1])
    one.keep(THERE, TEXTS[1:])
    assert [one.of(place) for place in (HERE, THERE, ELSEWHERE)] == [TEXTS, TEXTS[1:], TEXTS[:1]]
    assert (one.count("/data/quận.db", "counts"), other.count("/data/khác.db", "counts")) == (3, 1)


def test_texts_are_given_up_by_grid(tmp_path: Path) -> None:
    unsaved = Unsaved(tmp_path / "unsaved.json")
    for place in (HERE, THERE, ELSEWHERE):
        unsaved.keep(place, TEXTS)
    unsaved.forget("/data/quận.db", "counts")
    assert [unsaved.of(place) for place in (HERE, THERE, ELSEWHERE)] == [(), (), TEXTS]


def test_the_disk_is_left_alone_where_nothing_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unsaved = Unsaved(tmp_path / "unsaved.json")
    unsaved.keep(HERE, TEXTS)

    def no_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_disk)
    unsaved.keep(HERE, TEXTS)
    with pytest.raises(OSError, match="No space left"):
        unsaved.keep(HERE, TEXTS[:1])
    assert Unsaved(tmp_path / "unsaved.json").of(HERE) == TEXTS
    with pytest.raises(OSError, match="No space left"):
        unsaved.keep(HERE, TEXTS[:1])


@given(JSON_VALUES)
def test_nonsense_in_the_file_does_no_harm(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    path = tmp_path_factory.mktemp("unsaved") / "unsaved.json"
    path.write_text(json.dumps([data, [*HERE, [[*TEXTS[0]], data]]]))
    unsaved = Unsaved(path)
    assert TEXTS[0] in unsaved.of(HERE)
    unsaved.keep(THERE, TEXTS)
    assert unsaved.of(THERE) == TEXTS


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "unsaved.json"
    path.write_bytes(b"{")
    assert Unsaved(path).of(HERE) == ()
    assert (tmp_path / "unsaved.json.bad").exists()
