# SPDX-License-Identifier: MulanPSL-2.0
"""`keyslots.json`: the data key of a workspace, sealed for each person and for the recovery paper.

A person's slot has an age identity and a signing key (Ed25519), sealed together by the password (Argon2id, then
AES-256-GCM with the slot's open part as associated data), and the data keys, sealed to that identity. So a
password is changed without touching data, and new data keys are given to everybody without knowing passwords.
A recovery slot has no password: its identity is on paper. Two copies of the file are kept, each written whole.
The ciphers are loaded where they are used: a start without protection asks only whether there are slots.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.storage.file_store import faults_of, write_durably
from inspector_app.storage.own_json import ODD_VALUES, read_object
from inspector_app.storage.sealed import DataKey

FILE_NAMES = ("keyslots.json", "keyslots.copy.json")
FORMAT = 1
LARGEST = 4_000_000  # bytes of the file
MOST_SLOTS = 2_000
MOST_TRIES, LATEST = 1_000_000, 1e11  # wrong passwords; seconds since 1970
ITERATIONS, MEMORY_KIB, LANES = 3, 65_536, 4  # promises.md 3.3
MOST_ITERATIONS, MOST_MEMORY_KIB, MOST_LANES = 10, 262_144, 16  # of a file that somebody else wrote
MOST_WORK = 4 * ITERATIONS * MEMORY_KIB  # passes times memory: a second or two


class SlotKind(StrEnum):
    """Whom a slot is for."""

    PERSON = "person"
    RECOVERY = "recovery"


class RingState(StrEnum):
    """How far the data are sealed."""

    SEALING = "sealing"  # protection is being switched on
    SEALED = "sealed"
    OPENING = "opening"  # protection is being switched off
    REKEYING = "rekeying"  # files are on their way to a new key


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySlot:
    """One way in. `account` is empty for recovery."""

    id: str
    kind: SlotKind
    account: str
    name: str
    recipient: str  # age1…
    public_key: str = ""  # of the person's signing key, hex
    password: Mapping[str, object] = field(default_factory=dict)  # salt, cost, nonce, sealed
    data_keys: str = ""  # base64 of an age file
    made_at: str = ""
    certificate_no: str = ""  # tells two people of one name apart before anything is opened


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """All slots of a workspace, its state, and failed tries by account: [count, when the next try is allowed]."""

    slots: tuple[KeySlot, ...]
    state: RingState = RingState.SEALED
    failures: Mapping[str, tuple[int, float]] = field(default_factory=dict)

    def of_account(self, account: str) -> KeySlot | None:
        """Give the slot of an account, or none."""
        return next((s for s in self.slots if s.kind is SlotKind.PERSON and s.account == account), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """What a slot gives: the data keys, the newest first, and the person's signing key (none from recovery)."""

    slot: KeySlot
    keys: tuple[DataKey, ...]
    signing: str = ""  # hex Ed25519
    identity: str = ""  # AGE-SECRET-KEY-1…

    @property
    def key(self) -> DataKey:
        """The data key in use."""
        return self.keys[0]


class WrongPassword(ValueError):
    """A password or recovery key does not open the slot."""


def new_slot(
    slot_id: str,
    account: str,
    name: str,
    password: str,
    keys: Sequence[DataKey],
    *,
    at: str,
    certificate_no: str = "",
) -> tuple[KeySlot, str]:
    """Make a person's slot with keys of their own; gives the slot and the signing secret."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from pyrage import x25519

    identity = x25519.Identity.generate()
    signing = Ed25519PrivateKey.generate()
    secret = signing.private_bytes_raw().hex()
    slot = KeySlot(
        id=slot_id, kind=SlotKind.PERSON, account=account, name=name, recipient=str(identity.to_public()),
        public_key=signing.public_key().public_bytes_raw().hex(), made_at=at,
        certificate_no=certificate_no,
    )  # fmt: skip
    slot = with_keys(slot, keys)
    return with_password(slot, password, str(identity), secret), secret


def recovery_slot(slot_id: str, name: str, recipient: str, keys: Sequence[DataKey], *, at: str) -> KeySlot:
    """Make a slot that a key on paper opens."""
    slot = KeySlot(id=slot_id, kind=SlotKind.RECOVERY, account="", name=name, recipient=recipient, made_at=at)
    return with_keys(slot, keys)


def new_recovery_identity() -> tuple[str, str]:
    """Make a key for the recovery paper: the secret that is printed, and what is sealed to."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def with_keys(slot: KeySlot, keys: Sequence[DataKey]) -> KeySlot:
    """Give the slot with these data keys, the one in use first."""
    import pyrage
    from pyrage import x25519

    content = json.dumps([[k.id, k.secret.hex()] for k in keys]).encode()
    sealed = pyrage.encrypt(content, [x25519.Recipient.from_str(slot.recipient)])
    return dataclasses.replace(slot, data_keys=base64.b64encode(sealed).decode())


def with_password(slot: KeySlot, password: str, identity: str, signing: str) -> KeySlot:
    """Give the slot under a (new) password."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(16), os.urandom(12)
    cost = {"iterations": ITERATIONS, "memory": MEMORY_KIB, "lanes": LANES}
    key = _stretched(password, salt, cost)
    secret = json.dumps({"identity": identity, "signing": signing}).encode()
    sealed = AESGCM(key).encrypt(nonce, secret, _open_part(slot))
    words = {"salt": salt.hex(), **cost, "nonce": nonce.hex(), "sealed": sealed.hex()}
    return dataclasses.replace(slot, password=words)


def unlock(slot: KeySlot, password: str) -> Unlocked:
    """Open a person's slot. Raises WrongPassword."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        words = slot.password
        key = _stretched(password, bytes.fromhex(str(words["salt"])), words)
        nonce, sealed = bytes.fromhex(str(words["nonce"])), bytes.fromhex(str(words["sealed"]))
        secret = json.loads(AESGCM(key).decrypt(nonce, sealed, _open_part(slot)))
        identity, signing = str(secret["identity"]), str(secret["signing"])
    except (InvalidTag, KeyError, ValueError, TypeError) as error:
        raise WrongPassword(slot.account) from error
    return Unlocked(slot=slot, keys=_keys(slot, identity), signing=signing, identity=identity)


def recover(ring: KeyRing, identity: str) -> Unlocked:
    """Open with a key from paper, whichever recovery slot it is for. Raises WrongPassword."""
    for slot in ring.slots:
        if slot.kind is SlotKind.RECOVERY:
            try:
                return Unlocked(slot=slot, keys=_keys(slot, identity.strip()), identity=identity.strip())
            except WrongPassword:
                continue
    raise WrongPassword("recovery")


def is_protected(folder: Path) -> bool:
    """Whether the data of a folder are under a key."""
    return any((folder / name).is_file() for name in FILE_NAMES)


def read_ring(folder: Path) -> KeyRing | None:
    """Read the slots, from the second copy where the first is damaged; none where the data are open.

    Refuses KEY_SLOTS_DAMAGED when neither can be read.
    """
    found = [folder / name for name in FILE_NAMES if (folder / name).is_file()]
    for path in found:
        ring = _parsed(path)
        if ring is not None:
            return ring
    if found:
        raise Refused([Problem(code=ProblemCode.KEY_SLOTS_DAMAGED, fields={"path": str(found[0])})])
    return None


def write_ring(folder: Path, ring: KeyRing) -> None:
    """Keep the slots in both copies, one after the other."""
    content = {
        "format": FORMAT, "suite": 1, "state": ring.state.value,
        "failures": {name: list(tries) for name, tries in ring.failures.items()},
        "slots": [dataclasses.asdict(slot) for slot in ring.slots],
    }  # fmt: skip
    data = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    for name in FILE_NAMES:
        with faults_of(folder / name):
            write_durably(folder / name, data, mode=0o600)


def remove_ring(folder: Path) -> None:
    """Take the slots away: the data are open again."""
    for name in reversed(FILE_NAMES):
        with faults_of(folder / name):
            (folder / name).unlink(missing_ok=True)


def _keys(slot: KeySlot, identity: str) -> tuple[DataKey, ...]:
    import pyrage
    from pyrage import x25519

    try:
        key = x25519.Identity.from_str(identity)
        content = json.loads(pyrage.decrypt(base64.b64decode(slot.data_keys), [key]))
        keys = tuple(DataKey(id=str(i), secret=bytes.fromhex(s)) for i, s in content)
    except (pyrage.IdentityError, pyrage.DecryptError, ValueError, TypeError) as error:
        raise WrongPassword(slot.account) from error
    if not keys or any(len(k.secret) != 32 for k in keys):
        raise WrongPassword(slot.account)
    return keys


def _stretched(password: str, salt: bytes, cost: Mapping[str, object]) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    iterations, memory, lanes = (int(str(cost[name])) for name in ("iterations", "memory", "lanes"))
    if not (1 <= iterations <= MOST_ITERATIONS and 1 <= lanes <= MOST_LANES and 8 * lanes <= memory <= MOST_MEMORY_KIB):
        raise ValueError("cost")
    if iterations * memory > MOST_WORK:
        raise ValueError("cost")
    stretch = Argon2id(salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory)
    return stretch.derive(password.encode())


def _open_part(slot: KeySlot) -> bytes:
    """What may be read without a password and must not be changed unseen."""
    parts = [slot.id, slot.kind.value, slot.account, slot.recipient, slot.public_key]
    return json.dumps(parts, ensure_ascii=False).encode()


def _parsed(path: Path) -> KeyRing | None:
    content = read_object(path, LARGEST)
    try:
        if content is None or content["format"] != FORMAT or len(content["slots"]) > MOST_SLOTS:
            return None
        slots = tuple(_slot(entry) for entry in content["slots"])
        tries = {str(name): _tries(*noted) for name, noted in content["failures"].items()}
        return KeyRing(slots=slots, state=RingState(content["state"]), failures=tries)
    except ODD_VALUES:
        return None


def _tries(count: object, until: object) -> tuple[int, float]:
    """Give what is noted of wrong passwords; numbers that nobody can have come to are those of a damaged file."""
    tried, time = int(str(count)), float(str(until))
    if not (0 <= tried <= MOST_TRIES and 0 <= time <= LATEST):
        raise ValueError("failures")
    return tried, time


def _slot(entry: Mapping[str, object]) -> KeySlot:
    texts = {name: str(entry[name]) for name in ("id", "account", "name", "recipient", "public_key", "data_keys")}
    password = entry["password"]
    if not isinstance(password, dict):
        raise TypeError("password")
    return KeySlot(
        **texts, kind=SlotKind(str(entry["kind"])), password=password, made_at=str(entry["made_at"]),
        certificate_no=str(entry.get("certificate_no", "")),
    )  # fmt: skip
