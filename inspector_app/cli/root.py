# SPDX-License-Identifier: MulanPSL-2.0
"""The root of the command line; a group's module is read only when one of its commands is called."""

from __future__ import annotations

from collections.abc import Iterable

import click

from inspector_app import __version__
from inspector_app.cli.frame import Group, HelpWanted
from inspector_app.cli.names import abouts
from inspector_app.wording import tr

PROGRAM = "inspector-app"


class _Root(Group):
    """All commands, found by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of a working day."""
        return list(abouts())

    def help_of(self, ctx: click.Context, name: str) -> str:
        """Say what a command does, without reading its module."""
        return abouts()[name]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Read the module of one command."""
        if cmd_name in ("organ", "officers"):
            from inspector_app.cli import organs

            return organs.organ if cmd_name == "organ" else organs.officers
        if cmd_name in ("demo", "init", "undo", "screenshots"):
            from inspector_app.cli import folders

            return folders.COMMANDS[cmd_name]
        if cmd_name in ("check-pack", "packs"):
            from inspector_app.cli import pack_manager, packs

            return packs.check_pack if cmd_name == "check-pack" else _with(packs.packs, pack_manager.PACK_COMMANDS)
        if cmd_name == "laws":
            from inspector_app.cli import laws

            return laws.laws
        if cmd_name in ("check-form", "forms"):
            from inspector_app.cli import forms

            return forms.check_form if cmd_name == "check-form" else forms.forms
        if cmd_name in ("review", "pass-rule", "rules"):
            from inspector_app.cli import review

            return {"review": review.review, "pass-rule": review.pass_rule, "rules": review.rules}[cmd_name]
        if cmd_name in ("follow-ups", "case", "numbers", "due", "phrases"):
            return _group_around(cmd_name)
        if cmd_name in ("deadline", "holidays"):
            from inspector_app.cli import deadlines

            return deadlines.deadline if cmd_name == "deadline" else deadlines.holiday_group
        return (
            _group_of_protection(cmd_name)
            or _group_of_work(cmd_name)
            or _group_after_issue(cmd_name)
            or _group_of_handoff(cmd_name)
            or _group_of_figures(cmd_name)
        )


def _group_of_work(name: str) -> click.Command | None:
    """Read the module of what is done at an enterprise."""
    match name:
        case "enterprises":
            from inspector_app.cli import enterprise_records, enterprises

            return _with(enterprises.enterprises, enterprise_records.ENTERPRISE_COMMANDS)
        case "equipment":
            from inspector_app.cli import equipment

            return equipment.equipment
        case "calc":
            from inspector_app.cli import calculations

            return calculations.calc
        case "inspect" | "inspections":
            from inspector_app.cli import inspections

            return inspections.inspect if name == "inspect" else inspections.inspections
        case "import-audit":
            from inspector_app.cli import audits

            return audits.import_audit
        case "findings":
            from inspector_app.cli import finding_acts, findings, reinspections

            return _with(findings.findings, (*reinspections.FINDING_COMMANDS, *finding_acts.FINDING_COMMANDS))
        case "photos":
            from inspector_app.cli import photos

            return photos.photos
        case "score":
            from inspector_app.cli import score

            return score.score
        case "documents":
            from inspector_app.cli import documents, orders, service, signing

            more = (*orders.DOCUMENT_COMMANDS, *service.DOCUMENT_COMMANDS, *signing.DOCUMENT_COMMANDS)
            return _with(documents.documents, more)
    return None


def _group_around(name: str) -> click.Command | None:
    """Read the module of what goes on beside and around the orders."""
    match name:
        case "follow-ups":
            from inspector_app.cli import follow_ups

            return follow_ups.follow_ups
        case "case":
            from inspector_app.cli import case

            return case.case
        case "numbers":
            from inspector_app.cli import numbers

            return numbers.numbers
        case "phrases":
            from inspector_app.cli import phrases

            return phrases.phrases
    from inspector_app.cli import due

    return due.due


def _with(group: click.Group, commands: Iterable[click.Command]) -> click.Group:
    """Give a group with the commands that other modules keep for it."""
    for command in commands:
        group.add_command(command)
    return group


def _group_after_issue(name: str) -> click.Command | None:
    """Read the module of what follows the issue of an order."""
    match name:
        case "orders" | "extend" | "report-done":
            from inspector_app.cli import orders

            return {"orders": orders.orders, "extend": orders.extend, "report-done": orders.report_done}[name]
        case "reinspect" | "sign-off":
            from inspector_app.cli import reinspections

            return reinspections.reinspect if name == "reinspect" else reinspections.sign_off
        case "attachments":
            from inspector_app.cli import service

            return service.attachments
    return None


def _group_of_handoff(name: str) -> click.Command | None:
    """Read the module of what goes between laptop and office."""
    match name:
        case "bundle" | "receipts" | "digest":
            from inspector_app.cli import bundles

            return {"bundle": bundles.bundle, "receipts": bundles.receipts, "digest": bundles.digest}[name]
        case "device" | "tasks":
            from inspector_app.cli import membership, tasks

            return membership.device if name == "device" else _with(membership.tasks, tasks.TASK_COMMANDS)
        case "conflicts":
            from inspector_app.cli import conflicts

            return conflicts.conflicts
        case "courier":
            from inspector_app.cli import courier

            return courier.courier
        case "office":
            from inspector_app.cli import office, office_books, office_serve, tasks

            more = (*tasks.OFFICE_COMMANDS, *office_books.OFFICE_COMMANDS, *office_serve.OFFICE_COMMANDS)
            return _with(office.office, more)
    return None


def _group_of_figures(name: str) -> click.Command | None:
    """Read the module of ledgers, figures, plan and draws."""
    match name:
        case "ledger":
            from inspector_app.cli import ledger

            return ledger.ledger
        case "statistics" | "report":
            from inspector_app.cli import statistics

            return statistics.statistics if name == "statistics" else statistics.report
        case "cases":
            from inspector_app.cli import penalty_cases

            return penalty_cases.cases
        case "plan":
            from inspector_app.cli import plans

            return plans.plan
        case "draw":
            from inspector_app.cli import draws

            return draws.draw
        case "map":
            from inspector_app.cli import maps

            return maps.maps
    return None


def _group_of_protection(name: str) -> click.Command | None:
    """Read the module of protection, accounts, backups and checks."""
    match name:
        case "clock":
            from inspector_app.cli import clock

            return clock.clock
        case "protection":
            from inspector_app.cli import protection

            return protection.protection
        case "verify" | "checkpoints":
            from inspector_app.cli import verification

            return verification.verify if name == "verify" else verification.checkpoints
        case "paper":
            from inspector_app.cli import paper

            return paper.paper
        case "backup":
            from inspector_app.cli import backup

            return backup.backup
        case "rescue":
            from inspector_app.cli import rescue

            return rescue.rescue
        case "accounts":
            from inspector_app.cli import accounts

            return accounts.accounts
        case "journal":
            from inspector_app.cli import journal

            return journal.journal
    return None


def root() -> Group:
    """Make the root command."""

    def version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
        if value:
            raise HelpWanted([f"{PROGRAM} {__version__}"])

    shown = click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=version, help=tr("show the version")
    )
    words = tr("Work-safety inspection on site. Without a command the window opens.")
    made = _Root(name=PROGRAM, help=words)
    made.params.append(shown)
    return made
