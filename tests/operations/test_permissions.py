# SPDX-License-Identifier: MulanPSL-2.0
"""The permission table, cell by cell: every role and every act, by the operations themselves; random sessions too."""

from __future__ import annotations

import dataclasses
import random
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.account import Account, AccountRole, AccountState, Act
from inspector_app.domain.change import Op
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.locations import bundled
from inspector_app.storage import accounts as rows
from inspector_app.storage import key_slots
from inspector_app.storage.sealed import DataKey
from inspector_app.workspace import Workspace
from inspector_app.workspace.login import account_of
from inspector_app.workspace.permission_table import permissions, read_permissions
from inspector_app.workspace.protection import Login
from tests.helpers.accounts import PASSWORD, an_account, codes_of, opened_as, protected, quick_slots
from tests.helpers.clock import Clock

TABLE = tomllib.loads((bundled("resources") / "permissions.toml").read_text(encoding="utf-8"))
SESSIONS = 10_000
WORK = {Op.RECORD_FINDING, Op.ISSUE_DOCUMENT, Op.ADD_PHOTOS, Op.START_INSPECTION, Op.SIGN_DOCUMENT, Op.UNDO}
CONTENT = {Act.READ_CONTENT, Act.READ_WHOLE, Act.EXPORT, Act.PRINT}


def allowed(role: AccountRole) -> set[str]:
    """What the file gives a role, read here by itself; other acts keep their colon."""
    return {word for group in TABLE["roles"][role.value] for word in TABLE["groups"][group]}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Clock]]:
    """Protected data with one person of each role."""
    from inspector_app.workspace import create_workspace
    from tests.helpers.makers import a_unit

    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        quick_slots(patch)
        ws = create_workspace(tmp_path_factory.mktemp("roles") / "data", clock=clock)
        a_unit(ws)
        protected(ws, ("负责人", ""))
        for role in AccountRole:
            an_account(ws, (f"某{role.value}", f"N-{role.value}"), role)
        ws.close()
    yield ws.folder, clock


@pytest.mark.parametrize("role", AccountRole)
def test_every_cell_of_the_table(people: tuple[Path, Clock], role: AccountRole) -> None:
    folder, clock = people
    given = allowed(role)
    with opened_as(folder, f"某{role.value}", PASSWORD, clock=clock) as ws:
        assert ws.account is not None
        assert ws.account.role is role
        for op in Op:
            begun: list[str] = []

            def act(op: Op = op, begun: list[str] = begun) -> None:
                with ws.operation(op):
                    begun.append(op)

            found = codes_of(act)
            assert (found, bool(begun)) == (([], True) if op in given else ([P.NOT_PERMITTED], False)), (role, op)
            assert ws.may(op) is (op.value in given)
        for other in Act:
            expected = [] if f":{other.value}" in given else [P.NOT_PERMITTED]
            assert codes_of(lambda other=other: ws.need(other)) == expected, (role, other)  # type: ignore[misc]


def test_without_protection_everybody_may_everything(ws: Workspace) -> None:
    for what in (*Op, *Act):
        assert ws.may(what)
        ws.need(what)


def test_the_table_leaves_nothing_out_and_separates_what_must_be_apart() -> None:
    table = permissions()
    everything = set().union(*table.roles.values())
    assert {what for what in (*Op, *Act) if what not in everything} <= {Op.FILL_YEAR}, "acts that nobody may do"
    for role in AccountRole:
        assert table.may(role, Act.CHANGE_PASSWORD)
        assert table.may(role, Op.NOTE_EVENT), "a login of any role is journalled"
    for role in (AccountRole.ADMIN, AccountRole.AUDITOR):
        assert not table.roles[role] & (CONTENT | WORK), "who administers or audits sees no content"
    assert not table.roles[AccountRole.READER] & WORK
    assert not table.may(AccountRole.READER, Act.READ_WHOLE)
    managers = {r for r in AccountRole if table.may(r, Act.MANAGE_ACCOUNTS)}
    auditors = {r for r in AccountRole if table.may(r, Act.READ_JOURNAL)}
    assert managers == {AccountRole.CHIEF, AccountRole.ADMIN}
    assert AccountRole.ADMIN not in auditors, "who manages accounts does not audit alone"
    assert AccountRole.AUDITOR in auditors


@pytest.mark.parametrize(
    "change",
    [
        ('reading = [":read_content"]', 'reading = [":read_all"]'),
        ('reading = [":read_content"]', 'reading = ["read_content"]'),
        ('reader = ["everyone", "reading"]', 'reader = ["everyone", "readings"]'),
        ("reader = [", "visitor = ["),
        ('today = "read_content"', 'today = "look"'),
    ],
)
def test_a_faulty_table_is_no_table(tmp_path: Path, change: tuple[str, str]) -> None:
    text = (bundled("resources") / "permissions.toml").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "permissions.toml"
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises((ValueError, KeyError)):
        read_permissions(path)


def test_ten_thousand_random_sessions_against_a_model(people: tuple[Path, Clock]) -> None:
    """People come and go, change roles, expire, are revoked; the model is the file and the calendar."""
    folder, clock = people
    chance, words = random.Random(20_261_122), [*(op.value for op in Op), *(f":{act.value}" for act in Act)]
    whats = {**{op.value: op for op in Op}, **{f":{act.value}": act for act in Act}}
    day, counts = date(2026, 11, 20), {"in": 0, "out": 0, "done": 0, "refused": 0}
    key = DataKey.new()
    with pytest.MonkeyPatch.context() as patch:
        quick_slots(patch)
        slot, secret = key_slots.new_slot("s", "a", "某人", PASSWORD, [key], at="")
    login = Login(unlocked=key_slots.Unlocked(slot=slot, keys=(key,), signing=secret))
    with opened_as(folder, "负责人", PASSWORD, clock=clock) as ws:
        own = ws.account
        with ws.books() as db:  # one transaction: what is asked is not how fast the disk is
            for _ in range(SESSIONS):
                state = chance.choice([AccountState.ACTIVE] * 5 + [AccountState.REVOKED])
                account = Account(
                    id="a", name="某人", role=chance.choice(list(AccountRole)), valid_from=a_day(chance, day),
                    valid_until=a_day(chance, day), state=state,
                )  # fmt: skip
                begun = account.valid_from is None or account.valid_from.toordinal() <= day.toordinal()
                ended = account.valid_until is not None and account.valid_until.toordinal() < day.toordinal()
                rows.put_account(db, account)
                found = codes_of(lambda: account_of(db, login, day))
                comes_in = account.state.value == "active" and begun and not ended
                assert found == ([] if comes_in else [P.ACCOUNT_INVALID]), account
                counts["in" if comes_in else "out"] += 1
                if not comes_in:
                    continue
                ws.account = account
                for word in chance.sample(words, 4):
                    may = word in allowed(account.role)
                    assert codes_of(lambda word=word: ws.need(whats[word])) == ([] if may else [P.NOT_PERMITTED])  # type: ignore[misc]
                    counts["done" if may else "refused"] += 1
        ws.account = own
    assert all(count > 1_000 for count in counts.values()), counts


def a_day(chance: random.Random, day: date) -> date | None:
    return None if chance.random() < 0.5 else day + timedelta(days=chance.randrange(-3, 4))


def test_a_changed_role_counts_at_the_next_login(people: tuple[Path, Clock]) -> None:
    from inspector_app.operations import accounts

    folder, clock = people
    with pytest.MonkeyPatch.context() as patch:
        quick_slots(patch)
        with opened_as(folder, "负责人", PASSWORD, clock=clock) as ws:
            made = an_account(ws, ("变更者", "N-x"), AccountRole.READER)
            draft = accounts.AccountDraft(name="变更者", certificate_no="N-x", role=AccountRole.READER)
            accounts.amend_account(ws, made.id, dataclasses.replace(draft, role=AccountRole.AUDITOR))
    with opened_as(folder, "变更者", PASSWORD, clock=clock) as ws:
        assert ws.may(Act.READ_JOURNAL)
        assert not ws.may(Act.READ_CONTENT)
