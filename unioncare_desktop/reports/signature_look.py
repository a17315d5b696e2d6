"""Where the pictures and the words of a visible signature stand in the signing room: pure arithmetic.

Decree 30/2020/NĐ-CP, appendix I: the picture of the signature is centred between position and name; that of the seal
has its real size and covers about a third of the signature on its left; the words are 10 points high.
"""

import math
from dataclasses import dataclass

from unioncare_desktop.reports.typesetting import MM
from unioncare_desktop.services import pictures

WORDS_SIZE, WORDS_LEADING = 10, 12
_WORDS_LINES = 2
_WIDEST = 0.7  # of the room that a signature takes
_BY_HAND = 40 * MM  # how wide a signature is that is yet to be written
_COVERED = 1 / 3  # of the signature, by the seal


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.bottom + self.height

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Left, bottom, right and top as PDF writes them, in whole points around it."""
        return math.floor(self.left), math.floor(self.bottom), math.ceil(self.right), math.ceil(self.top)

    def seen_from(self, other: "Box") -> "Box":
        """The same from the lower left corner of *other*."""
        return Box(self.left - other.left, self.bottom - other.bottom, self.width, self.height)

    @staticmethod
    def between(left: float, bottom: float, right: float, top: float) -> "Box":
        """The rectangle between these edges."""
        return Box(left, bottom, right - left, top - bottom)


@dataclass(frozen=True)
class Look:
    """The pictures of a visible signature, as PNG; None where there is none."""

    signature: bytes | None = None
    seal: bytes | None = None


@dataclass(frozen=True)
class Places:
    """Where the parts of a visible signature stand; *whole* holds all of them."""

    whole: Box
    words: Box
    signature: Box | None
    seal: Box | None


def placed(room: Box, look: Look) -> Places:
    """The places of the pictures of *look*, and of two lines of words, in the signing *room*."""
    signature = _signature(room, look.signature) if look.signature else None
    seal = _seal(room, look.seal, signature) if look.seal else None
    left = max(seal.right, room.left) if seal else room.left
    words = Box.between(left, room.bottom, room.right, room.bottom + _WORDS_LINES * WORDS_LEADING)
    parts = [room] if seal is None else [room, seal]
    edges = (
        min(part.left for part in parts),
        min(part.bottom for part in parts),
        max(part.right for part in parts),
        max(part.top for part in parts),
    )
    return Places(Box.between(*Box.between(*edges).corners), words, signature, seal)


def _signature(room: Box, picture: bytes) -> Box:
    """In the middle of the room, as large as it is scanned, but above the words and not wider than usual."""
    width, height = _size(picture, pictures.SIGNATURE)
    highest = room.height - 2 * _WORDS_LINES * WORDS_LEADING
    shrunk = min(1, _WIDEST * room.width / width, highest / height)
    width, height = width * shrunk, height * shrunk
    return Box(room.left + (room.width - width) / 2, room.bottom + (room.height - height) / 2, width, height)


def _seal(room: Box, picture: bytes, signature: Box | None) -> Box:
    """In its real size, its right edge on the first third of the signature."""
    width, height = _size(picture, pictures.SEAL)
    begins = signature.left if signature else room.left + (room.width - _BY_HAND) / 2
    wide = signature.width if signature else _BY_HAND
    return Box(begins + wide * _COVERED - width, room.bottom + (room.height - height) / 2, width, height)


def _size(picture: bytes, use: str) -> tuple[float, float]:
    looked = pictures.looked_at(picture, use)
    return looked.width * MM, looked.height * MM
