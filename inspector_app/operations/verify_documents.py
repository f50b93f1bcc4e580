# SPDX-License-Identifier: MulanPSL-2.0
"""Checks of issued documents, the signatures under them, and the kept files; each gives its faults one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.paper_seal import NotACode, is_sealed, key_id, read_code, seal_of, signed_part
from inspector_app.domain.verification import CheckStep, Fault, FaultKind
from inspector_app.operations.signing import signers_in
from inspector_app.storage import documents, verify_tables
from inspector_app.storage.driver import Database
from inspector_app.storage.file_store import FileStore
from inspector_app.storage.signatures import is_signed
from inspector_app.workspace.device_keys import KnownKey

Tick = Callable[[int], None]


def document_faults(db: Database, keys: Mapping[str, KnownKey], tick: Tick) -> Iterator[Fault]:
    """Check content, seal and code of every document, and that the head on its paper is in the journal."""
    lost = dict(verify_tables.unknown_heads(db))
    for n, document in enumerate(documents.every_document(db), start=1):
        for kind in kinds_of(document, keys):
            yield _of(kind, document)
        if document.id in lost:
            yield _of(FaultKind.HEAD_MISSING, document)
        if n % 20 == 0:
            tick(n)


def kinds_of(document: OfficialDocument, keys: Mapping[str, KnownKey]) -> Iterator[FaultKind]:
    """Say what is wrong with one document; nothing is asked of those that were issued before there were seals."""
    if hashlib.sha256(document.content.encode()).hexdigest() != document.content_sha256:
        yield FaultKind.CONTENT_CHANGED
    if not is_sealed(document):
        return
    seal = seal_of(document)
    try:
        code = read_code(seal.code)
    except NotACode:
        yield FaultKind.SEAL_BROKEN
        return
    told = (code.number, code.content_sha256, code.head, code.key_id)
    if told != (document.number, document.content_sha256, seal.head[: len(code.head)], _key_id(seal.key)):
        yield FaultKind.CODE_DIFFERS
    if seal.key not in keys:
        yield FaultKind.SEAL_KEY
    if not is_signed(seal.key, code.signature, code.signed):
        yield FaultKind.CODE_DIFFERS
    if not _is_signed(seal.key, seal.signature, signed_part(document)):
        yield FaultKind.SEAL_SIGNATURE


def _key_id(key: str) -> str:
    try:
        return key_id(key)
    except ValueError:
        return ""


def _is_signed(key: str, signature: str, data: bytes) -> bool:
    try:
        return is_signed(key, bytes.fromhex(signature), data)
    except ValueError:
        return False


def signature_faults(db: Database, tick: Tick) -> Iterator[Fault]:
    """Check the officers' signatures under every document."""
    for n, document in enumerate(documents.signed_documents(db), start=1):
        for one in signers_in(db, document).signatures:
            if not one.state.stands:
                kind = FaultKind.OFFICER_SIGNATURE if one.state.value == "wrong" else FaultKind.OFFICER_KEY
                fields = {"name": one.signature.name, "state": one.state.value}
                yield _of(kind, document, CheckStep.SIGNATURES, **fields)
        tick(n)


def file_faults(db: Database, files: FileStore, tick: Tick, *, may_read: bool = True) -> Iterator[Fault]:
    """Read every file that a row names, in pieces, and say of a bad one where it is used.

    Who may not read content gets the rows' ids, not what is written there.
    """
    for n, sha256 in enumerate(verify_tables.named_files(db), start=1):
        kind = _file_fault(files, sha256)
        is_late = kind is FaultKind.FILE_MISSING and verify_tables.is_awaited(db, sha256)
        if kind is not None and not is_late:
            uses = verify_tables.uses_of(db, sha256)
            first = uses[0] if uses else None
            named = [(use.name if may_read else "") or f"{use.table} {use.row_id[:12]}" for use in uses[:5]]
            fields = {
                "sha256": sha256, "table": first.table if first else "", "row": first.row_id if first else "",
                "name": "；".join(named),
                "uses": str(len(uses)),
            }  # fmt: skip
            where = f"{first.table}:{first.row_id}" if first else f"file:{sha256}"
            yield Fault(step=CheckStep.FILES, kind=kind, where=where, fields=fields)
        tick(n)


def _file_fault(files: FileStore, sha256: str) -> FaultKind | None:
    if not files.exists(sha256):
        return FaultKind.FILE_MISSING
    total = hashlib.sha256()
    try:
        for chunk in files.chunks(sha256):
            total.update(chunk)
    except OSError:
        return FaultKind.FILE_CHANGED
    return None if total.hexdigest() == sha256 else FaultKind.FILE_CHANGED


def _of(kind: FaultKind, document: OfficialDocument, step: CheckStep = CheckStep.SEALS, **fields: str) -> Fault:
    more = {"number": document.number, "kind": document.kind.value, **fields}
    return Fault(step=step, kind=kind, where=f"document:{document.id}", fields=more)
