"""Long campaigns: tests that find more the longer they run, short in every run and whole with `pytest -m long`."""

import pytest
from hypothesis import settings


def campaign(name: str, short: int, whole: int) -> pytest.MarkDecorator:
    """The test twice, with its parameter *name* at *short* and, as a test that is `long`, at *whole*."""
    return pytest.mark.parametrize(name, [short, pytest.param(whole, marks=pytest.mark.long)])


def costly() -> settings:
    """For examples that take a database each: two fifths of those that the profile of the run asks for."""
    return settings(max_examples=settings().max_examples * 2 // 5)
