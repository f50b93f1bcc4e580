# SPDX-License-Identifier: MulanPSL-2.0
"""Commands that check a paper in somebody's hand: its code typed, or a photo, scan or PDF of it."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.names import about
from inspector_app.cli.result import REFUSED, Result, plain, table
from inspector_app.domain.document import DocumentState
from inspector_app.domain.paper_check import PaperField, PaperVerdict
from inspector_app.domain.paper_seal import CODE
from inspector_app.operations import paper_checks
from inspector_app.operations.paper_checks import PaperCheck
from inspector_app.wording import tr, word


@click.group("paper", cls=Group, help=about("paper"))
def paper() -> None:
    """Commands about papers."""


@paper.command("check", help=tr("check the code of a paper: typed (AJ1:…), or read from a photo, scan or PDF"))
@click.argument("what", metavar="CODE|FILE")
def _check(what: str) -> Result:
    """Check signature and stored document; exit code 1 unless the paper is genuine."""
    with opened() as ws:
        is_code = what.strip().upper().startswith(f"{CODE}:")
        codes = (what,) if is_code else paper_checks.codes_in(ws, Path(what))
        found = [paper_checks.check_paper(ws, code) for code in codes]
    good = all(one.verdict is PaperVerdict.GENUINE for one in found)
    lines = [line for one in found for line in _lines(one)]
    data = {"papers": [_object(one) for one in found]}
    return Result(data=data, lines=lines if good else (), code=0 if good else REFUSED, notes=() if good else lines)


def _object(one: PaperCheck) -> dict[str, object]:
    return {
        "number": one.code.number, "verdict": one.verdict.value, "document": one.document_id, "seq": one.seq,
        "key": one.key.key if one.key else "", "void_reason": one.void_reason, "faults": list(one.faults),
        "fields": [plain(line) for line in one.lines],
    }  # fmt: skip


def _lines(one: PaperCheck) -> list[str]:
    rows = [(tr("Field"), tr("On the paper"), tr("Stored here"), "")]
    for line in one.lines:
        sign = "" if not line.paper or not line.stored else ("=" if line.is_same else "≠")
        stored = word(DocumentState(line.stored)) if line.field is PaperField.STATE and line.stored else line.stored
        rows.append((word(line.field), line.paper or "-", stored or "-", sign))
    who = one.key.name or tr("this laptop") if one.key else tr("nobody known")
    heads = [f"{one.code.number}  {word(one.verdict)}", tr("Signed by: {name}", name=who)]
    if one.void_reason:
        heads.append(tr("Reason for voiding: {reason}", reason=one.void_reason))
    return [*heads, *table(rows)]
