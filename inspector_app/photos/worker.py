# SPDX-License-Identifier: MulanPSL-2.0
"""Ask about photos safely: hostile pictures are decoded in one long-lived child process with limits.

The parent imports no decoder. A child that dies or hangs is replaced, and the photo that killed it is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from inspector_app.domain.markup import Mark, MarkKind
from inspector_app.photos.acts import Act, Request, refusal_of, request_head
from inspector_app.photos.facts import PhotoFacts, facts_from_json, hash_photo, with_hashes
from inspector_app.photos.faults import PhotoFault, broken, check_bytes
from inspector_app.photos.frames import Frame
from inspector_app.photos.limits import (
    MAX_CODE,
    MAX_SCAN_PAGES,
    PRINT_EDGE,
    PRINT_QUALITY,
    REQUEST_SECONDS,
    SCAN_EDGE,
    THUMBNAIL_EDGE,
    VIEW_EDGE,
    check_wish,
)
from inspector_app.photos.link import ChildLink, ChildLost

__all__ = ["PhotoWorker"]


_T = TypeVar("_T")


class PhotoWorker:
    """Reads photos and makes pictures of them; may be used from any thread, one request at a time.

    Every method refuses with FILE_TOO_LARGE, PHOTO_FORMAT, PHOTO_TOO_LARGE or PHOTO_BROKEN and raises
    nothing else for any bytes. `name` is only for the message. The child starts with the first request.
    `in_process=True` decodes here instead, without limits of memory and time: for tests, and for machines
    that forbid child processes.
    """

    def __init__(
        self,
        *,
        in_process: bool = False,
        seconds: float = REQUEST_SECONDS,
        command: Sequence[str] | None = None,
    ) -> None:
        self._in_process = in_process
        self._seconds = seconds
        self._command = command
        self._lock = threading.Lock()
        self._link: ChildLink | None = None
        self._closed = False

    def read(self, data: bytes, name: str) -> PhotoFacts:
        """Read what the photo tells; the hashes are made here and before anything looks into the bytes."""
        hashes = hash_photo(data)
        facts = self._ask(Request(act=Act.READ, name=name), data, _facts_in, _nothing)
        return with_hashes(facts, hashes, len(data))

    def thumbnail(self, data: bytes, name: str = "", *, rotation: int = 0, edge: int = THUMBNAIL_EDGE) -> bytes:
        """Make the small picture of lists and strips."""
        return self._picture(Request(act=Act.THUMBNAIL, name=name, rotation=rotation, edge=edge), data)

    def preview(self, data: bytes, name: str = "", *, rotation: int = 0) -> bytes:
        """Give something to look at as fast as possible; never kept nor printed."""
        return self._picture(Request(act=Act.PREVIEW, name=name, rotation=rotation), data)

    def view(self, data: bytes, name: str = "", *, rotation: int = 0, edge: int = VIEW_EDGE) -> bytes:
        """Make the picture for the screen, without marks."""
        return self._picture(Request(act=Act.VIEW, name=name, rotation=rotation, edge=edge), data)

    def print_copy(
        self,
        data: bytes,
        name: str = "",
        *,
        rotation: int = 0,
        marks: Sequence[Mark] = (),
        edge: int = PRINT_EDGE,
        quality: int = PRINT_QUALITY,
        font: Path | None = None,
    ) -> bytes:
        """Make the picture for the order with its marks; text marks need the bundled font."""
        if any(mark.kind is MarkKind.TEXT for mark in marks) and (font is None or not font.is_file()):
            raise ValueError("a text mark needs a font")
        return self._picture(
            Request(
                act=Act.PRINT_COPY,
                name=name,
                rotation=rotation,
                edge=edge,
                quality=quality,
                marks=tuple(marks),
                font=font,
            ),
            data,
        )

    def count_pages(self, data: bytes, name: str = "") -> int:
        """Count the pages of a scan (PDF); encrypted, broken and endless ones are refused."""
        return self._ask(Request(act=Act.COUNT_PAGES, name=name), data, _pages_in, _nothing)

    def draw_page(self, data: bytes, page: int, name: str = "", *, edge: int = SCAN_EDGE) -> bytes:
        """Draw one page of a scan, from 0, as a JPEG."""
        return self._picture(Request(act=Act.DRAW_PAGE, name=name, page=page, edge=edge), data)

    def find_codes(self, data: bytes, name: str = "") -> tuple[str, ...]:
        """Give the codes of our papers on a photo or scan (JPEG, PNG, WEBP, HEIF, PDF), each once."""
        return self._ask(Request(act=Act.FIND_CODES, name=name), data, _codes_in, _nothing)

    def close(self) -> None:
        """End the child; what is under way and all that follows is refused with reason `closed`."""
        self._closed = True
        link = self._link
        if link is not None:
            link.kill()
        with self._lock:
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _picture(self, request: Request, data: bytes) -> bytes:
        check_wish(request.rotation, request.edge, request.quality)
        return self._ask(request, data, _picture_in, _nothing)

    def _ask(self, request: Request, data: bytes, take: Callable[[Frame], _T], meanwhile: Callable[[], None]) -> _T:
        check_bytes(data, request.name)
        with self._lock:
            try:
                answer = self._answer(request, data, meanwhile)
                refused = refusal_of(answer.head)
                if refused is None:
                    return take(answer)
            except ChildLost as lost:
                self._drop()
                raise broken(request.name, PhotoFault.CLOSED if self._closed else lost.fault) from None
            except ValueError:  # it answered nonsense, and may go on to do so
                self._drop()
                raise broken(request.name, PhotoFault.CRASHED) from None
        raise refused

    def _answer(self, request: Request, data: bytes, meanwhile: Callable[[], None]) -> Frame:
        if self._closed:
            raise ChildLost(PhotoFault.CLOSED)
        if self._in_process:
            from inspector_app.photos.child import answer  # the decoders, only now

            meanwhile()
            return Frame(*answer(request, data))
        return self._running_link().exchange(request_head(request), data, self._seconds, meanwhile)

    def _running_link(self) -> ChildLink:
        """Give the child, a new one where the last has gone while idle."""
        if self._link is not None and not self._link.alive:
            self._drop()
        if self._link is None:
            self._link = ChildLink(self._command)
            if self._closed:  # closed while it started
                raise ChildLost(PhotoFault.CLOSED)
        return self._link

    def _drop(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def _facts_in(answer: Frame) -> PhotoFacts:
    told = answer.head.get("facts")
    return facts_from_json(told if isinstance(told, dict) else {})


def _picture_in(answer: Frame) -> bytes:
    if not answer.body.startswith(b"\xff\xd8\xff"):
        raise ValueError("no picture")
    return answer.body


def _pages_in(answer: Frame) -> int:
    pages = answer.head.get("pages")
    if isinstance(pages, bool) or not isinstance(pages, int) or not 1 <= pages <= MAX_SCAN_PAGES:
        raise ValueError("pages")
    return pages


def _codes_in(answer: Frame) -> tuple[str, ...]:
    codes = answer.head.get("codes")
    if not isinstance(codes, list) or not all(isinstance(code, str) and len(code) <= MAX_CODE for code in codes):
        raise ValueError("codes")
    return tuple(codes)


def _nothing() -> None:
    """Have nothing to do while the child works."""
