"""Commands of the program as tests run them: with what they end and what they write."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from unioncare_desktop.cli import main


@dataclass(frozen=True)
class Run:
    """What a command ended with and wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.out)

    @property
    def failure(self) -> str:
        """The one sentence of a command that failed."""
        assert self.status == 2, self
        assert self.out == ""
        assert "Traceback" not in self.err
        (line,) = self.err.splitlines()
        assert line.endswith((".", "--help"))
        return line


Command = Callable[..., Run]


def runner(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process."""

    def command(*arguments: object) -> Run:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capsys.readouterr()
        return Run(status, out, err)

    return command
