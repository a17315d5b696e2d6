import pytest

from unioncare_desktop.progress import Step, Task, drain


def count_to(last: int) -> Task[str]:
    for number in range(1, last + 1):
        yield Step(number, last)
    return "xong"


def test_a_task_tells_its_steps_and_returns_its_result() -> None:
    steps: list[Step] = []

    assert drain(count_to(3), steps.append) == "xong"
    assert [step.done for step in steps] == [1, 2, 3]


def test_a_task_without_a_listener_runs_too() -> None:
    assert drain(count_to(0)) == "xong"


def test_a_failing_task_fails_where_it_is_drained() -> None:
    def broken() -> Task[None]:
        yield Step(0, 0)
        raise ValueError("hỏng")

    with pytest.raises(ValueError, match="hỏng"):
        drain(broken())
