# SPDX-License-Identifier: MulanPSL-2.0
"""The photo annex: the picture at the left, its particulars at the right, two to a page."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.documents.blocks import Annex, PhotoBox
from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.measures import FOOT_HEIGHT, LEFT, MM, TABLE_SIZE, TEXT_HEIGHT, TEXT_WIDTH, Scale
from inspector_app.documents.pages import Page
from inspector_app.documents.paragraph import Line, Setting, set_text
from inspector_app.documents.pen import Picture, load_picture
from inspector_app.documents.pieces import TextPiece
from inspector_app.documents.tables import PAD_X, PAD_Y, Box, Row, TablePiece
from inspector_app.domain.problems import Problem, ProblemCode, Refused

PICTURE_WIDTH = 112 * MM
LEAST_WIDTH = 100 * MM  # handbook 3: at least 10 cm wide
_TITLE_SIZE = 16.0
_GAP = 4 * MM
ANNEX_HEIGHT = TEXT_HEIGHT - FOOT_HEIGHT
PER_PAGE = 2


def annex_pages(annex: Annex, pictures: Mapping[str, bytes], fonts: FontSet) -> list[Page]:
    """Lay out the annex: FILE_MISSING, PHOTO_BROKEN for pictures that cannot be printed."""
    loaded = _load(annex, pictures)
    setting = Setting(fonts, Role.STRONG, _TITLE_SIZE, center=True, justify=False)
    title = set_text(annex.title, TEXT_WIDTH, setting)
    pages = [Page()]
    pages[0].put(TextPiece(text=title, size=_TITLE_SIZE, pitch=26))
    count = 0
    for photo in annex.photos:
        box = _photo(photo, loaded[photo.picture], fonts)
        page = pages[-1]
        if count >= PER_PAGE or page.used + page.gap(box) + box.height > ANNEX_HEIGHT:
            if count:
                pages.append(Page())
            count = 0
        _put(pages, box)
        count += 1
    return pages


def _put(pages: list[Page], box: TablePiece) -> None:
    """Place a photo; one whose particulars are longer than a page goes on over the next ones."""
    while True:
        page = pages[-1]
        parts = None
        room = ANNEX_HEIGHT - page.used - page.gap(box)
        if box.height > room:
            parts = box.split(room, 0.0)
        if parts is None:
            page.put(box)
            return
        page.put(parts[0])
        pages.append(Page())
        rest = parts[1]
        assert isinstance(rest, TablePiece)
        box = rest


def _load(annex: Annex, pictures: Mapping[str, bytes]) -> dict[str, Picture]:
    """Read all pictures; every one that is missing or broken is named."""
    loaded: dict[str, Picture] = {}
    problems: list[Problem] = []
    for photo in annex.photos:
        data = pictures.get(photo.picture)
        if data is None:
            fields = {"path": photo.picture}
            problems.append(Problem(code=ProblemCode.FILE_MISSING, where=photo.number, fields=fields))
            continue
        try:
            loaded[photo.picture] = load_picture(data, photo.number)
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return loaded


def _photo(photo: PhotoBox, picture: Picture, fonts: FontSet) -> TablePiece:
    size = _fitted(picture)
    frame = PICTURE_WIDTH + 2 * PAD_X
    note_width = TEXT_WIDTH - frame
    pitch = Scale(TABLE_SIZE).pitch(TABLE_SIZE)
    notes = _notes(photo, note_width - 2 * PAD_X, fonts)
    left = Box(x=LEFT, width=frame, text=(), pitch=pitch, picture=picture, picture_size=size)
    right = Box(x=LEFT + frame, width=note_width, text=notes, pitch=pitch)
    return TablePiece(rows=(Row(boxes=(left, right)),), before=_GAP)


def _fitted(picture: Picture) -> tuple[float, float]:
    """Fit a picture: lying ones over the whole width, standing ones at least 10 cm, all within a page."""
    ratio = picture.height / picture.width
    width = PICTURE_WIDTH if ratio <= 1 else LEAST_WIDTH
    most = ANNEX_HEIGHT - 26 - _GAP - 2 * PAD_Y
    if ratio <= 1:
        most = (most - _GAP - 2 * PAD_Y) / PER_PAGE
    height = width * ratio
    if height > most:
        width, height = most / ratio, most
    return width, height


def _notes(photo: PhotoBox, width: float, fonts: FontSet) -> tuple[Line, ...]:
    strong = Setting(fonts, Role.STRONG, TABLE_SIZE, justify=False)
    label = Setting(fonts, Role.PLAIN, TABLE_SIZE, justify=False)
    body = Setting(fonts, Role.BODY, TABLE_SIZE)
    lines = list(set_text(photo.number, width, strong))
    for name, value in photo.fields:
        lines.extend(set_text(name, width, label))
        lines.extend(set_text(value, width, body))
    lines.extend(set_text(photo.hash_note, width, label))
    return tuple(lines)
