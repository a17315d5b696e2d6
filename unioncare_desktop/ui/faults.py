"""The log file, and what catches errors that nobody expected: they are logged, told once, and the window stays usable.

Errors a user can mend never come here on purpose; those that do are shown as what they are.
"""

import faulthandler
import logging
import sys
import threading
import traceback
import zlib
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion

from unioncare_desktop import __version__
from unioncare_desktop.errors import Cancelled, UserError
from unioncare_desktop.i18n import _

LOG = logging.getLogger("unioncare")
_KEPT_FILES, _FILE_SIZE = 5, 1_000_000
_NEVER = logging.CRITICAL + 1
"""The level of a file that only the interpreter writes to, when it goes down."""
_LEVELS = {
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start_log(folder: Path) -> Path | None:
    """Write the log to *folder*, five files of 1 MB; return the file, or None where the folder cannot be written.

    Logging itself never raises: a full disk must not stop the work.
    """
    from logging.handlers import RotatingFileHandler

    logging.raiseExceptions = False
    LOG.setLevel(logging.INFO)
    file = folder / "unioncare.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            file, maxBytes=_FILE_SIZE, backupCount=_KEPT_FILES - 1, encoding="utf-8", errors="backslashreplace"
        )
        crashes = logging.FileHandler(folder / "crash.log", encoding="utf-8")
    except OSError:
        LOG.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
    crashes.setLevel(_NEVER)
    LOG.addHandler(handler)
    LOG.addHandler(crashes)
    if crashes.stream is not None:
        faulthandler.enable(crashes.stream)
    LOG.info("UnionCare %s, Python %s, Qt %s, %s", __version__, sys.version.split()[0], qVersion(), sys.platform)
    return file


def stop_log() -> None:
    """Close the log file."""
    faulthandler.disable()
    for handler in list(LOG.handlers):
        LOG.removeHandler(handler)
        handler.close()


class Faults(QObject):
    """Catches what nothing else caught, in any thread, and tells it in the window's own thread."""

    _happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def install(self) -> None:
        """Take over from Python's own hooks and Qt's messages."""
        sys.excepthook = self._excepthook
        threading.excepthook = self._in_a_thread
        sys.unraisablehook = self._unraisable
        qInstallMessageHandler(_log_qt_message)

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(None)

    def report(self, error: BaseException) -> None:
        """Log *error* and tell it as soon as the window is free."""
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, UserError):
            LOG.error("%s", _traced(error))
        self._happened.emit(error)

    def _excepthook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, (KeyboardInterrupt, SystemExit)):
            self._before[0](kind, error, trace)
        else:
            self.report(error)

    def _in_a_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.report(arguments.exc_value)

    def _unraisable(self, arguments: "sys.UnraisableHookArgs") -> None:
        LOG.error("%s in %r: %r", arguments.err_msg, arguments.object, arguments.exc_value)

    def _tell(self, error: BaseException) -> None:
        from unioncare_desktop.ui import messages

        if isinstance(error, UserError):
            messages.show(error)
            return
        text = _(
            "Chương trình gặp lỗi ngoài dự kiến (mã {code}). Những gì đã lưu không bị ảnh hưởng và bạn có thể làm việc"
            " tiếp.\n\nNếu lỗi lặp lại, hãy sao chép chi tiết và gửi cho người hỗ trợ."
        )
        messages.bug(text.format(code=code_of(error)), details_of(error))


def code_of(error: BaseException) -> str:
    """A short code for the place where *error* came from, the same for the same fault: "UC-0412"."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else ""
    return f"UC-{zlib.crc32(f'{type(error).__name__} {place}'.encode()) % 10_000:04}"


def details_of(error: BaseException) -> str:
    """What a helper needs to know: versions, system and where *error* came from."""
    import platform

    about = f"UnionCare {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return f"{code_of(error)}\n{about}\n\n{_traced(error)}"


def _traced(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)).rstrip()


def _log_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    LOG.log(_LEVELS.get(kind, logging.DEBUG), "Qt: %s", text)
