# SPDX-License-Identifier: MulanPSL-2.0
"""Drawing on a page in our own measures (from the top left corner); the only module that knows the canvas."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.measures import PAGE_HEIGHT, PAGE_WIDTH
from inspector_app.documents.paragraph import Line, Setting, set_text, text_width
from inspector_app.domain.problems import Problem, ProblemCode, Refused

_BASELINE = 0.36  # of the size: how far the baseline lies under the middle of a line
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Picture:
    """A print copy as the PDF takes it: untouched JPEG bytes and their measure."""

    name: str
    width: int
    height: int
    image: Any


class Pen:
    """One document being drawn. `y` is always measured downwards from the top edge of the paper."""

    def __init__(self, fonts: FontSet, title: str, *, across: bool = False) -> None:
        self.fonts = fonts
        self._out = io.BytesIO()
        self._canvas: Any = Canvas(
            self._out,
            pagesize=(PAGE_HEIGHT, PAGE_WIDTH) if across else (PAGE_WIDTH, PAGE_HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=fonts.first(),
            initialFontSize=10.5,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator("inspector-app")
        self._canvas.setProducer("inspector-app")

    def next_page(self) -> None:
        """End the page."""
        self._canvas.showPage()

    def begin_level_page(self) -> None:
        """Begin a page of a document that lies `across`: `y` counts down from its long side."""
        self._canvas.translate(0, PAGE_WIDTH - PAGE_HEIGHT)

    def finish(self) -> bytes:
        """Give the whole document."""
        self._canvas.save()
        return self._out.getvalue()

    def line(self, line: Line, x: float, y: float, size: float, pitch: float) -> None:
        """Draw a set line in the middle of a strip that begins at `y` and is `pitch` high."""
        if not line.runs:
            return
        baseline = PAGE_HEIGHT - y - pitch / 2 - size * _BASELINE
        text = self._canvas.beginText(x + line.x, baseline)
        gap = 0.0
        for run in line.runs:
            text.setFont(run.font, size)
            if run.gap != gap:
                text.setCharSpace(run.gap)
                gap = run.gap
            text.textOut(run.text)
        if gap:
            text.setCharSpace(0)
        self._canvas.drawText(text)

    def words(self, words: str, x: float, y: float, size: float, *, role: Role = Role.PLAIN, pitch: float) -> None:
        """Draw a text on one line."""
        setting = Setting(self.fonts, role, size, justify=False)
        for line in set_text(words, PAGE_WIDTH * 10, setting)[:1]:
            self.line(line, x, y, size, pitch)

    def measure(self, words: str, size: float, role: Role = Role.PLAIN) -> float:
        """Measure a text on one line."""
        return text_width(words, Setting(self.fonts, role, size))

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5) -> None:
        """Draw a straight line."""
        self._canvas.setLineWidth(width)
        self._canvas.line(x1, PAGE_HEIGHT - y1, x2, PAGE_HEIGHT - y2)

    def dashes(self, x1: float, x2: float, y: float) -> None:
        """Draw a level dashed line: where the paper is cut."""
        self._canvas.saveState()
        self._canvas.setLineWidth(0.5)
        self._canvas.setDash(4, 3)
        self._canvas.line(x1, PAGE_HEIGHT - y, x2, PAGE_HEIGHT - y)
        self._canvas.restoreState()

    def check_box(self, x: float, y: float, side: float, *, ticked: bool) -> None:
        """Draw a box, with a tick in it or empty."""
        self._canvas.saveState()
        self._canvas.setLineWidth(0.6)
        top = PAGE_HEIGHT - y
        self._canvas.rect(x, top - side, side, side, stroke=1, fill=0)
        if ticked:
            self._canvas.setLineWidth(side * 0.13)
            self._canvas.setLineCap(1)
            self._canvas.setLineJoin(1)
            tick = self._canvas.beginPath()
            tick.moveTo(x + side * 0.20, top - side * 0.52)
            tick.lineTo(x + side * 0.42, top - side * 0.76)
            tick.lineTo(x + side * 0.82, top - side * 0.22)
            self._canvas.drawPath(tick, stroke=1, fill=0)
        self._canvas.restoreState()

    def box(self, x: float, y: float, width: float, height: float, *, dotted: bool = False) -> None:
        """Draw an empty box."""
        self._canvas.saveState()
        self._canvas.setLineWidth(0.5)
        if dotted:
            self._canvas.setDash(1, 3)
        self._canvas.rect(x, PAGE_HEIGHT - y - height, width, height, stroke=1, fill=0)
        self._canvas.restoreState()

    def area(self, points: Sequence[tuple[float, float]], *, grey: float | None, edge: float = 0.5) -> None:
        """Draw a closed figure, filled with a grey (0 black, 1 white) or empty, with an edge of a width."""
        self._canvas.saveState()
        self._canvas.setLineWidth(edge)
        if grey is not None:
            self._canvas.setFillGray(grey)
        figure = self._canvas.beginPath()
        figure.moveTo(points[0][0], PAGE_HEIGHT - points[0][1])
        for x, y in points[1:]:
            figure.lineTo(x, PAGE_HEIGHT - y)
        figure.close()
        self._canvas.drawPath(figure, stroke=1 if edge else 0, fill=0 if grey is None else 1)
        self._canvas.restoreState()

    def stroke(
        self, points: Sequence[tuple[float, float]], *, width: float = 0.5, grey: float = 0.0, dashed: bool = False
    ) -> None:
        """Draw an open line through points."""
        self._canvas.saveState()
        self._canvas.setLineWidth(width)
        self._canvas.setStrokeGray(grey)
        if dashed:
            self._canvas.setDash(3, 2)
        line = self._canvas.beginPath()
        line.moveTo(points[0][0], PAGE_HEIGHT - points[0][1])
        for x, y in points[1:]:
            line.lineTo(x, PAGE_HEIGHT - y)
        self._canvas.drawPath(line, stroke=1, fill=0)
        self._canvas.restoreState()

    def modules(self, rows: Sequence[bytes], x: float, y: float, side: float) -> None:
        """Draw a code of dark squares (1) as one filled figure; runs in a row are one rectangle."""
        step = side / len(rows)
        self._canvas.saveState()
        self._canvas.setFillGray(0)
        figure = self._canvas.beginPath()
        for n, row in enumerate(rows):
            at = 0
            for dark, run in itertools.groupby(row):
                count = len(list(run))
                if dark:  # a hair higher than its row, so that no light line is left between two rows
                    figure.rect(x + at * step, PAGE_HEIGHT - y - (n + 1) * step, count * step, step * 1.02)
                at += count
        self._canvas.drawPath(figure, stroke=0, fill=1)
        self._canvas.restoreState()

    def watermark(self, words: str, y: float, size: float) -> None:
        """Draw large light words across the page, their middle at `y`."""
        self._canvas.saveState()
        self._canvas.setFillGray(0.90)
        self._canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT - y)
        self._canvas.rotate(40)
        width = self.measure(words, size, Role.STRONG)
        self.words(words, -width / 2, PAGE_HEIGHT - size / 2, size, role=Role.STRONG, pitch=size)
        self._canvas.restoreState()

    def picture(self, picture: Picture, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture into a box."""
        document = self._canvas._doc
        registered = document.getXObjectName(picture.name)
        if registered not in document.idToObject:
            self._canvas._setXObjects(picture.image)
            document.Reference(picture.image, registered)
            document.addForm(picture.name, picture.image)
        self._canvas.saveState()
        self._canvas.translate(x, PAGE_HEIGHT - y - height)
        self._canvas.scale(width, height)
        self._canvas._code.append(f"/{registered} Do")
        self._canvas.restoreState()
        self._canvas._formsinuse.append(picture.name)


def load_picture(data: bytes, name: str) -> Picture:
    """Read the measure of a JPEG: PHOTO_BROKEN when it is none. Its bytes go into the PDF as they are."""
    key = hashlib.sha256(data).hexdigest()
    image = PDFImageXObject(key)
    whole = data[:3] == _JPEG and image.loadImageFromJPEG(io.BytesIO(data))
    if not whole or not image.width or not image.height:
        fields = {"name": name, "reason": "JPEG"}
        raise Refused([Problem(code=ProblemCode.PHOTO_BROKEN, where=name, fields=fields)])
    return Picture(key, image.width, image.height, image)
