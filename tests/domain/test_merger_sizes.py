"""Before and after by size: no member is lost, the largest stands first."""

from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.domain.rules.merging.sizes import Bar, before_after

SIZES = st.lists(st.integers(1, 9), min_size=1, max_size=4)


def test_results_and_those_left_over_stand_by_size() -> None:
    shown = before_after([("Hoa Mai", (Bar("Sơn Ca", 5), Bar("Hoa Mai", 8)))], [Bar("Văn phòng", 6)], 10)

    assert [(bar.name, bar.members) for bar in shown.before.bars] == [("Hoa Mai", 8), ("Văn phòng", 6), ("Sơn Ca", 5)]
    assert [(bar.name, bar.members) for bar in shown.after.bars] == [("Hoa Mai", 13), ("Văn phòng", 6)]
    assert [part.name for part in shown.after.bars[0].parts] == ["Hoa Mai", "Sơn Ca"]
    assert (shown.before.above, shown.before.not_above) == (0, 3)
    assert (shown.after.above, shown.after.not_above) == (1, 1)
    assert shown.most == 13


def test_exactly_on_the_line_is_not_above_it() -> None:
    assert before_after([], [Bar("A", 10), Bar("B", 11)], 10).after.above == 1


def test_with_nothing_to_show_the_line_still_has_room() -> None:
    assert before_after([], [], 10).most == 11


@given(st.lists(SIZES, max_size=5), SIZES)
def test_as_many_members_after_as_before(groups: list[list[int]], left: list[int]) -> None:
    shown = before_after(
        [(str(number), tuple(Bar("một phần", one) for one in sizes)) for number, sizes in enumerate(groups)],
        [Bar("còn lại", one) for one in left],
        10,
    )

    for side in (shown.before, shown.after):
        members = [bar.members for bar in side.bars]
        assert sum(members) == sum(map(sum, groups)) + sum(left)
        assert members == sorted(members, reverse=True)
