# SPDX-License-Identifier: MulanPSL-2.0
"""照片证据页: a photo with all that lets another check it, one after the other, each beginning a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from inspector_app.documents.blocks import Block, DocumentContent, Grid, Heading, Paragraph, Running
from inspector_app.documents.chrome import draw_foot, draw_running, draw_watermarks
from inspector_app.documents.fonts import FontSet
from inspector_app.documents.layout import pieces_of
from inspector_app.documents.measures import FOOT_HEIGHT, MM, PAGE_WIDTH, TEXT_HEIGHT, TOP, Scale
from inspector_app.documents.pages import Page, paginate
from inspector_app.documents.pen import Pen, Picture, load_picture
from inspector_app.documents.pieces import Piece
from inspector_app.documents.plain import content_of, shown
from inspector_app.documents.render import Rendered

Say = Callable[..., str]
_LABEL = 30.0  # millimetres
_HEADINGS = 2  # lines before the picture: organ and title
_SCALE = Scale(10.5, tight=True)
_WIDE, _LEAST_WIDE, _HIGH = 116 * MM, 100 * MM, 72 * MM  # handbook 3: at least 10 cm wide


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePhoto:
    """What a page shows; every text as it is printed, `pairs` in rows of one or two."""

    number: str
    picture: str  # key of the picture
    rows: tuple[tuple[tuple[str, str], ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePiece:
    """A picture in the middle of the page, in a thin frame; never split."""

    picture: Picture
    width: float
    shown_height: float
    before: float = 3 * MM
    keeps_next: bool = False

    @property
    def height(self) -> float:
        """As high as it is drawn."""
        return self.shown_height

    @property
    def lines(self) -> int:
        """It counts as no line."""
        return 0

    def head_height(self) -> float:
        """All of it."""
        return self.shown_height

    def split(self, room: float, page: float) -> tuple[Piece, Piece] | None:
        """Stay whole."""
        return None

    def tail(self, lines: int) -> tuple[Piece | None, Piece]:
        """All of it."""
        return None, self

    def draw(self, pen: Pen, y: float) -> None:
        """Draw picture and frame."""
        x = (PAGE_WIDTH - self.width) / 2
        pen.picture(self.picture, x, y, self.width, self.shown_height)
        pen.box(x, y, self.width, self.shown_height)


def evidence_pages(
    organ: str, photos: Sequence[EvidencePhoto], pictures: Mapping[str, bytes], say: Say, fonts: FontSet,
    *, notice: str = "", check: str = "",
) -> Rendered:  # fmt: skip
    """Print the pages. Refuses PHOTO_BROKEN. What no face has is shown by its code point."""
    title = say("title")
    with fonts.lock:
        drawn: list[tuple[Running, Page]] = []
        for photo in photos:
            content = _content(organ, title, photo, say, notice)
            content = shown(content, fonts)
            pieces = pieces_of(content, fonts, _SCALE)
            pieces.insert(_HEADINGS, _picture(load_picture(pictures[photo.picture], photo.number)))
            first = replace(content.running, continued="")
            pages = paginate(pieces, TEXT_HEIGHT - FOOT_HEIGHT)
            drawn += [(content.running if at else first, page) for at, page in enumerate(pages)]
        pen = Pen(fonts, title)
        for number, (running, page) in enumerate(drawn, start=1):
            draw_watermarks(pen, running)
            draw_running(pen, running, number, len(drawn), check)
            draw_foot(pen, running)
            y = TOP
            for place, piece in enumerate(page.placed):
                y += piece.before if place else 0.0
                piece.draw(pen, y)
                y += piece.height
            pen.next_page()
        return Rendered(pen.finish(), len(drawn))


def _content(organ: str, title: str, photo: EvidencePhoto, say: Say, notice: str) -> DocumentContent:
    blocks: list[Block] = [
        Heading(part=title, organ=organ, title=title, number=""),
        Grid(part=title, label_width=_LABEL, rows=photo.rows),
        Paragraph(part=title, style="list", text="".join(photo.notes)),
        Paragraph(part=title, style="list", text=say("statement")),
    ]
    running = Running(
        number=photo.number, continued=say("continued", title=title), page=say("page"), notice=notice, watermarks=(),
        foot=(say("sign_officer"), say("sign_party"), say("sign_day")),
    )  # fmt: skip
    return content_of(title, running, blocks)


def _picture(picture: Picture) -> PicturePiece:
    """Fit a picture: lying ones by their height, standing ones ten centimetres wide."""
    ratio = picture.height / picture.width
    width = min(_WIDE, max(_HIGH / ratio, _LEAST_WIDE))
    return PicturePiece(picture=picture, width=width, shown_height=min(width * ratio, TEXT_HEIGHT * 0.7))
