# SPDX-License-Identifier: MulanPSL-2.0
"""What columns, filters and choices of the ledgers are called."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.enterprise import Industry
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.ledgers.ledger_specs import spec_of
from inspector_app.wording import tr, word


def _columns() -> Mapping[str, str]:
    return {
        "number": tr("Running number"), "id": tr("Identifier"), "found_on": tr("Day of check"),
        "day": tr("Day of check"), "enterprise": tr("Enterprise checked"), "credit_code": tr("Credit code"),
        "district": tr("Administrative district"), "sector": tr("Line of trade"),
        "officers": tr("Checked by officers"), "description": tr("Hazard described"), "place": tr("Part of site"),
        "inspections.place": tr("Place of check"), "reinspections.place": tr("Place of check"),
        "equipment.place": tr("Place of use"), "grade": tr("Class of hazard"),
        "enterprises.grade": tr("Sponsor grade"), "basis": tr("Legal basis cited"), "photos": tr("Photos"),
        "measure": tr("Measure of rectification"), "measures": tr("Measure of rectification"),
        "department": tr("Responsible department"), "supervision.department": tr("Supervising department"),
        "person": tr("Person answering for it"), "cases.person": tr("Person punished"),
        "due_on": tr("Term of rectification"), "equipment.due_on": tr("Next inspection due"), "funds": tr("Funds"),
        "emergency_plan": tr("Emergency plan"), "level": tr("Level of supervision"),
        "reinspected_on": tr("Day of re-inspection"), "reinspectors": tr("Re-inspected by"),
        "verdict": tr("Conclusion of re-inspection"), "rectified_on": tr("Day rectification ended"),
        "acceptor": tr("Accepted by"), "accepted_on": tr("Day of sign-off"),
        "supervision.accepted_on": tr("Day of acceptance"), "colour": tr("Status light"),
        "status": tr("State of hazard"), "penalty_no": tr("Penalty document number"),
        "note": tr("Remark of the ledger"), "item_code": tr("Checklist item code"), "document": tr("Document number"),
        "assignee": tr("Assigned to whom"), "person_in_charge": tr("Main person in charge"),
        "supervised": tr("Listed for supervision"), "source": tr("Source of task"), "state": tr("State now"),
        "enterprises.state": tr("State of business"), "started_at": tr("Begun at"), "finished_at": tr("Ended at"),
        "minutes": tr("Minutes on site"), "packs": tr("Checklists used"), "findings": tr("Number of hazards"),
        "major": tr("Major hazards found"), "rectified": tr("Rectified number"),
        "documents": tr("Number of documents"), "approver": tr("Approver"), "kind": tr("Kind of document"),
        "issued_on": tr("Dated"), "served_on": tr("Day of service"), "served_how": tr("Way of service"),
        "receiver": tr("Receiver of the paper"), "lines": tr("Number of items"), "deadline": tr("Latest term"),
        "supervision.deadline": tr("Term of rectification"), "order_state": tr("State of order"),
        "pages": tr("Number of pages"), "copies": tr("Copies printed"), "round": tr("Round"),
        "done": tr("Lines rectified"), "partial": tr("Lines partly rectified"), "not_done": tr("Lines not rectified"),
        "opinion": tr("Opinion of re-inspection"), "reinspections.document": tr("Document re-inspected"),
        "listing_no": tr("Number of listing"), "organ": tr("Listing organ"), "unit": tr("Responsible unit"),
        "opened_on": tr("Proposed on"), "cases.opened_on": tr("Case opened on"), "listed_on": tr("Day of listing"),
        "methods": tr("Plan: methods"), "staff": tr("Plan: staff"), "term": tr("Plan: time limits"),
        "goal": tr("Plan: goal"), "standard": tr("Standard of acceptance"), "procedure": tr("Procedure of sign-off"),
        "cases.procedure": tr("Procedure applied"), "progress": tr("Newest progress"),
        "delisted_on": tr("Delisted on"), "notice_no": tr("Number of notice"), "case_no": tr("Case number"),
        "cause": tr("Cause of the case"), "subject": tr("Who is punished"), "decided_on": tr("Decided on"),
        "penalties": tr("Kinds of penalty"), "fine": tr("Fine decided (yuan)"),
        "received": tr("Fine received (yuan)"), "received_on": tr("Received on"), "closed_on": tr("Case closed on"),
        "code": tr("Equipment code"), "registration": tr("Use registration number"),
        "category": tr("Category of equipment"), "name": tr("Name"), "safety_class": tr("Safety class"),
        "started_on": tr("In use since the day"), "inspected_on": tr("Last inspected on"),
        "district_code": tr("District code"), "address": tr("Address"), "industry": tr("Industry as registered"),
        "industry_code": tr("Industry code"), "grade_basis": tr("Basis of sponsor grade"),
        "sponsor_unit": tr("Sponsor unit"), "sponsor_person": tr("Sponsor person"),
        "sponsor_level": tr("Sponsor level"), "visit_cycle_days": tr("Visit cycle (days)"),
        "risk_grade": tr("Risk grade"), "standardisation": tr("Standardisation level"),
        "standardised_until": tr("Standardised until"), "employees": tr("Employees"), "title": tr("Title"),
        "phone": tr("Phone"), "visit_cap": tr("Cap of visits a year"), "visits": tr("Visits made"),
        "last_visit": tr("Last visit"), "open_findings": tr("Hazards not signed off"),
        "equipment": tr("Pieces of special equipment"), "hazards": tr("Number of major hazard sources"),
        "latitude": tr("Latitude (WGS-84)"), "longitude": tr("Longitude (WGS-84)"),
    }  # fmt: skip


def _filters() -> Mapping[str, str]:
    return {
        "from": tr("From the day"), "to": tr("To the day"), "findings.from": tr("Checked from"),
        "findings.to": tr("Checked until"), "inspections.from": tr("Checked from"),
        "inspections.to": tr("Checked until"), "enterprises.from": tr("Visited from"),
        "enterprises.to": tr("Visited until"), "due_from": tr("Due from"), "due_to": tr("Due until"),
        "accepted_from": tr("Accepted from"), "accepted_to": tr("Accepted until"), "overdue": tr("Past its term"),
        "rectified": tr("Rectified or not"), "on_time": tr("Rectified in time"), "live": tr("Counted"),
        "officer": tr("Name of officer"), "law": tr("Law cited"), "clause": tr("Clause cited"),
        "item": tr("Checklist item code"), "inspection": tr("Inspection"), "at": tr("As of the day"),
        "took_place": tr("Took place"), "served": tr("Served or not"), "passed": tr("All items rectified"),
        "first": tr("First round"), "open": tr("Not ended"), "enterprises.open": tr("Has hazards not signed off"),
        "decided_from": tr("Decided from"), "decided_to": tr("Decided until"), "received_from": tr("Received from"),
        "received_to": tr("Received until"), "penalty": tr("Kinds of penalty"), "listed": tr("On a credit list"),
        "triage": tr("Triage class"), "hazard": tr("Has major hazard sources"),
        "visited": tr("Visited in the period"), "certificate": tr("Certificate number"),
        "enterprise": tr("Enterprise"), "finding": tr("Finding"),
    }  # fmt: skip


def column_titles(ledger: LedgerName) -> Mapping[str, str]:
    """Give the heads of columns by key; some are called otherwise in one ledger than in the others."""
    return _of(_columns(), ledger)


def filter_titles(ledger: LedgerName) -> Mapping[str, str]:
    """Give what filters are called by key: their own name, else that of the column."""
    return {**column_titles(ledger), **_of(_filters(), ledger)}


def _of(titles: Mapping[str, str], ledger: LedgerName) -> Mapping[str, str]:
    own = f"{ledger}."
    return {**titles, **{key.removeprefix(own): title for key, title in titles.items() if key.startswith(own)}}


def choice_title(key: str, value: StrEnum | str) -> str:
    """Give what a choice is called."""
    if isinstance(value, StrEnum):
        return word(value)
    if key == "live":
        return {"yes": tr("only counted ones"), "no": tr("only withdrawn and repeated ones")}.get(value, tr("all"))
    return {"yes": tr("yes"), "no": tr("no"), "overdue": tr("Overdue"), "all": tr("all")}.get(value, value)


def said_filters(query: LedgerQuery) -> tuple[tuple[str, str], ...]:
    """Say the filters of a query in words: title and value, in the order of their titles."""
    titles = filter_titles(query.ledger)
    specs = spec_of(query.ledger).filters
    found = []
    for key, value in sorted(query.filters.items()):
        known = {str(one): one for one in specs[key].words} if key in specs else {}
        parts = [choice_title(key, known[part]) if part in known else _plain(key, part) for part in value.split("|")]
        found.append((titles.get(key, key), "、".join(parts)))
    return tuple(found)


def _plain(key: str, value: str) -> str:
    if key == "sector" and value in tuple(Industry):
        return word(Industry(value))
    return value or tr("not given")
