# SPDX-License-Identifier: MulanPSL-2.0
"""Put pieces on pages: no single lines, no head at the foot, no signatures alone on a page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from inspector_app.documents.pieces import LEAST, Group, Piece

_EPSILON = 0.01


@dataclass(slots=True)
class Page:
    """A page being filled; `used` counts from the top of the text area."""

    placed: list[Piece] = field(default_factory=list)
    used: float = 0.0

    def gap(self, piece: Piece) -> float:
        """The gap before a piece: none at the top."""
        return piece.before if self.placed else 0.0

    def put(self, piece: Piece) -> None:
        """Place a piece under what there is."""
        self.used += self.gap(piece) + piece.height
        self.placed.append(piece)

    def take(self) -> Piece:
        """Take the last piece off again."""
        piece = self.placed.pop()
        self.used -= self.gap(piece) + piece.height
        return piece

    @property
    def has_signatures(self) -> bool:
        """Whether the signature block stands on it."""
        return any(isinstance(piece, Group) and piece.is_signed for piece in self.placed)


def paginate(pieces: Iterable[Piece], height: float) -> list[Page]:
    """Fill pages of a height."""
    pages = [Page()]
    queue = deque(pieces)
    while queue:
        piece = queue.popleft()
        page = pages[-1]
        room = height - page.used - page.gap(piece)
        bare = all(placed.keeps_next for placed in page.placed)  # another page would be no better
        if piece.height <= room + _EPSILON and (bare or _followers_fit(piece, queue, room)):
            if isinstance(piece, Group):
                _accompany(pages, piece, height)
            page.put(piece)
            continue
        parts = piece.split(room, room if bare else height) if room > 0 else None
        if parts:
            page.put(parts[0])
            queue.appendleft(parts[1])
            pages.append(Page())
        elif page.placed and not bare:
            _new_page(pages, piece, queue, height)
        else:
            page.put(piece)  # higher than a page and cannot be split: a picture that was measured wrong
            pages.append(Page())
    if not pages[-1].placed:
        pages.pop()
    return pages


def _followers_fit(piece: Piece, queue: Sequence[Piece], room: float) -> bool:
    """Whether what may not be parted from a piece can begin on the same page."""
    if not piece.keeps_next or not queue:
        return True
    room -= piece.height
    for follower in queue:
        room -= follower.before
        if follower.head_height() > room + _EPSILON:
            return False
        if not follower.keeps_next:
            return True
        room -= follower.height
    return True


def _new_page(pages: list[Page], piece: Piece, queue: deque[Piece], height: float) -> None:
    """Begin a page with a piece that did not fit; signatures bring text with them."""
    queue.appendleft(piece)
    if isinstance(piece, Group):
        for moved in _text_for(pages[-1], height - piece.height - piece.before, LEAST):
            queue.appendleft(moved)
    pages.append(Page())


def _accompany(pages: list[Page], signatures: Group, height: float) -> None:
    """Bring text from the page before, where less than two lines stand before the signatures."""
    page = pages[-1]
    lacking = LEAST - sum(piece.lines for piece in page.placed)
    if lacking <= 0 or len(pages) == 1:
        return
    room = height - page.used - signatures.height - signatures.before
    moved = _text_for(pages[-2], room, lacking)
    placed, page.placed, page.used = page.placed, [], 0.0
    for piece in (*reversed(moved), *placed):
        page.put(piece)


def _text_for(page: Page, room: float, least: int) -> list[Piece]:
    """Take lines from the end of a page, last first, with what may not be parted from them."""
    moved: list[Piece] = []
    lines = 0
    while page.placed and (lines < least or page.placed[-1].keeps_next):
        piece = page.take()
        head, tail = piece.tail(least - lines) if lines < least else (None, piece)
        if tail.height + tail.before > room or (head is None and not page.placed):
            page.put(piece)
            break
        if head is not None:
            page.put(head)
        moved.append(tail)
        room -= tail.height + tail.before
        lines += tail.lines
    return moved
