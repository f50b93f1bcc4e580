# SPDX-License-Identifier: MulanPSL-2.0
"""Lines of the security journal in words: they are kept short and without a language, as code writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from inspector_app.domain.account import AccountRole, SecurityEvent
from inspector_app.domain.account import EventKind as E
from inspector_app.domain.backup import PlaceKind
from inspector_app.domain.ledger import LedgerName
from inspector_app.domain.paper_check import PaperVerdict
from inspector_app.domain.verification import CheckStep, FaultKind
from inspector_app.wording.catalogue import fill, tr, translate
from inspector_app.wording.conflict_words import TABLES
from inspector_app.wording.sentences import word
from inspector_app.wording.verification_words import FAULT_SENTENCES

RECOVERY, SLOTS, FIRST, RESET = "recovery", "slots", "first", "reset"
_EXPORTED = re.compile(r"count=(?P<count>\d+) files=(?P<files>\d+) sha256=(?P<sha256>[0-9a-f]+) (?P<shown>\w+)")
_CLOCK = re.compile(r"(?:date=(?P<date>\S+) )?now=(?P<now>\S*) last=(?P<last>\S*) ?(?P<reason>.*)", re.DOTALL)


def event_subject(event: SecurityEvent) -> str:
    """Say whom or what a line is about; names, numbers and hashes stay as they are."""
    if event.kind is E.EXPORTED:
        return _export(event.subject)
    if event.kind in (E.CLOCK_BACK, E.CLOCK_AHEAD):
        return ""  # the kind says it
    if event.kind is E.VERIFIED:
        seq, _, head = event.subject.partition(" ")
        return tr("Entry {seq}, check code {head}", seq=seq, head=head[:12]) if head else event.subject
    if event.kind is E.ROSTER_TAKEN:
        return tr("No. {number}", number=event.subject)
    return tr("Recovery key") if event.kind is E.ACCOUNT_CHANGED and event.subject == RECOVERY else event.subject


def event_details(event: SecurityEvent) -> str:
    """Say the rest of a line; what a person wrote stays as it is."""
    say = _DETAILS.get(event.kind)
    return say(event.detail) if say is not None and event.detail else event.detail


def _export(subject: str) -> str:
    what, _, rest = subject.partition(" ")
    known = {
        "case": tr("Case file"), "photo_evidence": tr("Photo evidence sheets"), "photo_copy": tr("Copy of a photo"),
        "readable_copy": tr("Readable copy"), "masked_copy": tr("Masked copy of a document"),
        "register": tr("Register of enterprises"), "report": tr("Report"), "ledger": tr("Ledger"),
    }  # fmt: skip
    parts = [p.upper() if what in _FILES else p for p in rest.split()]
    if what == "ledger" and rest.split()[:1] and rest.split()[0] in tuple(LedgerName):
        return " ".join((word(LedgerName(rest.split()[0])), *parts[1:]))
    named = known.get(what)
    if named is None:
        return subject
    return " ".join([named, *parts])


def _given_out(detail: str) -> str:
    found = _EXPORTED.fullmatch(detail)
    if found is None:
        return detail
    shown = {"whole": tr("unmasked"), "masked": tr("personal data masked")}.get(found["shown"], found["shown"])
    words = tr("{count} records, {files} files, {shown}; SHA-256 {sha256}")
    return fill(words, {**found.groupdict(), "shown": shown})


def _roles(detail: str) -> str:
    return " → ".join(word(AccountRole(part)) if part in tuple(AccountRole) else part for part in detail.split(" > "))


def _password(detail: str) -> str:
    return {FIRST: tr("first password"), RESET: tr("reset by who manages accounts")}.get(detail, detail)


def _place(detail: str) -> str:
    return word(PlaceKind(detail)) if detail in tuple(PlaceKind) else detail


def _fault(detail: str) -> str:
    kind, _, where = detail.partition(" ")
    if kind not in tuple(FaultKind):
        return detail
    place = _where(where)
    fault = fill(translate(FAULT_SENTENCES[FaultKind(kind)]), {"where": place})
    return tr("First fault ({where}): {fault}", where=place, fault=fault) if place else fault


def _where(where: str) -> str:
    """Say where a check found something: a record, a file, a step of it."""
    table, _, row = where.partition(":")
    if table in TABLES:
        return f"{translate(TABLES[table])} {row[:12]}"
    if where in tuple(CheckStep):
        return word(CheckStep(where))
    return "" if where.startswith("identity") else where  # the sentence says it


def _verdict(detail: str) -> str:
    verdict, _, digest = detail.partition(" ")
    if verdict not in tuple(PaperVerdict):
        return detail
    return tr("{verdict}; SHA-256 {sha256}", verdict=word(PaperVerdict(verdict)), sha256=digest)


def _clock(detail: str) -> str:
    found = _CLOCK.fullmatch(detail)
    if found is None:
        return detail
    at = {name: _minute(found[name] or "") for name in ("now", "last")}
    said = tr("clock {now}, last entry {last}", **at) if found["last"] else tr("clock {now}", now=at["now"])
    if not found["date"]:
        return said
    return tr("taken as {day} ({said}): {reason}", day=found["date"], said=said, reason=found["reason"])


def _minute(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"
    except ValueError:
        return text or "-"


_FILES = frozenset({"register", "report", "ledger"})  # whose rest is the kind of file
_DETAILS: Mapping[E, Callable[[str], str]] = {
    E.LOGIN_FAILED: lambda detail: tr("{count} times", count=detail),
    E.PASSWORD_CHANGED: _password,
    E.ACCOUNT_ADDED: _roles,
    E.ACCOUNT_CHANGED: _roles,
    E.ROSTER_TAKEN: lambda detail: tr("{count} people on it", count=detail),
    E.EXPORTED: _given_out,
    E.VERIFIED: _fault,
    E.PAPER_CHECKED: _verdict,
    E.BACKED_UP: _place,
    E.RESTORED: lambda detail: tr("only the key slots") if detail == SLOTS else tr("Backup of {time}", time=detail),
    E.CLOCK_BACK: _clock,
    E.CLOCK_AHEAD: _clock,
    E.CLOCK_EXPLAINED: _clock,
}
