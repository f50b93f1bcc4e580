# SPDX-License-Identifier: MulanPSL-2.0
"""核验纸质文书: the code of a paper against the keys known here, then the stored document beside it, field by field.

The signature is checked without any network. A paper whose head the journal does not have proves that these data
were set back, or that the paper belongs to another history.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.domain.account import Act, EventKind
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.paper_check import PaperField, PaperVerdict
from inspector_app.domain.paper_seal import NotACode, PaperCode, read_code, seal_of
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.verification import FaultKind
from inspector_app.operations.files import read_small_file
from inspector_app.operations.verification import note_quietly
from inspector_app.operations.verify_documents import kinds_of
from inspector_app.storage import documents, enterprises, inspections, verify_tables
from inspector_app.storage.driver import Database
from inspector_app.storage.signatures import is_signed
from inspector_app.workspace import Workspace
from inspector_app.workspace.device_keys import KnownKey, known_keys

LARGEST = 40_000_000  # bytes of a photo or scan


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One field: what the paper's code says (empty where it does not say), and what is stored."""

    field: PaperField
    paper: str
    stored: str
    is_same: bool  # false where both say something and differ


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCheck:
    """The outcome of one paper."""

    verdict: PaperVerdict
    code: PaperCode
    lines: tuple[PaperLine, ...]
    document_id: str = ""
    key: KnownKey | None = None
    seq: int = 0  # of the operation whose head the paper bears
    void_reason: str = ""
    faults: tuple[str, ...] = ()  # of the stored document itself

    @property
    def is_good(self) -> bool:
        """Whether the paper is what it says, and in force."""
        return self.verdict is PaperVerdict.GENUINE


def codes_in(ws: Workspace, path: Path) -> tuple[str, ...]:
    """Read the codes on a photo, scan or PDF of papers, in the child process. Refuses FILE_…, PHOTO_…,
    PAPER_CODE_UNREADABLE where there is none of ours."""
    return codes_on(ws, read_small_file(path, LARGEST), str(path))


def codes_on(ws: Workspace, data: bytes, name: str) -> tuple[str, ...]:
    """Read the codes on a picture that is at hand: a frame of the camera."""
    found = ws.photo_worker.find_codes(data, name)
    if not found:
        raise Refused([Problem(code=ProblemCode.PAPER_CODE_UNREADABLE, where=name, fields={"path": name})])
    return found


def check_paper(ws: Workspace, code: str) -> PaperCheck:
    """Check the code of a paper, typed or read. Refuses PAPER_CODE_SHAPE, NOT_PERMITTED."""
    ws.need(Act.VERIFY)
    try:
        read = read_code(code)
    except NotACode as error:
        raise Refused([Problem(code=ProblemCode.PAPER_CODE_SHAPE)]) from error
    with ws.reader() as db:
        made = _checked(ws, db, read)
    detail = f"{made.verdict.value} {read.content_sha256}"
    note_quietly(ws, EventKind.PAPER_CHECKED, read.number, is_ok=made.is_good, detail=detail)
    return made


def _checked(ws: Workspace, db: Database, code: PaperCode) -> PaperCheck:
    keys = {key.key: key for key in known_keys(db, ws.device)}
    key = next((k for k in keys.values() if k.id == code.key_id), None)
    if key is None:
        return PaperCheck(verdict=PaperVerdict.KEY_UNKNOWN, code=code, lines=_lines_of(code))
    if not is_signed(key.key, code.signature, code.signed):
        return PaperCheck(verdict=PaperVerdict.FORGED, code=code, lines=_lines_of(code), key=key)
    place = verify_tables.seq_of_head(db, code.head)
    document = documents.with_number(db, code.number)
    if document is None:
        is_lost = place is None or key.is_own  # what this laptop issued itself must be here
        verdict = PaperVerdict.SET_BACK if is_lost else PaperVerdict.NOT_HERE
        return PaperCheck(verdict=verdict, code=code, lines=_lines_of(code), key=key, seq=place[2] if place else 0)
    lines = _compared(db, code, document)
    if not ws.may(Act.READ_CONTENT):  # whether it fits is for everybody, what it says is not
        lines = tuple(dataclasses.replace(line, stored="") for line in lines if line.paper)
    faults = tuple(kind.value for kind in kinds_of(document, keys))
    if not ws.files.is_intact(document.sha256):
        faults = (*faults, FaultKind.FILE_CHANGED.value)
    if place is None:
        verdict = PaperVerdict.SET_BACK
    elif faults or not all(line.is_same for line in lines):
        verdict = PaperVerdict.DIFFERS
    else:
        verdict = PaperVerdict.GENUINE if document.is_valid else PaperVerdict.VOID
    return PaperCheck(
        verdict=verdict, code=code, lines=lines, document_id=document.id, key=key, seq=place[2] if place else 0,
        void_reason=document.void_reason, faults=faults,
    )  # fmt: skip


def _lines_of(code: PaperCode) -> tuple[PaperLine, ...]:
    told = {
        PaperField.NUMBER: code.number, PaperField.CONTENT: code.content_sha256, PaperField.HEAD: code.head,
        PaperField.KEY: code.key_id,
    }  # fmt: skip
    return tuple(PaperLine(field=name, paper=text, stored="", is_same=True) for name, text in told.items())


def _compared(db: Database, code: PaperCode, document: OfficialDocument) -> tuple[PaperLine, ...]:
    stored_code = _code_of(document)
    visit = inspections.get_inspection(db, document.inspection_id)
    unit = enterprises.get_enterprise(db, visit.enterprise_id) if visit else None
    pairs = [
        (PaperField.NUMBER, code.number, document.number),
        (PaperField.KIND, "", _title(document)),
        (PaperField.UNIT, "", unit.name if unit else ""),
        (PaperField.ISSUED_ON, "", _day(document.issued_on)),
        (PaperField.FINDINGS, "", str(len(documents.findings_of(db, document.id)))),
        (PaperField.PAGES, "", str(document.pages)),
        (PaperField.CONTENT, code.content_sha256, document.content_sha256),
        (PaperField.HEAD, code.head, seal_of(document).head[: len(code.head)]),
        (PaperField.KEY, code.key_id, stored_code.key_id if stored_code else ""),
        (PaperField.STATE, "", document.state.value),
    ]
    return tuple(
        PaperLine(field=name, paper=paper, stored=stored, is_same=not paper or paper == stored)
        for name, paper, stored in pairs
    )


def _code_of(document: OfficialDocument) -> PaperCode | None:
    try:
        return read_code(seal_of(document).code)
    except NotACode:
        return None


def _title(document: OfficialDocument) -> str:
    try:
        return str(json.loads(document.content).get("title", ""))
    except (ValueError, AttributeError):
        return document.kind.value


def _day(day: date) -> str:
    return day.isoformat()
