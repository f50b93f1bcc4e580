# SPDX-License-Identifier: MulanPSL-2.0
"""The seal of data of a document at its issue: head of the journal, code of the paper, signature of the laptop."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from functools import cache

from inspector_app.documents.stamp import Stamp
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.paper_seal import (
    DocumentSeal,
    code_of,
    code_part,
    key_id,
    seal_of,
    seal_text,
    short,
    signed_part,
)
from inspector_app.locations import bundled
from inspector_app.storage import chains
from inspector_app.storage.driver import Database
from inspector_app.storage.signatures import public_key, sign
from inspector_app.workspace import Workspace
from inspector_app.workspace.device_keys import signing_key_in


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands beside the code (`resources/paper_code.toml`)."""

    lines: tuple[str, ...]
    draft: tuple[str, ...]
    foot: str


@cache
def _words() -> _Words:
    content = tomllib.loads((bundled("resources") / "paper_code.toml").read_text(encoding="utf-8"))
    return _Words(tuple(content["lines"]), tuple(content["draft"]), str(content["foot"]))


def draft_stamp() -> Stamp:
    """Keep the room of the code in a draft."""
    return Stamp(code="", lines=_words().draft)


def code_in(ws: Workspace, db: Database, number: str, content_sha256: str) -> DocumentSeal:
    """Make the code of a paper inside an open operation: signed by this laptop, with the journal's head before it."""
    secret = signing_key_in(db)
    head = chains.own_mark(db.conn, ws.device, ws.incarnation).hash
    key = public_key(secret)
    signature = sign(secret, code_part(number, content_sha256, head))
    return DocumentSeal(head=head, code=code_of(number, content_sha256, head, key, signature), key=key)


def stamp_of(seal: DocumentSeal, number: str, content_sha256: str) -> Stamp:
    """Give what is printed of a seal; the same seal gives the same print."""
    slots = {
        "{number}": number, "{head}": short(seal.head), "{digest}": content_sha256, "{key}": key_id(seal.key),
    }  # fmt: skip
    words = _words()
    return Stamp(
        code=seal.code, lines=tuple(_filled(line, slots) for line in words.lines), foot=_filled(words.foot, slots)
    )


def sealed_in(db: Database, document: OfficialDocument) -> OfficialDocument:
    """Put the laptop's signature over number, content, PDF and head under a document that is being issued."""
    signature = sign(signing_key_in(db), signed_part(document)).hex()
    seal = dataclasses.replace(seal_of(document), signature=signature)
    return dataclasses.replace(document, seal=seal_text(seal))


def _filled(line: str, slots: dict[str, str]) -> str:
    for name, value in slots.items():
        line = line.replace(name, value)
    return line
