# SPDX-License-Identifier: MulanPSL-2.0
"""The whole file of a case as one PDF: cover, index, and every piece in its order, numbered through (R56)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from inspector_app.documents.binding import Part, bind
from inspector_app.documents.blocks import DocumentContent
from inspector_app.documents.case_pages import IndexLine, cover_content, index_content
from inspector_app.documents.plain import render_plain, render_scans
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.operations.attachments import attachment_pages
from inspector_app.operations.case_contents import CaseContents, Piece
from inspector_app.operations.masked_copies import masked_content, masked_copy, masked_notice
from inspector_app.wording import word
from inspector_app.workspace import Workspace

COVER_PAGES = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The bound PDF; `spans` give the first and last page of each piece by its key."""

    name: str  # of the file
    title: str
    pdf: bytes
    pages: int
    spans: Mapping[str, tuple[int, int]]


def bind_case(
    ws: Workspace, contents: CaseContents, retention: str, tell: Callable[[int], None], *, masks: bool = False
) -> Bound:
    """Bind everything that has pages. The index is set until its own length no longer moves the pages.

    `masks` binds the copy for others: masked copies of the documents, and of what came back only its line in the index.
    """
    drawn: list[tuple[Piece, bytes, int]] = []
    for n, piece in enumerate(contents.pieces, start=1):
        drawn.append((piece, *_drawn(ws, piece, masks=masks)))
        tell(n)
    lengths = [pages for _, _, pages in drawn]
    index_pages = 1
    for _ in range(len(drawn) + 2):
        spans = _spans(contents.pieces, lengths, COVER_PAGES + index_pages)
        index = render_plain(_given(ws, _index(ws, contents, spans, masks=masks), masks=masks), ws.fonts)
        if index.pages == index_pages:
            break
        index_pages = index.pages
    total = COVER_PAGES + index_pages + sum(lengths)
    cover = render_plain(_given(ws, _cover(ws, contents, retention, total), masks=masks), ws.fonts)
    words = ws.law.case_words
    title = _case_name(ws, contents)
    parts = [
        Part(name=words.say("cover", "title"), pdf=cover.pdf),
        Part(name=words.say("index", "title"), pdf=index.pdf),
    ]
    parts += [Part(name=f"{piece.name} {piece.number}".strip(), pdf=pdf) for piece, pdf, pages in drawn if pages]
    pdf, pages = bind(title, parts, ws.fonts)
    assert pages == total, "the index tells every page"
    return Bound(name=f"{words.say('folder', 'bound')}.pdf", title=title, pdf=pdf, pages=pages, spans=spans)


def _given(ws: Workspace, content: DocumentContent, *, masks: bool) -> DocumentContent:
    """Give cover or index as it goes out: a masked one says on its page that it is."""
    if not masks:
        return content
    made = masked_content(content)
    notice = "　".join(part for part in (made.running.notice, masked_notice(ws)) if part)
    return replace(made, running=replace(made.running, notice=notice))


def _drawn(ws: Workspace, piece: Piece, *, masks: bool) -> tuple[bytes, int]:
    """Give the pages of a piece: the frozen PDF, or pictures of what came back; a recording has none."""
    if masks:
        made = masked_copy(ws, piece.document) if piece.document is not None else None
        return (made.pdf, made.pages) if made is not None else (b"", 0)
    if piece.document is not None:
        return ws.files.read(piece.document.sha256, name=piece.document.number), piece.document.pages
    assert piece.attachment is not None
    pictures = attachment_pages(ws, piece.attachment)
    if not pictures:
        return b"", 0
    head = ws.law.case_words.say("scan", "head", title=piece.name, number=piece.number).strip()
    made = render_scans(piece.name, head, pictures, ws.fonts)
    return made.pdf, made.pages


def _spans(pieces: Sequence[Piece], lengths: Sequence[int], before: int) -> dict[str, tuple[int, int]]:
    spans = {}
    at = before
    for piece, pages in zip(pieces, lengths, strict=True):
        if pages:
            spans[piece.key] = (at + 1, at + pages)
        at += pages
    return spans


def _index(
    ws: Workspace, contents: CaseContents, spans: Mapping[str, tuple[int, int]], *, masks: bool
) -> DocumentContent:
    say = partial(ws.law.case_words.say, "index")
    lines = []
    for piece in contents.pieces:
        first, last = spans.get(piece.key, (0, 0))
        page = "" if not first else str(first) if first == last else f"{first}-{last}"
        lines.append(
            IndexLine(
                number=piece.number, maker=piece.maker, name=piece.name, date=piece.date, page=page,
                remark="" if page else say("left_out" if masks else "recording"),
            )
        )  # fmt: skip
    join = ws.law.case_words.say("cover", "join")
    void = say("void", numbers=join.join(d.number for d in contents.void)) if contents.void else ""
    return index_content(lines, say, void=void)


def _case_name(ws: Workspace, contents: CaseContents) -> str:
    day = _day(ws, contents.inspection.started_at)
    return ws.law.case_words.say("cover", "name_text", unit=contents.enterprise.name, on=day)


def _day(ws: Workspace, day: date) -> str:
    return ws.law.case_words.say("cover", "day", year=day.year, month=day.month, day=day.day)


def _cover(ws: Workspace, contents: CaseContents, retention: str, total: int) -> DocumentContent:
    say = partial(ws.law.case_words.say, "cover")
    visit, unit = contents.inspection, contents.enterprise
    live = [f for f in contents.findings if f.status.is_live]
    counts = {
        "found": len(live), "major": sum(f.grade is Grade.MAJOR for f in live),
        "closed": sum(f.status is FindingStatus.CLOSED for f in live),
    }  # fmt: skip
    times = [f"{_day(ws, t)} {t:%H:%M}" for t in (visit.started_at, visit.finished_at) if t is not None]
    officers = [say("officer", name=o.name, certificate_no=o.certificate_no) for o in visit.officers]
    rows = (
        ("name", _case_name(ws, contents)), ("unit", unit.name), ("credit_code", unit.credit_code),
        ("address", unit.address), ("person_in_charge", unit.person_in_charge),
        ("task", word(visit.task.source) if visit.task.source else ""), ("time", " — ".join(times)),
        ("officers", say("join").join(officers)), ("result", say("result_text", **counts)), ("filed_on", ""),
        ("retention", retention), ("number", ""),
        ("count", say("count_text", pieces=len(contents.pieces), pages=total)),
    )  # fmt: skip
    notice = ws.law.case_words.say("register", "demo") if contents.organ.is_demo else ""
    return cover_content(contents.organ.name, say("title"), [(say(name), value) for name, value in rows], notice=notice)
