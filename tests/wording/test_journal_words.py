# SPDX-License-Identifier: MulanPSL-2.0
"""Lines of the security journal in words: every kind of event, as operations really write them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from inspector_app.domain.account import AccountRole, EventKind, SecurityEvent
from inspector_app.domain.backup import PlaceKind
from inspector_app.domain.ledger import LedgerName
from inspector_app.domain.paper_check import PaperVerdict
from inspector_app.domain.verification import CheckStep, FaultKind
from inspector_app.operations import accounts, backups, enterprise_export
from inspector_app.operations.mending import quarantine
from inspector_app.operations.protection import change_password, new_recovery, rekey
from inspector_app.operations.security_journal import events
from inspector_app.operations.verification import verify
from inspector_app.wording.journal_words import event_details, event_subject
from inspector_app.workspace import Workspace
from tests.helpers.accounts import OTHER, PASSWORD, SECOND, an_account, protected, quick_slots
from tests.helpers.clock import CHINA, Clock
from tests.helpers.makers import an_enterprise

E = EventKind
NOW = datetime(2026, 11, 21, 10, 5, tzinfo=CHINA)
HASH = "0f" * 32
EXPORTED = (
    "case", "photo_evidence", "photo_copy", "readable_copy", "masked_copy （青）应急责改〔2026〕1号", "register xlsx",
    "report pdf", *(f"ledger {name.value} csv" for name in LedgerName),
)  # fmt: skip
WHERE = (
    "12", f"documents:{HASH}", "enterprises:1", HASH, "identity", "identity.seq", *(s.value for s in CheckStep),
)  # fmt: skip
COUNTED = f"count=3 files=1 sha256={HASH}"
JUMP = "now=2026-11-21T10:05:00+08:00 last=2026-11-21T09:00:00+08:00"
# What is written for each kind: (subject, detail).
WRITTEN: dict[EventKind, tuple[tuple[str, str], ...]] = {
    E.PROTECTED: (("", ""),),
    E.UNPROTECTED: (("", ""),),
    E.REKEYED: (("", ""),),
    E.LOGGED_IN: (("王敏", ""),),
    E.LOGIN_FAILED: (("王敏", "3"),),
    E.RECOVERED: (("恢复密钥", ""),),
    E.PASSWORD_CHANGED: (("王敏", ""), ("王敏", "first"), ("王敏", "reset")),
    E.ACCOUNT_ADDED: tuple(("王敏", role.value) for role in AccountRole),
    E.ACCOUNT_CHANGED: (("recovery", ""), ("王敏", "officer"), ("王敏", "officer > chief")),
    E.ACCOUNT_REVOKED: (("王敏", "调离"),),
    E.ROSTER_TAKEN: (("7", "12"),),
    E.EXPORTED: tuple((what, f"{COUNTED} {shown}") for what in EXPORTED for shown in ("whole", "masked")),
    E.VERIFIED: (
        (f"12 {HASH}", ""), *((f"12 {HASH}", f"{kind.value} {where}") for kind in FaultKind for where in WHERE),
    ),
    E.PAPER_CHECKED: tuple(("（青）应急责改〔2026〕1号", f"{verdict.value} {HASH}") for verdict in PaperVerdict),
    E.BACKED_UP: tuple(("20261121-100500-b4c3", place.value) for place in PlaceKind),
    E.RESTORED: (("20261121-100500-b4c3", "2026-11-21 10:05"), ("20261121-100500-b4c3", "slots")),
    E.RESCUED: (("", ""),),
    E.CLOCK_BACK: (("back", JUMP),),
    E.CLOCK_AHEAD: (("ahead", JUMP),),
    E.CLOCK_EXPLAINED: (
        ("2026-11-21", f"date=2026-11-21 {JUMP} 电池没电"), ("2026-11-21", "date=2026-11-21 now= last= 换电池"),
    ),
    E.FILE_QUARANTINED: ((HASH[:16], ""),),
}  # fmt: skip
# Names of formats and hashes may be Latin.
LATIN = re.compile(r"[A-Za-z_]{3,}")
MAY = {"SHA", "XLSX", "PDF", "CSV"}


def raw_words(text: str) -> set[str]:
    without_hashes = re.sub(r"[0-9a-f]{8,}|\d{8}-\d{6}-[0-9a-f]{4}", "", text)
    return set(LATIN.findall(without_hashes)) - MAY


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_speaks_chinese(kind: EventKind) -> None:
    assert WRITTEN[kind]
    for subject, detail in WRITTEN[kind]:
        event = SecurityEvent(id="1", kind=kind, at=NOW, person="", subject=subject, is_ok=True, detail=detail)
        said = f"{event_subject(event)} {event_details(event)}"
        assert raw_words(said) == set(), said
        assert "=" not in said


def test_numbers_hashes_and_what_people_wrote_stay() -> None:
    def said(kind: EventKind, subject: str, detail: str) -> str:
        event = SecurityEvent(id="1", kind=kind, at=NOW, person="", subject=subject, is_ok=True, detail=detail)
        return f"{event_subject(event)} {event_details(event)}"

    assert HASH in said(E.EXPORTED, "case", f"{COUNTED} whole")
    assert "调离 reset" in said(E.ACCOUNT_REVOKED, "王敏", "调离 reset"), "a reason is a person's own"
    assert "电池没电" in said(E.CLOCK_EXPLAINED, "2026-11-21", f"date=2026-11-21 {JUMP} 电池没电")
    assert "2026-11-21 10:05" in said(E.CLOCK_BACK, "back", JUMP)
    assert said(E.EXPORTED, "台账", "?").split() == ["台账", "?"], "what nobody knows stays as it was written"


def test_what_operations_write_has_words(
    unit: Workspace, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_slots(monkeypatch)
    protected(unit)
    made = an_account(unit, SECOND, AccountRole.OFFICER, OTHER)
    draft = accounts.AccountDraft(name=SECOND[0], certificate_no=SECOND[1], role=AccountRole.READER)
    accounts.amend_account(unit, made.id, draft)
    accounts.set_password(unit, made.id, OTHER + "2")
    change_password(unit, PASSWORD, PASSWORD + "2")
    new_recovery(unit)
    rekey(unit)
    an_enterprise(unit)
    enterprise_export.export_enterprises(unit, tmp_path / "register.xlsx")
    backups.make_backup(unit)
    verify(unit)
    clock.move(hours=-3)
    unit.clock_watch.look(clock())
    kept = unit.files.keep(b"x")
    quarantine(unit, kept.sha256)
    accounts.revoke_account(unit, made.id, "调离")
    found = events(unit)
    assert len({event.kind for event in found}) >= 10, {event.kind for event in found}
    for event in found:
        said = f"{event_subject(event)} {event_details(event)}"
        assert raw_words(said) == set(), (event.kind, said)
