# SPDX-License-Identifier: MulanPSL-2.0
"""Finding what a person names on the command line: by id, number, code or exact name."""

from __future__ import annotations

from typing import NoReturn

from inspector_app.domain.credit_code import normalised
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Finding, Photo
from inspector_app.domain.organ import Officer
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ledgers import documents as document_ledger
from inspector_app.ledgers import enterprises as enterprise_ledger
from inspector_app.ledgers import findings as finding_ledger
from inspector_app.ledgers import inspections as inspection_ledger
from inspector_app.ledgers import organs as organ_ledger
from inspector_app.workspace import Workspace


def not_found(kind: str, name: str) -> NoReturn:
    """Refuse: nothing of this kind has this name."""
    raise Refused([Problem(code=ProblemCode.NOT_FOUND, where=name[:80], fields={"kind": kind, "id": name[:80]})])


def officer_of(ws: Workspace, name: str) -> Officer:
    """Give an officer by id, certificate number, or a name that only one has."""
    everybody = organ_ledger.officers(ws)
    for officer in everybody:
        if name in (officer.id, officer.certificate_no):
            return officer
    named = [officer for officer in everybody if officer.name == name]
    return named[0] if len(named) == 1 else not_found("officer", name)


def enterprise_of(ws: Workspace, name: str) -> Enterprise:
    """Give an enterprise by id, credit code, or a name that only one has."""
    try:
        return enterprise_ledger.enterprise(ws, name)
    except Refused:
        found = [row.enterprise for row in enterprise_ledger.find_enterprises(ws, name)]
    code = normalised(name)
    exact = [e for e in found if e.credit_code == code] or [e for e in found if e.name == name]
    return exact[0] if len(exact) == 1 else not_found("enterprise", name)


def finding_of(ws: Workspace, finding_id: str) -> Finding:
    """Give a finding by id."""
    row = finding_ledger.finding(ws, finding_id)
    return row.finding if row is not None else not_found("finding", finding_id)


def photo_of(view: inspection_ledger.InspectionView, photo_id: str) -> Photo:
    """Give a photo of an inspection."""
    return next((p for p in view.photos if p.id == photo_id), None) or not_found("photo", photo_id)


def document_of(ws: Workspace, name: str) -> document_ledger.DocumentRow:
    """Give a document by id or number."""
    return document_ledger.find(ws, name) or not_found("document", name)
