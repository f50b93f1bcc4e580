# SPDX-License-Identifier: MulanPSL-2.0
"""The rules at the gate: for a document in the making, and for a service that is being recorded."""

from __future__ import annotations

import dataclasses

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.problems import Problem
from inspector_app.domain.review import RuleStage
from inspector_app.domain.service import Service
from inspector_app.law.rules import Rules
from inspector_app.operations.document_facts import Gathered
from inspector_app.operations.review.case import Case, Line, Subject
from inspector_app.operations.review.gather import gather_case
from inspector_app.operations.review.registry import broken_rules
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace


def issue_problems(ws: Workspace, db: Database, gathered: Gathered, *, confirm: bool) -> tuple[Problem, ...]:
    """Give what the rules find in a document in the making; the graph and the form have their own say."""
    case = gather_case(ws, db, gathered.inspection.id, is_whole=False)
    return problems_at_issue(case, subject_of(gathered, confirm=confirm), ws.law.rules)


def problems_at_issue(case: Case, subject: Subject, rules: Rules) -> tuple[Problem, ...]:
    """Give what the rules of the issue find in one document in the making."""
    return broken_rules(dataclasses.replace(case, subjects=(subject,)), rules, RuleStage.ISSUE)


def subject_of(gathered: Gathered, *, confirm: bool) -> Subject:
    """Give a document in the making as the rules see it."""
    facts = gathered.facts
    lines = (Line(ordinal=n, finding=f, deadline=f.deadline) for n, f in enumerate(gathered.findings, start=1))
    return Subject(
        kind=facts.kind,
        law=gathered.law,
        issued_on=facts.issued_on,
        officers=facts.officers,
        lines=tuple(lines),
        fields=facts.fields,
        refers_to=gathered.referred.id if gathered.referred else "",
        reinspection=gathered.reinspection,
        remedy=facts.remedy,
        word=gathered.form.number_word,
        confirm=confirm,
        cites_order_basis=bool(gathered.form.words.get("order_basis")),
    )


def service_problems(ws: Workspace, db: Database, document: OfficialDocument, service: Service) -> tuple[Problem, ...]:
    """Give what the rules of the service find in one that is being recorded."""
    case = gather_case(ws, db, document.inspection_id, is_whole=False)
    return problems_at_service(case, document.id, service, ws.law.rules)


def problems_at_service(case: Case, document_id: str, service: Service, rules: Rules) -> tuple[Problem, ...]:
    """Give what the rules of the service find: of this document, with this service alone."""
    subjects = tuple(s for s in case.issued if s.document and s.document.id == document_id)
    looked_at = dataclasses.replace(case, subjects=subjects, services={**case.services, document_id: (service,)})
    return broken_rules(looked_at, rules, RuleStage.SERVICE)
