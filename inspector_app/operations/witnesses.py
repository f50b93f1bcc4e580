# SPDX-License-Identifier: MulanPSL-2.0
"""Witnesses from outside the data: an office's receipt, a list of checkpoints, the code of a paper in others' hands.

Whoever sets the data back to an older state cannot set these back; each names heads that the journal must have.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.paper_seal import NotACode, PaperCode, read_code
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.verification import CheckStep, Fault, FaultKind, WitnessKind
from inspector_app.operations.files import read_small_file
from inspector_app.storage import documents, membership, verify_tables
from inspector_app.storage.driver import Database
from inspector_app.storage.signatures import is_signed, own_body
from inspector_app.storage.signed_heads import hash_at
from inspector_app.workspace.device_keys import known_keys

LARGEST = 8_000_000  # bytes of a receipt or a list of checkpoints
_KINDS = {"AJR1", "AJH1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One thing from outside; `text` is its signed text, `code` that of a paper."""

    kind: WitnessKind
    name: str  # of the file, or the paper's number
    text: str = ""
    code: PaperCode | None = None


def witnesses_in(path: Path) -> tuple[Witness, ...]:
    """Read a receipt (.ajr) or a list of checkpoints, one signed text a line. Refuses WITNESS_UNREADABLE, FILE_…"""
    lines = [line.strip() for line in read_small_file(path, LARGEST).decode("utf-8", "replace").splitlines()]
    found = [_witness(line, path.name) for line in lines if line]
    if not found or None in found:
        fields = {"path": str(path)}
        raise Refused([Problem(code=ProblemCode.WITNESS_UNREADABLE, where=path.name, fields=fields)])
    return tuple(w for w in found if w is not None)


def witness_of_code(code: str) -> Witness:
    """Take the code of a paper. Refuses PAPER_CODE_SHAPE."""
    try:
        read = read_code(code)
    except NotACode as error:
        raise Refused([Problem(code=ProblemCode.PAPER_CODE_SHAPE)]) from error
    return Witness(kind=WitnessKind.PAPER, name=read.number, code=read)


def _witness(line: str, name: str) -> Witness | None:
    try:
        kind = json.loads(line)["kind"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if kind not in _KINDS:
        return None
    return Witness(kind=WitnessKind.RECEIPT if kind == "AJR1" else WitnessKind.CHECKPOINT, name=name, text=line)


def witness_faults(db: Database, own_device: str, witness: Witness) -> Iterator[Fault]:
    """Ask whether the journal has every head that a witness names."""
    match witness.kind:
        case WitnessKind.PAPER:
            yield from _paper_faults(db, own_device, witness)
        case WitnessKind.RECEIPT:
            yield from _receipt_faults(db, own_device, witness)
        case WitnessKind.CHECKPOINT:
            yield from _checkpoint_faults(db, own_device, witness)


def _paper_faults(db: Database, own_device: str, witness: Witness) -> Iterator[Fault]:
    assert witness.code is not None
    code = witness.code
    key = next((k for k in known_keys(db, own_device) if k.id == code.key_id), None)
    if key is None or not is_signed(key.key, code.signature, code.signed):
        yield _fault(FaultKind.WITNESS_WRONG, witness)
        return
    document = documents.with_number(db, code.number)
    if document is not None and document.content_sha256 != code.content_sha256:
        yield _fault(FaultKind.WITNESS_DIFFERS, witness)
    elif verify_tables.seq_of_head(db, code.head) is None or (document is None and key.is_own):
        yield _fault(FaultKind.WITNESS_BEYOND, witness)  # what this laptop issued itself must be here


def _receipt_faults(db: Database, own_device: str, witness: Witness) -> Iterator[Fault]:
    body = own_body(witness.text, "AJR1", membership.value(db, "office_key"))
    marks = body.get("marks") if body is not None else None
    if not isinstance(marks, list):
        yield _fault(FaultKind.WITNESS_WRONG, witness)
        return
    for mark in marks:
        if isinstance(mark, list) and len(mark) == 4 and mark[0] == own_device:
            yield from _head_faults(db, witness, mark)


def _checkpoint_faults(db: Database, own_device: str, witness: Witness) -> Iterator[Fault]:
    for key in known_keys(db, own_device):
        body = own_body(witness.text, "AJH1", key.key)
        if body is not None and body.get("device") == key.device:
            yield from _head_faults(db, witness, [body.get(n) for n in ("device", "incarnation", "seq", "hash")])
            return
    yield _fault(FaultKind.WITNESS_WRONG, witness)


def _head_faults(db: Database, witness: Witness, mark: list[object]) -> Iterator[Fault]:
    device, incarnation, seq, hash_ = mark
    if type(seq) is not int:
        yield _fault(FaultKind.WITNESS_WRONG, witness)
        return
    here = hash_at(db, str(device), str(incarnation), seq)
    if here != hash_:
        yield _fault(FaultKind.WITNESS_DIFFERS if here else FaultKind.WITNESS_BEYOND, witness, seq=str(seq))


def _fault(kind: FaultKind, witness: Witness, **fields: str) -> Fault:
    every = {"name": witness.name, "witness": witness.kind.value, "seq": "-", **fields}
    return Fault(step=CheckStep.ENDS, kind=kind, where=f"witness:{witness.name}", fields=every)
