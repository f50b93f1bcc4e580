# SPDX-License-Identifier: MulanPSL-2.0
"""Whole schemes past the program: other files, wrong keys, a rewritten chain, an older file, a cut end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from inspector_app.domain.paper_seal import code_of, code_part, read_code, seal_of, signed_part
from inspector_app.domain.verification import FaultKind
from inspector_app.operations.verification import read_witnesses
from inspector_app.storage import documents
from inspector_app.storage.driver import Connection, Database
from inspector_app.storage.file_store import FileStore
from inspector_app.storage.journal_rows import OPERATION_COLUMNS, digest, operation_of, read_change_row
from inspector_app.storage.sealed import seal
from inspector_app.storage.signatures import public_key, sign, signed_text
from tests.tamper.edits import other_seal, unbound
from tests.tamper.store import Store

WRONG = "42" * 32  # a key that is nobody's here

Scheme = tuple[Callable[[Store], None], frozenset[FaultKind]]


def _files(store: Store) -> FileStore:
    return FileStore(store.folder / "files", store.login.unlocked.keys)


def _named(store: Store, table: str) -> list[str]:
    conn = store.raw()
    try:
        return [str(r[0]) for r in conn.execute(f"SELECT DISTINCT sha256 FROM {table} ORDER BY sha256")]
    finally:
        conn.close()


def _put(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def swap_photos(store: Store) -> None:
    """Put one photo in another's place."""
    one, other = (_files(store).path(name) for name in _named(store, "photos")[:2])
    first, second = one.read_bytes(), other.read_bytes()
    _put(one, second)
    _put(other, first)


def replace_photo(store: Store) -> None:
    """Put a photo of the forger's own in a photo's place, sealed rightly under the data key and the old name."""
    files, name = _files(store), _named(store, "photos")[0]
    _put(files.path(name), b"".join(seal(store.login.unlocked.key, name, [b"\xff\xd8\xff another picture"])))


def flip_in_pdf(store: Store) -> None:
    """Change one bit of an issued PDF."""
    path = _files(store).path(_named(store, "documents")[0])
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    _put(path, bytes(data))


def cut_file(store: Store) -> None:
    """Cut the end off a photo."""
    path = _files(store).path(_named(store, "photos")[0])
    _put(path, path.read_bytes()[:-1])


def remove_file(store: Store) -> None:
    """Remove an issued PDF."""
    path = _files(store).path(_named(store, "documents")[-1])
    path.unlink()


def resign_row(store: Store) -> None:
    """Seal a document with a wrong key, in its row alone."""
    conn = store.raw()
    with unbound(conn):
        row_id, text = _other_seal(conn)
        conn.execute("UPDATE documents SET seal = ? WHERE id = ?", (text, row_id))
    conn.close()


def resign_and_rechain(store: Store) -> None:
    """Seal a document with a wrong key, in row and journal, and work all later hashes out anew."""
    conn = store.raw()
    with unbound(conn):
        _resign(conn)
        rechain(conn)
    conn.close()


def resign_all_checkpoints(store: Store) -> None:
    """The same, and sign every checkpoint anew with the wrong key."""
    conn = store.raw()
    with unbound(conn):
        _resign(conn)
        rechain(conn)
        _checkpoints(conn)
    conn.close()


def change_the_laptops_key(store: Store) -> None:
    """The same, and say that the wrong key is this laptop's own."""
    conn = store.raw()
    with unbound(conn):
        _resign(conn)
        rechain(conn)
        _checkpoints(conn)
        conn.execute("UPDATE keys SET secret = ? WHERE name = 'device'", (WRONG,))
    conn.close()


def older_file(store: Store) -> None:
    """Put an older database in the place of this one."""
    _put_older(store)


def cut_journal(store: Store) -> None:
    """Cut the last operations off, with all that belongs to them."""
    conn = store.raw()
    with unbound(conn):
        last = [r[0] for r in conn.execute("SELECT id FROM operations ORDER BY seq DESC LIMIT 4")]
        for one in last:
            conn.execute("DELETE FROM changes WHERE operation_id = ?", (one,))
            conn.execute("DELETE FROM operations WHERE id = ?", (one,))
    conn.close()


def drop_trigger(store: Store) -> None:
    """Take away what keeps issued documents from being changed, and nothing else."""
    conn = store.raw()
    conn.execute("DROP TRIGGER documents_frozen")
    conn.close()


def _other_seal(conn: Connection) -> tuple[str, str]:
    document = next(documents.every_document(Database(conn)))
    before = read_code(seal_of(document).code)
    signature = sign(WRONG, code_part(before.number, before.content_sha256, before.head))
    code = code_of(before.number, before.content_sha256, seal_of(document).head, public_key(WRONG), signature)
    own = sign(WRONG, signed_part(document)).hex()
    return document.id, other_seal(document.seal, code=code, key=public_key(WRONG), signature=own)


def _resign(conn: Connection) -> None:
    row_id, text = _other_seal(conn)
    conn.execute("UPDATE documents SET seal = ? WHERE id = ?", (text, row_id))
    sql = "SELECT operation_id, ordinal, new FROM changes WHERE table_name = 'documents' AND row_id = ? AND old IS NULL"
    operation, ordinal, new = conn.execute(sql, (row_id,)).fetchone()
    told = json.dumps({**json.loads(new), "seal": text}, ensure_ascii=False, separators=(",", ":"))
    conn.execute("UPDATE changes SET new = ? WHERE operation_id = ? AND ordinal = ?", (told, operation, ordinal))


def rechain(conn: Connection) -> None:
    """Work out every hash of the journal anew, as somebody who knows the format would."""
    before: dict[tuple[str, str], str] = {}
    rows = conn.execute(f"SELECT {OPERATION_COLUMNS} FROM operations ORDER BY 2, 3, 4").fetchall()
    for row in rows:
        operation = operation_of(row)
        chain = (operation.device, operation.incarnation)
        previous = before.get(chain, operation.prev_hash)
        told = conn.execute(
            "SELECT ordinal, table_name, row_id, old, new FROM changes WHERE operation_id = ? ORDER BY ordinal",
            (operation.id,),
        ).fetchall()
        placed = operation_of((*row[:4], previous, *row[5:]))
        hash_ = digest(placed, [read_change_row(operation.id, one) for one in told])
        conn.execute("UPDATE operations SET prev_hash = ?, hash = ? WHERE id = ?", (previous, hash_, operation.id))
        before[chain] = hash_


def _checkpoints(conn: Connection) -> None:
    for device, incarnation, seq, at, cause in conn.execute(
        "SELECT device, incarnation, seq, at, cause FROM checkpoints ORDER BY incarnation, seq"
    ).fetchall():
        where = "WHERE device = ? AND incarnation = ? AND seq = ?"
        hash_ = conn.execute(f"SELECT hash FROM operations {where}", (device, incarnation, seq)).fetchone()[0]
        body = {"device": device, "incarnation": incarnation, "seq": seq, "hash": hash_, "at": at, "cause": cause}
        text = signed_text("AJH1", body, WRONG)
        values = (hash_, text, device, incarnation, seq)
        conn.execute(f"UPDATE checkpoints SET hash = ?, statement = ? {where}", values)


SCHEMES: tuple[Scheme, ...] = (
    (swap_photos, frozenset({FaultKind.FILE_CHANGED})),
    (replace_photo, frozenset({FaultKind.FILE_CHANGED})),
    (flip_in_pdf, frozenset({FaultKind.FILE_CHANGED})),
    (cut_file, frozenset({FaultKind.FILE_CHANGED})),
    (remove_file, frozenset({FaultKind.FILE_MISSING})),
    (resign_row, frozenset({FaultKind.ROW_CHANGED, FaultKind.SEAL_KEY})),
    (resign_and_rechain, frozenset({FaultKind.CHECKPOINT_DIFFERS, FaultKind.SEAL_KEY, FaultKind.HEAD_MISSING})),
    (resign_all_checkpoints, frozenset({FaultKind.CHECKPOINT_SIGNATURE, FaultKind.SEAL_KEY, FaultKind.HEAD_MISSING})),
    (change_the_laptops_key, frozenset({FaultKind.SEAL_KEY, FaultKind.HEAD_MISSING})),
    (older_file, frozenset({FaultKind.SET_BACK})),
    (cut_journal, frozenset({FaultKind.CHECKPOINT_BEYOND, FaultKind.ROW_ADDED})),
    (drop_trigger, frozenset({FaultKind.SHAPE})),
)


def set_all_back(store: Store) -> None:
    """Put the older database and the counter beside it back: nothing inside can tell any more, only a paper can."""
    _put_older(store)
    store.folder.joinpath("identity.seq").unlink()


def _put_older(store: Store) -> None:
    for suffix in ("-wal", "-shm"):  # else the newer pages that still lie there would come back
        Path(f"{store.database}{suffix}").unlink(missing_ok=True)
    _put(store.database, store.older)


def paper_tells(store: Store) -> frozenset[FaultKind]:
    """Check with the code of the newest paper at hand."""
    found = store.verify(read_witnesses([], [store.codes[-1]]))
    return frozenset(fault.kind for fault in found.faults)


def keep_files(store: Store) -> dict[Path, bytes]:
    """Remember every kept file."""
    return {path: path.read_bytes() for path in (store.folder / "files").rglob("*") if path.is_file()}


def put_files_back(kept: dict[Path, bytes]) -> None:
    """Give every kept file its bytes again."""
    for path, data in kept.items():
        if not path.is_file() or path.read_bytes() != data:
            if path.exists():
                path.chmod(0o644)
            path.write_bytes(data)
            path.chmod(0o444)
