"""The present day, asked in one place: the user's own calendar, as the clock of the machine has it."""

from datetime import date


def today() -> date:
    """The day on which the user works."""
    return date.today()  # noqa: DTZ011 - the user's own calendar
