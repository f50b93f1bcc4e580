# SPDX-License-Identifier: MulanPSL-2.0
"""Receipts: what the office says it holds, and what a laptop makes of it. Only a receipt makes a thing 已移交.

A receipt (AJR1) is signed by the office's key and addressed to one laptop. It says: all operations up to these
marks are here, and all files that they name, except those that are missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.merging import Chain
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.domain.unit import Membership
from inspector_app.handoff import keys, medium
from inspector_app.handoff.devices import trust_of
from inspector_app.handoff.header import Purpose
from inspector_app.handoff.membership import identities, need_member, need_office, office_secrets
from inspector_app.handoff.part_reader import open_part
from inspector_app.storage import chains, checkpoints
from inspector_app.storage import receipts as rows
from inspector_app.storage.driver import Database
from inspector_app.storage.file_store import faults_of, make_folder, write_durably
from inspector_app.storage.identity import Copied
from inspector_app.storage.receipts import ReceiptMark
from inspector_app.storage.rows import instant_out
from inspector_app.storage.signed_heads import hash_at
from inspector_app.storage.value_shapes import is_hash, is_instant, is_key
from inspector_app.storage.wanted_files import list_wanted
from inspector_app.workspace import Workspace

RECEIPT = "AJR1"
SUFFIX = ".ajr"
_NUMBERED = re.compile(r"-(\d+)\.ajr\Z")
_NAME = re.compile(r"[^0-9A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one receipt says."""

    unit: str
    device: str  # the addressee
    at: str  # UTC, the office's clock
    marks: Mapping[Chain, tuple[int, str]]
    missing: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenReceipts:
    """What came of taking receipts: how many were for this laptop, how many told something new."""

    receipts: int = 0
    newer: int = 0
    operations: int = 0  # of this laptop, handed over now and not before
    files: int = 0
    missing: int = 0  # files that the office still waits for, from all laptops
    new_incarnation: str = ""  # this laptop had been set back: the office knows more of it than itself
    warnings: tuple[Problem, ...] = ()


# The office's side ----------------------------------------------------------------------------------------


def make_receipt(ws: Workspace, device: str) -> str:
    """Sign for a laptop what the office holds now. Refuses NOT_OFFICE."""
    office = need_office(ws)
    with ws.reader() as db:
        marks = [[m.device, m.incarnation, m.seq, m.hash] for m in chains.marks(db.conn).values()]
        missing = sorted(file.sha256 for file in list_wanted(db))
    body = {"unit": office.unit, "device": device, "at": instant_out(ws.now()), "marks": marks, "missing": missing}
    return keys.signed_text(RECEIPT, body, office_secrets(ws)[0])


def write_receipt(ws: Workspace, device: str, beside: Path | None = None) -> tuple[tuple[Path, ...], Problem | None]:
    """Write a laptop's receipt into the office's folder, and beside its bundle where that can be done.

    One that says the same as the last, only later, takes its place. Gives the files, and a warning where the stick
    refused.
    """
    folder = ws.folder / "receipts"
    with faults_of(folder):
        make_folder(folder)
    start = f"receipt-{_NAME.sub('_', device)[:12]}-"
    before = sorted(folder.glob(f"{start}*{SUFFIX}"), key=_number)
    text = make_receipt(ws, device)
    number = _number(before[-1]) if before else 0
    if not before or not _says_the_same(before[-1], text):
        number += 1
    target = folder / f"{start}{number}{SUFFIX}"
    with faults_of(target):
        write_durably(target, text.encode())
    if beside is None or beside.resolve() == folder.resolve():
        return (target,), None
    copy = beside / target.name
    try:
        medium.write_whole(copy, _writer(text.encode()), written=lambda _: None, prove=lambda *_: None)
    except Refused:
        fields = {"path": str(copy)}
        return (target,), Problem(
            code=ProblemCode.RECEIPT_NOT_WRITTEN, where=copy.name, fields=fields, severity=Severity.WARN
        )
    return (target, copy), None


def _writer(data: bytes) -> Callable[[BinaryIO], str]:
    def write(out: BinaryIO) -> str:
        out.write(data)
        return hashlib.sha256(data).hexdigest()

    return write


def _number(path: Path) -> int:
    found = _NUMBERED.search(path.name)
    return int(found[1]) if found else 0


def _says_the_same(path: Path, text: str) -> bool:
    try:
        before = read_receipt(_text_of(path), path.name)
    except (OSError, ValueError, Refused):
        return False
    now = read_receipt(text, path.name)
    return (before.unit, before.device, before.marks, before.missing) == (
        now.unit, now.device, now.marks, now.missing,
    )  # fmt: skip


# The laptop's side ----------------------------------------------------------------------------------------


def take_receipts(ws: Workspace, path: Path) -> TakenReceipts:
    """Take the receipts of a file, a folder (and one level below) or a dispatch; older ones change nothing.

    Refuses NOT_MEMBER, BUNDLE_NOT_FOUND, RECEIPT_MALFORMED, RECEIPT_SIGNATURE, RECEIPT_NOT_OURS, RECEIPT_DIFFERS,
    and for a dispatch what `open_part` and `trust_of` refuse. In a folder receipts for others are passed over.
    """
    ours = need_member(ws)
    if path.is_dir():
        texts = list(_texts_in(path))
    elif path.suffix.lower() == ".ajb":
        texts = [(path.name, text) for text in _texts_of_dispatch(ws, path)]
    else:
        texts = [(path.name, _text_of(path))]
    if not texts:
        raise Refused([Problem(code=ProblemCode.BUNDLE_NOT_FOUND, where=path.name, fields={"path": str(path)})])
    return take_texts(ws, ours, texts, alone=len(texts) == 1)


def take_texts(
    ws: Workspace, ours: Membership, texts: Sequence[tuple[str, str]], *, alone: bool = False
) -> TakenReceipts:
    """Take receipts as texts with the names of their files. Refuses as `take_receipts` does."""
    found: list[Receipt] = []
    others: list[Problem] = []
    for name, text in texts:
        receipt = _checked(ours, name, text)
        if receipt.device != ws.device or receipt.unit != ours.unit:
            fields = {"path": name, "device": receipt.device[:12]}
            others.append(Problem(code=ProblemCode.RECEIPT_NOT_OURS, where=name, fields=fields))
        else:
            found.append(receipt)
    if others and (alone or not found):
        raise Refused(others)
    total = TakenReceipts()
    for receipt in sorted(found, key=lambda r: r.at):
        one = _take(ws, receipt, texts[0][0])
        total = TakenReceipts(
            receipts=total.receipts + 1, newer=total.newer + one.newer, operations=total.operations + one.operations,
            files=total.files + one.files, missing=len(receipt.missing),
            new_incarnation=one.new_incarnation or total.new_incarnation, warnings=(*total.warnings, *one.warnings),
        )  # fmt: skip
    return total


def read_receipt(text: str, name: str) -> Receipt:
    """Read a receipt after checking its signature; whose key it is must be asked. Refuses RECEIPT_MALFORMED,
    RECEIPT_SIGNATURE.
    """
    try:
        signed = keys.read_signed(text, RECEIPT)
    except keys.NotSigned as error:
        code = ProblemCode.RECEIPT_SIGNATURE if str(error) == "signature" else ProblemCode.RECEIPT_MALFORMED
        raise Refused([Problem(code=code, where=name, fields={"path": name})]) from error
    try:
        return _receipt(signed)
    except (ValueError, KeyError, TypeError) as error:
        raise Refused([Problem(code=ProblemCode.RECEIPT_MALFORMED, where=name, fields={"path": name})]) from error


def _receipt(signed: keys.SignedText) -> Receipt:
    unit, device, at = (signed.body[name] for name in ("unit", "device", "at"))
    marks, missing = signed.body["marks"], signed.body["missing"]
    if not (is_key(unit) and is_key(device) and is_instant(at)):
        raise ValueError("receipt")
    if not isinstance(marks, list) or not isinstance(missing, list) or not all(h and is_hash(h) for h in missing):
        raise ValueError("receipt")
    found: dict[Chain, tuple[int, str]] = {}
    for owner, incarnation, seq, hash_ in marks:
        if not (is_key(owner) and is_key(incarnation) and type(seq) is int and 0 < seq <= 1 << 53 and is_hash(hash_)):
            raise ValueError("mark")
        found[owner, incarnation] = (seq, hash_)
    return Receipt(
        unit=str(unit), device=str(device), at=str(at), marks=found, missing=frozenset(missing), text=signed.text
    )


def _checked(ours: Membership, name: str, text: str) -> Receipt:
    receipt = read_receipt(text, name)
    if keys.read_signed(text, RECEIPT).key != ours.office_key:
        raise Refused([Problem(code=ProblemCode.RECEIPT_SIGNATURE, where=name, fields={"path": name})])
    return receipt


def _texts_in(folder: Path) -> Iterator[tuple[str, str]]:
    with contextlib.suppress(OSError):
        for path in sorted([*folder.glob("*"), *folder.glob("*/*")]):
            if path.suffix.lower() == SUFFIX and not path.name.startswith(".") and path.is_file():
                yield path.name, _text_of(path)


def _text_of(path: Path) -> str:
    fields = {"path": str(path)}
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for ever
            raise OSError(0, "not a file")
        with path.open("rb") as file:
            data = file.read(keys.LARGEST_TEXT + 1)
        if len(data) > keys.LARGEST_TEXT:
            raise Refused([Problem(code=ProblemCode.FILE_TOO_LARGE, where=path.name, fields=fields)])
        return data.decode("utf-8").strip()
    except FileNotFoundError as error:
        raise Refused([Problem(code=ProblemCode.BUNDLE_NOT_FOUND, where=path.name, fields=fields)]) from error
    except OSError as error:
        fields["reason"] = error.strerror or ""
        raise Refused([Problem(code=ProblemCode.FILE_UNREADABLE, where=path.name, fields=fields)]) from error
    except UnicodeDecodeError as error:
        raise Refused([Problem(code=ProblemCode.RECEIPT_MALFORMED, where=path.name, fields=fields)]) from error


def _texts_of_dispatch(ws: Workspace, path: Path) -> tuple[str, ...]:
    with open_part(path, identities(ws)) as part:
        trust_of(ws, part.header)
        return part.header.receipts if part.header.purpose is Purpose.DISPATCH else ()


def _take(ws: Workspace, receipt: Receipt, name: str) -> TakenReceipts:
    """Note what a receipt says, in one transaction; begin a new incarnation where it knows more of us than we do."""
    own = (ws.device, ws.incarnation)
    with ws.books() as db:
        before = rows.marks(db)
        lower = any(mark.seq > receipt.marks.get(chain, (0, ""))[0] for chain, mark in before.items())
        if not _is_newer(db, receipt, before, lower=lower):
            return TakenReceipts()
        known = {chain: mark.seq for chain, mark in chains.marks(db.conn).items()}
        _must_fit(db, receipt, known, name)
        files = _note_files(db, receipt, known, {} if lower else {c: m.seq for c, m in before.items()})
        operations = _note_marks(db, receipt, before, known, ws.device, instant_out(ws.now()) or "")
    made = ""
    if receipt.marks.get(own, (0, ""))[0] > known.get(own, 0):
        ws.begin_incarnation(Copied.SET_BACK)
        made = ws.incarnation
    fields = {"path": name}
    warning = Problem(code=ProblemCode.RECEIPT_LOWER, where=name, fields=fields, severity=Severity.WARN)
    return TakenReceipts(
        newer=1, operations=operations, files=files, new_incarnation=made, warnings=(warning,) if lower else ()
    )


def _is_newer(db: Database, receipt: Receipt, before: Mapping[Chain, ReceiptMark], *, lower: bool) -> bool:
    """Whether a receipt tells something new: more than before, or something else later by the office's clock."""
    if not before:
        return True
    higher = any(seq > before[chain].seq if chain in before else True for chain, (seq, _) in receipt.marks.items())
    if higher and not lower:
        return True  # whatever the office's clock says: it did not hold more before it held less
    newest = rows.newest(db)[0]
    if lower:
        return receipt.at > newest
    last = rows.newest_content(db)
    return receipt.at > newest or (
        receipt.at == newest and bool(last) and read_receipt(last, "").missing > receipt.missing
    )


def _must_fit(db: Database, receipt: Receipt, known: Mapping[Chain, int], name: str) -> None:
    """Refuse RECEIPT_DIFFERS where the office holds another history of a chain than this laptop."""
    for (device, incarnation), (seq, hash_) in receipt.marks.items():
        if seq <= known.get((device, incarnation), 0) and hash_at(db, device, incarnation, seq) != hash_:
            fields = {"path": name, "seq": str(seq), "device": device[:12]}
            raise Refused([Problem(code=ProblemCode.RECEIPT_DIFFERS, where=name, fields=fields)])


def _note_files(db: Database, receipt: Receipt, known: Mapping[Chain, int], before: Mapping[Chain, int]) -> int:
    """Bring `office_files` to what the receipt says; gives how many files are new there."""
    had = rows.count_office_files(db) if before else 0
    if before:
        last = rows.newest_content(db)
        gone = read_receipt(last, "").missing if last else frozenset()
        rows.put_office_files(db, gone - receipt.missing)  # what was missing then and is not any more
    else:
        rows.clear_office_files(db)
    for chain, (seq, _) in receipt.marks.items():
        rows.put_office_files(
            db, rows.files_between(db, chain, before.get(chain, 0) + 1, min(seq, known.get(chain, 0)))
        )
    rows.drop_office_files(db, receipt.missing)
    return max(rows.count_office_files(db) - had, 0)


def _note_marks(
    db: Database,
    receipt: Receipt,
    before: Mapping[Chain, ReceiptMark],
    known: Mapping[Chain, int],
    device: str,
    now: str,
) -> int:
    """Keep the marks; gives how many operations of this laptop are handed over now and were not before."""
    for chain in before.keys() - receipt.marks.keys():
        rows.drop_mark(db, chain)
    own = [chain for chain in sorted(receipt.marks) if chain[0] == device]
    holder = (own or sorted(receipt.marks) or [("", "")])[0]
    operations = 0
    for chain, (seq, hash_) in receipt.marks.items():
        content = receipt.text if chain == holder else ""
        rows.put_mark(
            db,
            ReceiptMark(
                device=chain[0], incarnation=chain[1], seq=seq, hash=hash_, at=receipt.at, taken_at=now, content=content
            ),
        )
        if chain[0] == device:
            checkpoints.countersign(db, chain, seq, receipt.text)
            was = before[chain].seq if chain in before else 0
            operations += max(min(seq, known.get(chain, 0)) - was, 0)
    return operations
