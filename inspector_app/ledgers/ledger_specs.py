# SPDX-License-Identifier: MulanPSL-2.0
"""Which ledger is made of what."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.ledger import LedgerName
from inspector_app.ledgers import ledger_findings, ledger_register, ledger_supervised, ledger_visits
from inspector_app.ledgers.ledger_parts import LedgerSpec

SPECS: Mapping[LedgerName, LedgerSpec] = {
    spec.name: spec
    for spec in (
        ledger_findings.SPEC,
        ledger_visits.INSPECTIONS,
        ledger_visits.DOCUMENTS,
        ledger_visits.REINSPECTIONS,
        ledger_supervised.SUPERVISED,
        ledger_supervised.CASES,
        ledger_register.EQUIPMENT,
        ledger_register.ENTERPRISES,
    )
}


def spec_of(name: LedgerName) -> LedgerSpec:
    """Give what a ledger is made of."""
    return SPECS[name]
