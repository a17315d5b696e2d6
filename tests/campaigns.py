"""Long campaigns: tests that find more the longer they run, short in every run and whole with `pytest -m long`."""

import pytest


def campaign(name: str, short: int, whole: int) -> pytest.MarkDecorator:
    """The test twice, with its parameter *name* at *short* and, as a test that is `long`, at *whole*."""
    return pytest.mark.parametrize(name, [short, pytest.param(whole, marks=pytest.mark.long)])
