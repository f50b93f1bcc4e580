# SPDX-License-Identifier: MulanPSL-2.0
"""The commands by name, in the order of a working day, with what each does."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.wording import tr


def abouts() -> Mapping[str, str]:
    """Say in a few words what each command does; none of their modules is needed for it."""
    return {**_of_the_work(), **_of_the_office()}


def _of_the_work() -> Mapping[str, str]:
    return {
        "demo": tr("make a made-up county with its papers"),
        "init": tr("make an empty data folder for an organ"),
        "check-pack": tr("check a checklist and list every fault"),
        "organ": tr("the organ in whose name papers are issued"),
        "officers": tr("the officers who enforce"),
        "enterprises": tr("the register of enterprises"),
        "equipment": tr("the special equipment of enterprises, with the days of inspection"),
        "inspect": tr("record a whole inspection from a file"),
        "inspections": tr("inspections, step by step"),
        "import-audit": tr("import a SafetyCulture audit as a finished inspection and a checklist"),
        "findings": tr("what was found"),
        "photos": tr("the photos of an inspection"),
        "score": tr("score a building site by JGJ 59"),
        "calc": tr("R value, fireworks limits, inspection dates, with their working"),
        "documents": tr("official documents"),
        "orders": tr("orders and measures after their issue"),
        "extend": tr("note a request for more time, or its answer"),
        "report-done": tr("note that the unit has reported its rectification"),
        "reinspect": tr("record a re-inspection from a file"),
        "sign-off": tr("sign findings off: who checked, rectified, accepted"),
        "attachments": tr("scans, receipts and recordings of a case"),
        "packs": tr("the checklists"),
        "phrases": tr("the unit's own wordings of findings"),
        "laws": tr("the law library: what is in force, who cites it, law updates"),
        "check-form": tr("check a form of a document and list every fault"),
        "forms": tr("the forms of the documents"),
        "review": tr("look at a whole case with the rules of case-file review"),
        "pass-rule": tr("pass a warning of a rule with a reason that is kept"),
        "rules": tr("the rules of case-file review"),
        "follow-ups": tr("listed supervision, resumption, transfer, talk"),
        "case": tr("the file of a case: give it out, close it"),
        "numbers": tr("the numbers of documents and their register"),
        "due": tr("what is overdue or soon due"),
        "deadline": tr("when a period of the law ends, and why"),
        "holidays": tr("the holidays by which working days are counted"),
    }


def _of_the_office() -> Mapping[str, str]:
    return {
        "bundle": tr("make, read and check what goes between laptop and office"),
        "receipts": tr("take the office's receipts"),
        "device": tr("this laptop in its unit: ask to join, join"),
        "tasks": tr("what the office asks this laptop to do"),
        "conflicts": tr("different edits of one thing, for a person to choose"),
        "digest": tr("one number for all data: equal numbers, equal data"),
        "courier": tr("send bundles to the office over the network"),
        "office": tr("the office: laptops, numbers, dispatches, reception"),
        "ledger": tr("the ledgers: filter, search, export"),
        "statistics": tr("the figures of a period"),
        "report": tr("the reports of a period"),
        "cases": tr("penalty cases for the figures"),
        "plan": tr("the year's plan of inspections"),
        "draw": tr("random draws that can be recomputed"),
        "map": tr("enterprises and districts as GeoJSON"),
        "protection": tr("password protection of the data"),
        "backup": tr("backups: make, check, put back"),
        "rescue": tr("for damaged data: save what can be read"),
        "accounts": tr("who may log in, as what; the office's roster"),
        "journal": tr("who logged in, exported, checked: the security journal"),
        "clock": tr("whether the laptop's clock can be believed"),
        "undo": tr("take back the last step"),
        "verify": tr("check that nothing stored was lost or changed"),
        "checkpoints": tr("the signed heads of the journal, and the unit's signing keys"),
        "paper": tr("check a paper by its code"),
        "screenshots": tr("draw every screen with demonstration data"),
    }


def about(name: str) -> str:
    """Say in a few words what one command does."""
    return abouts()[name]
