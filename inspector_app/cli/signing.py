# SPDX-License-Identifier: MulanPSL-2.0
"""Commands of `documents` about signatures of people under a document's data (数据校验签名)."""

from __future__ import annotations

import click

from inspector_app.cli.credentials import given_password
from inspector_app.cli.frame import Command, opened
from inspector_app.cli.lookup import document_of
from inspector_app.cli.result import Result, flat, plain, table
from inspector_app.operations import signing as verbs
from inspector_app.wording import tr, word


@click.command("sign", cls=Command, help=tr("sign the data of an issued document, as the officer who opens the data"))
@click.argument("document", metavar="DOCUMENT")
def _sign(document: str) -> Result:
    """Sign with the password of this call: the second officer, as a rule."""
    with opened() as ws:
        row = document_of(ws, document)
        who = ws.account.id if ws.account is not None else ""
        made = verbs.sign_document(ws, row.document.id, who, given_password()).value
    data = {"number": row.document.number, "document": row.document.id, "name": made.name, "key": made.officer_key}
    return Result(data=data, lines=[tr("{name} has signed {number}.", name=made.name, number=row.document.number)])


@click.command("signatures", cls=Command, help=tr("check the signatures of people under a document's data"))
@click.argument("document", metavar="DOCUMENT")
def _signatures(document: str) -> Result:
    """List signatures, each checked, and who has not signed."""
    with opened() as ws:
        row = document_of(ws, document)
        found = verbs.signatures_of(ws, row.document.id)
    data = {
        "number": row.document.number, "document": row.document.id, "complete": found.is_complete,
        "signatures": [flat(s.signature, state=s.state.value, is_officer=s.is_officer) for s in found.signatures],
        "missing": plain(found.missing),
    }  # fmt: skip
    rows = [
        (s.signature.name, s.signature.certificate_no or "-", f"{s.signature.at:%Y-%m-%d %H:%M}", word(s.state),
         tr("officer of the document") if s.is_officer else tr("issuer"))
        for s in found.signatures
    ]  # fmt: skip
    head = (tr("Full name"), tr("Certificate number"), tr("Time"), tr("Signature"), tr("As"))
    lines = table([head, *rows]) if rows else [tr("Nobody has signed.")]
    if found.missing:
        lines = [*lines, tr("Not signed yet: {names}", names="、".join(p.name for p in found.missing))]
    return Result(data=data, lines=lines)


DOCUMENT_COMMANDS = (_sign, _signatures)
