# SPDX-License-Identifier: MulanPSL-2.0
"""证据说明: one page for the file of a case, saying by which hashes, heads and signatures the data can be checked.

Civil courts ask of electronic data whether the system worked normally, was watched, and kept them in the ordinary
course (法释〔2019〕19号 93-94, M); criminal procedure asks for sums that prove the data whole (法发〔2016〕22号 5, S).
The page answers with what the program knows itself; it claims nothing of what happened before the program.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspector_app import __version__
from inspector_app.documents.blocks import Block, Grid, Heading, Paragraph, Running
from inspector_app.documents.plain import content_of, render_plain
from inspector_app.domain.checkpoint import Checkpoint
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.paper_seal import key_id, seal_of, short
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.verification import Verified
from inspector_app.operations.signing import signers_in
from inspector_app.storage import checkpoints, documents, organs, receipts
from inspector_app.storage.driver import Database
from inspector_app.wording import fault_sentence, tr, word
from inspector_app.workspace import Workspace

MOST_FAULTS = 8  # on the page; the rest is counted
MOST_DOCUMENTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    organ: str
    documents: tuple[tuple[OfficialDocument, str], ...]  # with the names of who signed
    checkpoint: Checkpoint | None
    receipt: str  # when the office countersigned last, or nothing


def statement_pdf(ws: Workspace, made: Verified, numbers: Sequence[str] = ()) -> bytes:
    """Print the statement of a check, with the sums of at most four documents. Refuses NOT_FOUND."""
    with ws.reader() as db:
        facts = _facts(ws, db, numbers)
    title = tr("Statement on electronic data")
    blocks: list[Block] = [Heading(part=title, organ=facts.organ, title=title, number="")]
    blocks += _about(ws, made, facts)
    blocks.append(_steps(made))
    blocks += _documents(facts)
    blocks += [Paragraph(part=title, style="note", text=text) for text in _notes(made)]
    running = Running(
        number=short(made.head), continued=title, page=tr("Page {page} of {pages}", page="{page}", pages="{pages}"),
        notice="", watermarks=(), foot=(),
    )  # fmt: skip
    return render_plain(content_of(title, running, blocks), ws.fonts).pdf


def _facts(ws: Workspace, db: Database, numbers: Sequence[str]) -> _Facts:
    found = []
    for number in numbers[:MOST_DOCUMENTS]:
        document = documents.with_number(db, number) or documents.get_document(db, number)
        if document is None:
            fields = {"kind": "document", "id": number[:80]}
            raise Refused([Problem(code=ProblemCode.NOT_FOUND, where=number[:80], fields=fields)])
        stands = [s.signature.name for s in signers_in(db, document).signatures if s.state.stands]
        found.append((document, "、".join(stands)))
    organ = organs.get_organ(db)
    newest = checkpoints.list_checkpoints(db, limit=1)
    return _Facts(
        organ=organ.name if organ else "", documents=tuple(found), checkpoint=newest[0] if newest else None,
        receipt=receipts.newest(db)[0],
    )  # fmt: skip


def _about(ws: Workspace, made: Verified, facts: _Facts) -> Iterator[Block]:
    point = facts.checkpoint
    signed = tr("entry {seq}, {at}", seq=point.seq, at=f"{point.at:%Y-%m-%d %H:%M}") if point else tr("none yet")
    pairs = [
        (tr("Program"), f"inspector-app {__version__}"),
        (tr("System"), f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        (tr("Laptop"), ws.device),
        (tr("Checked at"), f"{made.started_at:%Y-%m-%d %H:%M}"),
        (tr("Head of the journal"), f"{made.seq}  {made.head}"),
        (tr("Newest checkpoint"), signed),
        (tr("Receipt of the office"), facts.receipt[:16].replace("T", " ") or tr("none yet")),
        (tr("Outcome"), tr("Everything is in order.") if made.is_well else tr("{count} faults", count=made.count)),
    ]
    yield Grid(part=tr("Statement on electronic data"), label_width=34.0, rows=tuple((pair,) for pair in pairs))


def _steps(made: Verified) -> Grid:
    bad = {fault.step for fault in made.faults}
    said = [
        (word(step), f"{count}，{tr('faults') if step in bad else tr('no fault')}")
        for step, count in made.counts.items()
    ]
    return Grid(
        part=tr("Self-test"), label_width=40.0, rows=tuple(tuple(said[n : n + 2]) for n in range(0, len(said), 2))
    )


def _documents(facts: _Facts) -> Iterator[Block]:
    for document, signers in facts.documents:
        seal = seal_of(document)
        rows = [
            (tr("Document number"), document.number),
            (tr("Content digest"), document.content_sha256),
            (tr("SHA-256 of the PDF"), document.sha256),
            (tr("SM3 of the PDF"), document.sm3 or "-"),
            (tr("Head before the issue"), seal.head or "-"),
            (tr("Signing key"), key_id(seal.key) if seal.key else "-"),
            (tr("Data signatures"), signers or "-"),
        ]
        yield Grid(part=document.number, label_width=34.0, rows=tuple((pair,) for pair in rows))


def _notes(made: Verified) -> Iterator[str]:
    for fault in made.faults[:MOST_FAULTS]:
        yield f"{word(fault.step)}：{fault_sentence(fault)}"
    yield tr(
        "Every act is one entry of a journal; each entry contains the hash of the one before it, and the laptop signs "
        "the head with every issue, export, backup and each hundredth entry. A change of any stored record, photo, "
        "document or entry no longer fits these sums."
    )
    yield tr(
        "The printed documents bear the head of the journal before their issue, and the office countersigns what it "
        "receives; both are outside this laptop. The sums and signatures can be recomputed with the open verifier."
    )
    yield tr("This is a check of data by signatures; it does not take the place of signature and seal on paper.")
