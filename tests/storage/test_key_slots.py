# SPDX-License-Identifier: MulanPSL-2.0
"""The file with the key slots: passwords, the key on paper, waits after wrong ones, damage of one or both copies."""

from __future__ import annotations

import dataclasses
import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.problems import ProblemCode as P
from inspector_app.storage import key_slots
from inspector_app.storage.key_slots import KeyRing, KeySlot, RingState, WrongPassword
from inspector_app.storage.sealed import DataKey
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from inspector_app.workspace.protection import is_protected, unlock_folder
from tests.helpers.accounts import FIRST, OTHER, PASSWORD, codes_of, protected, quick_slots
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise

KEYS = (DataKey.new(), DataKey.new())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_slots(monkeypatch)


def a_slot(account: str = "a1", password: str = PASSWORD, name: str = "王建国") -> KeySlot:
    return key_slots.new_slot(f"s-{account}", account, name, password, KEYS, at="2026-11-20")[0]


def test_real_slots_are_stretched_as_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    slot = a_slot()
    assert {k: slot.password[k] for k in ("iterations", "memory", "lanes")} == {
        "iterations": 3, "memory": 65_536, "lanes": 4,
    }  # fmt: skip
    assert key_slots.unlock(slot, PASSWORD).keys == KEYS
    with pytest.raises(WrongPassword):
        key_slots.unlock(slot, OTHER)


def test_a_password_is_changed_and_keys_are_given_without_it() -> None:
    slot = a_slot()
    before = key_slots.unlock(slot, PASSWORD)
    newer = (DataKey.new(), *KEYS)
    after = key_slots.with_password(key_slots.with_keys(slot, newer), OTHER, before.identity, before.signing)
    with pytest.raises(WrongPassword):
        key_slots.unlock(after, PASSWORD)
    found = key_slots.unlock(after, OTHER)
    assert (found.keys, found.signing, found.slot.public_key) == (newer, before.signing, slot.public_key)


def test_the_key_on_paper_opens_its_slot_and_no_other() -> None:
    secret, recipient = key_slots.new_recovery_identity()
    paper = key_slots.recovery_slot("r", "recovery", recipient, KEYS, at="")
    ring = KeyRing(slots=(a_slot(), paper))
    assert key_slots.recover(ring, f" {secret}\n").keys == KEYS
    for wrong in ("", "AGE-SECRET-KEY-1", key_slots.new_recovery_identity()[0], secret[:-1], PASSWORD):
        with pytest.raises(WrongPassword):
            key_slots.recover(ring, wrong)
    assert key_slots.recover(ring, secret).signing == "", "nobody signs with a paper"


@pytest.mark.parametrize("field", ["id", "account", "recipient", "public_key"])
def test_what_is_readable_in_a_slot_cannot_be_changed_unseen(field: str) -> None:
    other = a_slot("a2")
    slot = dataclasses.replace(a_slot(), **{field: getattr(other, field)})
    with pytest.raises(WrongPassword):
        key_slots.unlock(slot, PASSWORD)


def test_costs_that_somebody_wrote_into_a_slot_do_not_stop_the_machine() -> None:
    for name, value in (("memory", 1 << 40), ("iterations", 10**9), ("lanes", 10**6), ("memory", -1), ("lanes", 0),
                        ("iterations", "x"), ("salt", "zz"), ("nonce", ""), ("sealed", None)):  # fmt: skip
        slot = a_slot()
        slot = dataclasses.replace(slot, password={**slot.password, name: value})
        with pytest.raises(WrongPassword):
            key_slots.unlock(slot, PASSWORD)


def test_the_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    ring = KeyRing(slots=(a_slot(), a_slot("a2")), state=RingState.REKEYING, failures={"a1": (6, 1_234.5)})
    key_slots.write_ring(tmp_path, ring)
    assert key_slots.read_ring(tmp_path) == ring
    for name in key_slots.FILE_NAMES:
        assert (tmp_path / name).stat().st_mode & 0o077 == 0, "others on the machine do not read it"
    key_slots.remove_ring(tmp_path)
    assert key_slots.read_ring(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("damage", ["empty", "cut", "binary", "other", "gone", "deep", "format"])
def test_one_damaged_copy_is_not_missed(tmp_path: Path, which: int, damage: str) -> None:
    ring = KeyRing(slots=(a_slot(),))
    key_slots.write_ring(tmp_path, ring)
    spoil(tmp_path / key_slots.FILE_NAMES[which], damage)
    assert key_slots.read_ring(tmp_path) == ring
    assert is_protected(tmp_path)


@pytest.mark.parametrize("noted", [[10**9, 0], [-1, 0], [6, 1e300], [6, "nan"], [6], "x", [1e999, 0], [6, 1e999]])
def test_counts_that_nobody_can_have_come_to_are_damage(tmp_path: Path, noted: object) -> None:
    key_slots.write_ring(tmp_path, KeyRing(slots=(a_slot(),)))
    path = tmp_path / key_slots.FILE_NAMES[0]
    content = json.loads(path.read_bytes())
    path.write_text(json.dumps({**content, "failures": {"a1": noted}}))
    (tmp_path / key_slots.FILE_NAMES[1]).unlink()
    assert codes_of(lambda: unlock_folder(tmp_path, "", "wrong")) == [P.KEY_SLOTS_DAMAGED]


def test_a_pipe_in_the_place_of_the_slots_is_not_waited_for(tmp_path: Path) -> None:
    key_slots.write_ring(tmp_path, KeyRing(slots=(a_slot(),)))
    first = tmp_path / key_slots.FILE_NAMES[0]
    first.unlink()
    os.mkfifo(first)
    assert key_slots.read_ring(tmp_path) is not None, "the copy is read"


@pytest.mark.parametrize("damage", ["empty", "cut", "binary", "other", "deep", "format"])
def test_both_copies_damaged_is_said_and_nothing_is_taken_for_open(tmp_path: Path, damage: str) -> None:
    key_slots.write_ring(tmp_path, KeyRing(slots=(a_slot(),)))
    for name in key_slots.FILE_NAMES:
        spoil(tmp_path / name, damage)
    assert codes_of(lambda: key_slots.read_ring(tmp_path)) == [P.KEY_SLOTS_DAMAGED]
    assert codes_of(lambda: unlock_folder(tmp_path, "", PASSWORD)) == [P.KEY_SLOTS_DAMAGED]
    assert codes_of(lambda: is_protected(tmp_path)) == [P.KEY_SLOTS_DAMAGED]


def spoil(path: Path, damage: str) -> None:
    data = path.read_bytes()
    match damage:
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "binary":
            path.write_bytes(b"\xff\x00" * 500)
        case "other":
            path.write_bytes(b"[1, 2, 3]")
        case "deep":
            path.write_bytes(b"[" * 100_000)
        case "format":
            path.write_text(json.dumps({**json.loads(data), "format": 99}))
        case "gone":
            path.unlink()


def test_random_damage_is_read_from_the_other_copy_or_refused(tmp_path: Path) -> None:
    ring, chance = KeyRing(slots=(a_slot(),)), random.Random(3)
    key_slots.write_ring(tmp_path, ring)
    first = tmp_path / key_slots.FILE_NAMES[0]
    data = first.read_bytes()
    changed = 0
    for _ in range(1_500):
        at = chance.randrange(len(data))
        first.write_bytes(data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :])
        found = key_slots.read_ring(tmp_path)
        assert found is not None
        if found != ring:
            changed += 1
            try:  # the password opens what it opened before, or nothing
                slot = found.slots[0]
                assert key_slots.unlock(slot, PASSWORD).keys == KEYS
            except (WrongPassword, IndexError):
                pass
    assert changed


def test_a_plain_database_in_the_place_of_a_sealed_one_is_not_opened(
    tmp_path: Path, unit: Workspace, clock: Clock
) -> None:
    protected(unit)
    unit.close()
    plain = create_workspace(tmp_path / "plain", clock=clock)
    an_enterprise(plain)
    plain.close()
    target = unit.folder / "inspector.db"
    for left in unit.folder.glob("inspector.db-*"):
        left.unlink()
    target.write_bytes((tmp_path / "plain" / "inspector.db").read_bytes())
    assert is_protected(unit.folder)
    login = unlock_folder(unit.folder, FIRST[0], PASSWORD)
    assert codes_of(lambda: open_workspace(unit.folder, login=login, clock=clock)) == [P.WORKSPACE_KEY]
    assert codes_of(lambda: open_workspace(unit.folder, clock=clock)) == [P.WORKSPACE_LOCKED]


def test_slots_of_other_data_do_not_open_these(tmp_path: Path, unit: Workspace, clock: Clock) -> None:
    protected(unit)
    other = create_workspace(tmp_path / "other", clock=clock)
    protected(other)
    other.close()
    for name in key_slots.FILE_NAMES:
        (unit.folder / name).write_bytes((other.folder / name).read_bytes())
    login = unlock_folder(unit.folder, FIRST[0], PASSWORD)
    assert codes_of(lambda: open_workspace(unit.folder, login=login, clock=clock)) == [P.WORKSPACE_KEY]


def test_slots_taken_away_leave_the_data_unreadable_not_open(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    unit.close()
    for name in key_slots.FILE_NAMES:
        (unit.folder / name).unlink()
    assert codes_of(lambda: open_workspace(unit.folder, clock=clock)) == [P.KEY_SLOTS_DAMAGED]


# Waiting after wrong passwords ----------------------------------------------------------------------------


def test_waits_double_from_half_a_minute_to_a_quarter_of_an_hour(tmp_path: Path) -> None:
    key_slots.write_ring(tmp_path, KeyRing(slots=(a_slot(), a_slot("a2", name="李慧敏"))))
    clock, waits = Clock(), list[int]()

    def tried(who: str, password: str) -> list[P]:
        return codes_of(lambda: unlock_folder(tmp_path, who, password, now=lambda: clock().timestamp()))

    for n in range(1, 13):
        assert tried("a1", "x") == [P.PASSWORD_WRONG], n
        until = key_slots.read_ring(tmp_path).failures["a1"][1]  # type: ignore[union-attr]
        waits.append(round(max(until - clock().timestamp(), 0)))
        if waits[-1]:
            clock.move(seconds=waits[-1] - 1)
            assert tried("a1", PASSWORD) == [P.PASSWORD_WAIT], "the right one waits too"
            assert tried("a2", PASSWORD) == [], "others do not wait"
            clock.move(seconds=1)
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert unlock_folder(tmp_path, "a1", PASSWORD, now=lambda: clock().timestamp()).failed == 12
    assert key_slots.read_ring(tmp_path).failures == {}  # type: ignore[union-attr]


def test_a_clock_that_is_set_back_does_not_lock_anybody_out_for_long(tmp_path: Path) -> None:
    key_slots.write_ring(tmp_path, KeyRing(slots=(a_slot(),)))
    for _ in range(5):
        codes_of(lambda: unlock_folder(tmp_path, "a1", "x", now=lambda: 9_000_000.0))
    found = codes_of(lambda: unlock_folder(tmp_path, "a1", PASSWORD, now=lambda: 1_000.0))
    assert found == [P.PASSWORD_WAIT]
    until = key_slots.read_ring(tmp_path).failures["a1"][1]  # type: ignore[union-attr]
    assert until - 1_000.0 <= 900, "the wait is counted anew from the clock that there is"
    assert unlock_folder(tmp_path, "a1", PASSWORD, now=lambda: 1_000.0 + 901).failed == 5


@settings(max_examples=60, deadline=None)
@given(tries=st.lists(st.tuples(st.booleans(), st.integers(0, 1_200)), max_size=14))
def test_tries_against_a_model(tmp_path_factory: pytest.TempPathFactory, tries: list[tuple[bool, int]]) -> None:
    folder = tmp_path_factory.mktemp("tries")
    slot = TRIED
    key_slots.write_ring(folder, KeyRing(slots=(slot,)))
    now, count, until = 1_000_000.0, 0, 0.0
    for right, later in tries:
        now += later
        found = codes_of(lambda: unlock_folder(folder, "a1", PASSWORD if right else "x", now=lambda: now))  # noqa: B023
        if now < until:
            assert found == [P.PASSWORD_WAIT]
        elif right:
            assert found == []
            count, until = 0, 0.0
        else:
            assert found == [P.PASSWORD_WRONG]
            count += 1
            until = now + min(30 * 2 ** (count - 5), 900) if count >= 5 else 0.0


def _tried() -> KeySlot:
    with pytest.MonkeyPatch.context() as patch:
        quick_slots(patch)
        return a_slot()


TRIED = _tried()
