# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about penalty cases: opened, decided, paid, closed, withdrawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

import click

from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, Word
from inspector_app.cli.lookup import enterprise_of
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, flat, table
from inspector_app.domain.penalty_case import CaseProcedure, CaseSubject, PenaltyCase, PenaltyKind
from inspector_app.ledgers import penalty_cases as ledger
from inspector_app.operations import penalty_cases as verbs
from inspector_app.operations.penalty_cases import FEN, MOST_FEN, CaseDraft, Decision, yuan
from inspector_app.wording import tr, word


class Yuan(click.ParamType[int]):
    """An amount in yuan with at most two places; given as fen."""

    name = "yuan"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the amount."""
        try:
            fen = Decimal(str(value)) * FEN
            if not fen.is_finite() or not 0 <= fen <= MOST_FEN or fen != fen.to_integral_value():
                raise ValueError
        except (InvalidOperation, ValueError):
            self.fail(tr("write an amount in yuan like 35000 or 35000.50"), param, ctx)
        return int(fen)


YUAN = Yuan()


@click.group("cases", cls=Group, help=about("cases"))
def cases() -> None:
    """Commands about penalty cases."""


@cases.command("list", help=tr("list the cases"))
@click.option("--from", "first", type=DAY, default=None, metavar="DATE", help=tr("only those opened from this day on"))
@click.option("--to", "last", type=DAY, default=None, metavar="DATE", help=tr("only those opened until this day"))
def _list(first: date | None, last: date | None) -> Result:
    """List cases, the newest first."""
    with opened() as ws:
        found = ledger.cases(ws, first=first, last=last)
    data = {"cases": [flat(row.case, enterprise=row.enterprise_name) for row in found]}
    if not found:
        return Result(data=data, lines=[tr("There are no cases.")])
    head = (
        tr("Case number"), tr("Opened on"), tr("State of the case"), tr("Enterprise"), tr("Cause of the case"),
        tr("Fine in yuan"), tr("Paid in yuan"),
    )  # fmt: skip
    rows = [
        (row.case.number, row.case.opened_on.isoformat(), word(row.case.state), row.enterprise_name, row.case.cause,
         yuan(row.case.fine), yuan(row.case.received))
        for row in found
    ]  # fmt: skip
    return Result(data=data, lines=table([head, *rows]))


@cases.command("open", help=tr("open a case"))
@click.argument("enterprise", metavar="ENTERPRISE")
@click.option("--number", required=True, metavar="NUMBER", help=tr("number of the case"))
@click.option("--cause", required=True, metavar="TEXT", help=tr("what it is about"))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("day of opening; else today"))
@click.option("--inspection", default="", metavar="ID", help=tr("the visit that it came from"))
@click.option("--person", default="", metavar="NAME", help=tr("who is punished, where it is a person"))
@click.option("--spot", is_flag=True, help=tr("a penalty on the spot"))
@click.option("--note", default="", metavar="TEXT", help=tr("a remark"))
def _open(
    enterprise: str, number: str, cause: str, on: date | None, inspection: str, person: str, spot: bool, note: str
) -> Result:
    """Open a case."""
    with opened() as ws:
        draft = CaseDraft(
            enterprise_id=enterprise_of(ws, enterprise).id, number=number, cause=cause, opened_on=on or ws.today(),
            inspection_id=inspection, person=person, note=note,
            subject=CaseSubject.PERSON if person else CaseSubject.UNIT,
            procedure=CaseProcedure.SUMMARY if spot else CaseProcedure.ORDINARY,
        )  # fmt: skip
        return _kept(verbs.open_case(ws, draft).value)


@cases.command("decide", help=tr("note the decision"))
@click.argument("case", metavar="CASE")
@click.option("--number", required=True, metavar="NUMBER", help=tr("number of the decision"))
@click.option("--penalty", "penalties", type=Word(PenaltyKind), required=True, multiple=True,
              help=tr("a penalty; may be repeated"))  # fmt: skip
@click.option("--fine", type=YUAN, default="0", metavar="YUAN", help=tr("amount of the fine in yuan"))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("day of the decision"))
def _decide(case: str, number: str, penalties: tuple[PenaltyKind, ...], fine: int, on: date | None) -> Result:
    """Note the decision of a case."""
    with opened() as ws:
        made = Decision(decided_on=on or ws.today(), decision_no=number, penalties=penalties, fine=fine)
        return _kept(verbs.decide_case(ws, case, made).value)


@cases.command("pay", help=tr("note what was paid in all"))
@click.argument("case", metavar="CASE")
@click.option("--amount", type=YUAN, required=True, metavar="YUAN", help=tr("all that was paid, in yuan"))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("day of the payment"))
def _pay(case: str, amount: int, on: date | None) -> Result:
    """Note a payment."""
    with opened() as ws:
        return _kept(verbs.pay_case(ws, case, received=amount, on=on or ws.today()).value)


@cases.command("close", help=tr("note that a case is closed"))
@click.argument("case", metavar="CASE")
@click.option("--on", type=DAY, default=None, metavar="DATE", help=tr("day of closing"))
def _close(case: str, on: date | None) -> Result:
    """Close a case."""
    with opened() as ws:
        return _kept(verbs.close_case(ws, case, on or ws.today()).value)


@cases.command("withdraw", help=tr("withdraw a case, with the reason"))
@click.argument("case", metavar="CASE")
@click.option("--reason", required=True, metavar="TEXT", help=tr("why"))
def _withdraw(case: str, reason: str) -> Result:
    """Withdraw a case."""
    with opened() as ws:
        return _kept(verbs.withdraw_case(ws, case, reason).value)


def _kept(case: PenaltyCase) -> Result:
    line = tr("Kept: case {number}, {state}", number=case.number, state=word(case.state))
    return Result(data={"case": flat(case)}, lines=[line])
