# SPDX-License-Identifier: MulanPSL-2.0
"""Ways to plant one fault into a case as the rules see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from inspector_app.domain.checklist import Clause, Verified
from inspector_app.domain.document import DocumentKind, DocumentState, Verdict
from inspector_app.domain.follow_up import FollowUp, FollowUpKind, FollowUpState
from inspector_app.domain.inspection import InspectionState, PersonRole
from inspector_app.domain.order_life import OrderEvent, OrderLife, OrderState, OrderVerb
from inspector_app.domain.service import Attachment, AttachmentKind
from inspector_app.operations.review.case import Case, Subject, Visit
from tests.helpers.makers import CLAUSE, OFFICERS

K = DocumentKind
Plant = Callable[[Case], Case]
OTHER_CERTIFICATE = "11010100001"


def organ(**changes: Any) -> Plant:
    return lambda case: replace(case, organ=replace(case.organ, **changes))


def visit(**changes: Any) -> Plant:
    return lambda case: replace(case, inspection=replace(case.inspection, **changes))


def task(**changes: Any) -> Plant:
    return lambda case: visit(task=replace(case.inspection.task, **changes))(case)


def with_subjects(case: Case, change: Callable[[Subject], Subject | None]) -> Case:
    kept = tuple(after for s in case.issued if (after := change(s)) is not None)
    return replace(case, subjects=kept, issued=kept)


def paper(kind: DocumentKind, **changes: Any) -> Plant:
    return lambda case: with_subjects(case, lambda s: replace(s, **changes) if s.kind is kind else s)


def row(kind: DocumentKind, **changes: Any) -> Plant:
    def plant(case: Case) -> Case:
        return with_subjects(
            case, lambda s: replace(s, document=replace(s.document, **changes)) if s.kind is kind else s
        )

    return plant


def without(*kinds: DocumentKind) -> Plant:
    return lambda case: with_subjects(case, lambda s: None if s.kind in kinds else s)


def values(kind: DocumentKind, **changes: Any) -> Plant:
    return lambda case: with_subjects(
        case, lambda s: replace(s, fields={**s.fields, **changes}) if s.kind is kind else s
    )


def shown(kind: DocumentKind, change: Callable[[str], str]) -> Plant:
    def plant(case: Case) -> Case:
        return with_subjects(
            case,
            lambda s: replace(s, printed=replace(s.printed, text=change(s.printed.text))) if s.kind is kind else s,
        )

    return plant


def line(kind: DocumentKind | None = None, *, deadline: Any = ..., **changes: Any) -> Plant:
    """Change the first finding, on every paper (or on one) that has it."""

    def plant(case: Case) -> Case:
        target = case.findings[0].id

        def changed(subject: Subject) -> Subject:
            if kind is not None and subject.kind is not kind:
                return subject
            lines = tuple(
                replace(
                    n,
                    finding=replace(n.finding, **changes),
                    deadline=n.deadline if deadline is ... else deadline,
                )
                if n.finding.id == target
                else n
                for n in subject.lines
            )
            return replace(subject, lines=lines)

        after = with_subjects(case, changed)
        return replace(after, findings=(replace(case.findings[0], **changes), *case.findings[1:]))

    return plant


def clauses(*own: Clause) -> Plant:
    return line(clauses=own)


def served(kind: DocumentKind, **changes: Any) -> Plant:
    def plant(case: Case) -> Case:
        document = next(s.document for s in case.issued if s.kind is kind)
        assert document is not None
        (before,) = case.services[document.id]
        return replace(case, services={**case.services, document.id: (replace(before, **changes),)})

    return plant


def unserved(kind: DocumentKind) -> Plant:
    def plant(case: Case) -> Case:
        document = next(s.document for s in case.issued if s.kind is kind)
        assert document is not None
        return replace(case, services={**case.services, document.id: ()})

    return plant


def photo(**changes: Any) -> Plant:
    return lambda case: replace(case, photos=(replace(case.photos[0], **changes), *case.photos[1:]))


def later(**by: float) -> Plant:
    return lambda case: replace(case, now=case.now + timedelta(**by))


def attached(*titles: str, kind: AttachmentKind = AttachmentKind.OTHER, note: str = "") -> Plant:
    def plant(case: Case) -> Case:
        made = tuple(
            Attachment(
                id=f"a{n}", inspection_id=case.inspection.id, document_id="", kind=kind, title=title, file_name="a.pdf",
                format="pdf", sha256=case.photos[0].sha256, sm3="", bytes=1, pages=1, added_at=case.now, note=note,
            )
            for n, title in enumerate(titles)
        )  # fmt: skip
        return replace(case, attachments=(*case.attachments, *made))

    return plant


def unattached(kind: AttachmentKind, document: DocumentKind | None = None) -> Plant:
    def plant(case: Case) -> Case:
        ids = {s.document.id for s in case.issued if s.kind is document and s.document}
        kept = tuple(a for a in case.attachments if a.kind is not kind or (document and a.document_id not in ids))
        return replace(case, attachments=kept)

    return plant


def order_state(state: OrderState, *events: OrderVerb) -> Plant:
    def plant(case: Case) -> Case:
        order = next(s.document for s in case.issued if s.kind is K.RECTIFICATION_ORDER)
        assert order is not None
        made = tuple(
            OrderEvent(id=verb, document_id=order.id, ordinal=n, verb=verb, state=state, on=order.issued_on)
            for n, verb in enumerate(events, start=1)
        )
        lives = {**case.lives, order.id: OrderLife(document_id=order.id, state=state)}
        return replace(case, lives=lives, events={**case.events, order.id: made})

    return plant


def rounds(**changes: Any) -> Plant:
    """Change the re-inspection, in the case and on the opinion that records it."""

    def plant(case: Case) -> Case:
        again = replace(case.reinspections[0], **changes)
        after = with_subjects(case, lambda s: replace(s, reinspection=again) if s.reinspection else s)
        return replace(after, reinspections=(again,))

    return plant


def unmended(case: Case) -> Case:
    again = case.reinspections[0]
    verdicts = (replace(again.verdicts[0], verdict=Verdict.NOT_DONE), *again.verdicts[1:])
    return rounds(verdicts=verdicts)(case)


def unphotographed(case: Case) -> Case:
    return replace(case, photos=tuple(p for p in case.photos if p.finding_id != case.findings[0].id))


def impostor(case: Case) -> Case:
    own = case.inspection.officers
    return officers(own[0], replace(own[1], name="钱进", certificate_no=OTHER_CERTIFICATE))(case)


def follow_up(kind: FollowUpKind, subject: str = "", **fields: str) -> Plant:
    def plant(case: Case) -> Case:
        made = FollowUp(
            id="f", inspection_id=case.inspection.id, kind=kind, subject=subject, state=FollowUpState.PREPARED,
            opened_on=case.today, fields=fields,
        )  # fmt: skip
        return replace(case, follow_ups=(made,))

    return plant


def both(*plants: Plant) -> Plant:
    def plant(case: Case) -> Case:
        for one in plants:
            case = one(case)
        return case

    return plant


def elsewhere(case: Case) -> Case:
    started = case.inspection.started_at + timedelta(minutes=10)
    other = Visit(
        inspection_id="x", enterprise_id="x", enterprise="另一家", started_at=started,
        finished_at=started + timedelta(hours=1), certificates=frozenset({OFFICERS[0][1]}), counts=True,
    )  # fmt: skip
    return replace(case, visits=(other,))


def often(case: Case) -> Case:
    before = case.inspection.started_at - timedelta(days=30)
    other = Visit(
        inspection_id="x", enterprise_id=case.enterprise.id, enterprise="", started_at=before,
        finished_at=before + timedelta(hours=1), certificates=frozenset(), counts=True,
    )  # fmt: skip
    return replace(case, visits=(other,), enterprise=replace(case.enterprise, visit_cap=1))


def expired(case: Case) -> Case:
    return replace(case, roster=(replace(case.roster[0], valid_to=date(2026, 10, 1)), *case.roster[1:]))


def filed(case: Case) -> Case:
    return visit(state=InspectionState.FILED)(case)


def printed(case: Case) -> Case:
    return with_subjects(case, lambda s: replace(s, document=replace(s.document, copies_printed=2)))


def voided(case: Case) -> Case:
    gone = replace(case.documents[0], id="v", state=DocumentState.VOID, void_reason="")
    return replace(case, documents=(*case.documents, gone))


def officers(*people: Any) -> Plant:
    def plant(case: Case) -> Case:
        after = with_subjects(case, lambda s: replace(s, officers=people))
        return visit(people=(*people, *(p for p in case.inspection.people if p.role is not PersonRole.OFFICER)))(after)

    return plant


def first_officer(**changes: Any) -> Plant:
    def plant(case: Case) -> Case:
        own = case.inspection.officers
        return officers(replace(own[0], **changes), *own[1:])(case)

    return plant


def typed(text: str) -> Clause:
    return Clause(law="", name=text, verified=Verified.M, confirmed_by="填写人")


def law(key: str, name: str, clause: str = "第三条") -> Clause:
    return Clause(law=key, name=name, clause=clause, verified=Verified.V)


def not_criterion(case: Case) -> Case:
    return clauses(CLAUSE)(case)


def now_after(kind: DocumentKind, **by: float) -> Plant:
    return both(without(kind), later(**by))
