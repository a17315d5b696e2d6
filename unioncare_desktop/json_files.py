"""Small files of the program's own, as JSON: written whole or not at all, and set aside where they are damaged."""

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any


def write(path: Path, data: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """Write the whole file or nothing, on the disk when this returns. Raises OSError where the disk refuses."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(data, stream, indent=2)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read(path: Path, kind: type) -> Any:  # noqa: ANN401 - whatever JSON holds
    """What the file holds; None where it is missing, cannot be read, or holds anything but a *kind*.

    A damaged file is set aside under the same name with `.bad`; one that cannot be read is left alone.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError:
        return None
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, kind):
        return data
    with suppress(OSError):
        path.replace(path.with_name(path.name + ".bad"))
    return None
