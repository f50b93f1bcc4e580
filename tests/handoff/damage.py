# SPDX-License-Identifier: MulanPSL-2.0
"""Ways of damaging a part, by accident and by intent; `campaign` counts what became of any number of them.

Every damaged part must be refused with a reason, and the stand-alone verifier must come to the same verdict as the
program's own reader, also over parts that are signed correctly but hold something else than they should.
"""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import io
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pyrage
from cryptography.exceptions import InvalidSignature

from inspector_app.domain.problems import Refused
from inspector_app.handoff import age_stream, keys
from inspector_app.handoff.header import header_json
from inspector_app.handoff.part_reader import check_part
from inspector_app.handoff.part_writer import operation_lines
from inspector_app.storage.journal_rows import digest
from inspector_app.storage.merging import read_operation
from tests.helpers import bundles

IDENTITY = "AGE-SECRET-KEY-1SXPCKVNG8MA298TZJCF90TML8NQ255EAJXNWR7CQCJ2YDP6WGU7QG2Q8MP"
OTHER_IDENTITY = str(pyrage.x25519.Identity.generate())
VERIFIER = Path(__file__).parents[2] / "docs" / "verifier" / "ajb_verify.py"
FILES = (b"", b"\xff\xd8" + bytes(range(256)), b"%PDF-1.7")
ODD: Sequence[object] = (
    None, True, False, 0, -1, 1, 2, 1 << 53, 1 << 60, 1.5, 1e300, "", "x", "x" * 200, "中", "\x00", "0" * 64, [], {},
    [[]], [None], ["a", "b", 1], {"a": {}}, "[[\"d\",\"i\",1]]", "[1]", "ÿ" * 70,
)  # fmt: skip


def verifier() -> ModuleType:
    """Load the stand-alone verifier from its file."""
    spec = importlib.util.spec_from_file_location("ajb_verify", VERIFIER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def our_verdict(path: Path, identities: Sequence[str] = (IDENTITY,)) -> str:
    """Give the code of the refusal, nothing when the part is sound. Any other exception is a fault of the reader."""
    try:
        check_part(path, identities)
    except Refused as refused:
        (problem,) = refused.problems
        assert problem.where == path.name and problem.fields["name"] == path.name
        return problem.code.value
    return ""


def their_verdict(module: ModuleType, path: Path, identities: Sequence[str] = (IDENTITY,)) -> bool:
    """Whether the verifier finds the part sound; it turns these exceptions into sentences."""
    try:
        module.check_part(path, identities)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, InvalidSignature):
        return False
    return True


def told() -> list[bundles.Told]:
    """Two chains of few operations with rare characters."""
    first = bundles.a_chain(
        [[{"id": "a", "name": "甲\u2028😀"}], [{"id": "b", "n": 1, "x": None}, {"id": "c", "r": 1.5}]]
    )
    saw = json.dumps([[bundles.DEVICE, bundles.INCARNATION, 2]])
    other = bundles.an_operation(1, bundles.GENESIS, [{"id": "d"}], device="0192a0" + "f" * 26, saw=saw)
    return [*first, other]


def a_sound_part(**others: Any) -> bytes:
    """A small part with operations and files, not encrypted."""
    return bundles.a_part(told(), FILES, **others)


def encrypted(plain: bytes) -> bytes:
    """Encrypt bytes to IDENTITY, as anybody can who knows the public key."""
    out = io.BytesIO()
    age_stream.encrypt([plain], out, [keys.recipient_of(IDENTITY)])
    return out.getvalue()


def damaged(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Damage bytes in one of the ways in which sticks, cables, programs and people do it."""
    at, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    other = chance.choice(others)
    ways: Sequence[Callable[[], bytes]] = (
        lambda: _some_flipped(chance, data),
        lambda: data[:at],
        lambda: data[:at] + data[end:],
        lambda: data + chance.randbytes(chance.randrange(1, 200)),
        lambda: data[:at] + chance.randbytes(chance.randrange(1, 9)) + data[at:],
        lambda: data[:at] + bytes(end - at) + data[end:],
        lambda: data[:at] + chance.randbytes(end - at) + data[end:],
        lambda: data[:at] + other[at:],
        lambda: other[:at] + data[at:],
        lambda: data[:at] + data[at:end] * 2 + data[end:],
        lambda: data[:at] + (1 << chance.randrange(32)).to_bytes(4, "big") + data[at + 4 :],
        lambda: data + other,
        lambda: _frames_moved(chance, data, other) if data[:1] == other[:1] == b"A" else data[:at],
    )
    return chance.choice(ways)()


def _some_flipped(chance: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _frames_moved(chance: random.Random, data: bytes, other: bytes) -> bytes:
    head, frames, foot = bundles.frames_of(data)
    other_head, other_frames, other_foot = bundles.frames_of(other)
    way = chance.randrange(6)
    if way == 0:
        chance.shuffle(frames)
    elif way == 1:
        frames.pop(chance.randrange(len(frames)))
    elif way == 2:
        frames.insert(chance.randrange(len(frames) + 1), chance.choice(frames + other_frames))
    elif way == 3:
        frames[chance.randrange(len(frames))] = chance.choice(other_frames)
    elif way == 4:
        head = other_head
    else:
        foot = other_foot
    return head + b"".join(frames) + foot


def nonsense(chance: random.Random) -> bytes:
    """Sign, correctly, something that is not quite a part: what a hostile or faulty sender may send."""
    lines = [json.loads(line) for one in told() for line in operation_lines(*one)]
    head: Any = json.loads(json.dumps(header_json(bundles.a_header(told(), FILES))))
    for _ in range(chance.choice((0, 0, 1, 2))):
        _spoil(chance, head)
    for _ in range(chance.choice((0, 1, 1, 2))):
        _spoil(chance, lines)
    if chance.random() < 0.7:
        _hash_anew(lines, head)
    text = b"".join(json.dumps(line, ensure_ascii=chance.random() < 0.1).encode() + b"\n" for line in lines)
    if chance.random() < 0.1:
        text = text.replace(b"\n", chance.choice((b"", b"\r\n", b"\n\n", b"\xff\n", b"\\ud800\n")), 1)
    cut = chance.randrange(len(text) + 1)
    frames = [(1, part) for part in (text[:cut], text[cut:]) if part]
    frames += [(chance.choice((2, 2, 2, 2, 2, 2, 2, 1, 3)), data) for data in FILES if data]
    if chance.random() < 0.1:
        chance.shuffle(frames)
    return bundles.forged(head, frames)


def _spoil(chance: random.Random, value: Any) -> None:
    """Put something odd in some place of a JSON value."""
    while isinstance(value, list | dict) and value:
        key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
        inner = value[key]
        if isinstance(inner, list | dict) and inner and chance.random() < 0.7:
            value = inner
            continue
        way = chance.random()
        if way < 0.15:
            del value[key]
        elif way < 0.25 and isinstance(value, list):
            value.insert(key, copy.deepcopy(inner))
        elif way < 0.4 and isinstance(inner, int):
            value[key] = inner + chance.choice((-1, 1))
        elif way < 0.5 and isinstance(value, dict):
            value["extra"] = copy.deepcopy(chance.choice(ODD))
        else:
            value[key] = copy.deepcopy(chance.choice(ODD))
        return


def _hash_anew(lines: Sequence[Any], head: Any) -> None:
    """Give the operations the hashes that they should have, as far as they can be read, and the head too."""
    before: dict[object, str] = {}
    for n, line in enumerate(lines):
        try:
            if line[0] != "o":
                continue
            chain = (line[1][1], line[1][2])
            line[1][4] = before.get(chain, line[1][4])
            operation, changes = read_operation(line[1], [c[1:] for c in lines[n + 1 : n + 1 + line[2]]])
            line[1][5] = before[chain] = digest(operation, changes)
            head["chains"] = [[*c[:4], before[chain]] if (c[0], c[1]) == chain else c for c in head["chains"]]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
            continue


def flipped(data: bytes, bit: int) -> bytes:
    """Flip one bit."""
    made = bytearray(data)
    made[bit // 8] ^= 1 << (bit % 8)
    return bytes(made)


@dataclass(slots=True)
class Outcome:
    """What became of the damaged parts; `faults` must be empty."""

    count: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def campaign(seed: int, count: int, folder: Path | None = None) -> Outcome:
    """Damage parts in `count` ways and ask both readers. The same seed damages in the same ways."""
    with tempfile.TemporaryDirectory() as own:
        return _campaign(random.Random(seed), count, (folder or Path(own)) / "part.ajb", seed)


def _campaign(chance: random.Random, count: int, path: Path, seed: int) -> Outcome:
    found, module = Outcome(), verifier()
    sound = a_sound_part(parts=2, total_operations=9, total_files=9, total_bytes=9999)
    second = bundles.a_part(
        bundles.a_chain([[{"id": "z"}]]), FILES[1:], part=2, parts=2, total_operations=9, total_files=9,
        total_bytes=9999, previous=hashlib.sha256(sound).hexdigest(),
    )  # fmt: skip
    others = [second, a_sound_part(bundle="another")]
    sealed, sealed_others = encrypted(sound), [encrypted(one) for one in others]
    for n in range(count):
        way = chance.randrange(8)
        if way < 4:
            data, must = damaged(chance, sound, others), True
        elif way < 5:
            data, must = damaged(chance, sealed, sealed_others), True
        elif way < 6:
            inner = damaged(chance, sound, others)
            data, must = encrypted(inner), inner not in {sound, *others}
        else:
            data, must = nonsense(chance), False
        if data in {sound, sealed, *others, *sealed_others}:
            continue
        path.write_bytes(data)
        code, theirs = our_verdict(path), their_verdict(module, path)
        found.count += 1
        found.codes[code or "sound"] += 1
        if (must and not code) or theirs is not (not code):
            found.faults.append(f"seed {seed}, number {n}: ours {code or 'sound'}, verifier {theirs}, way {way}")
    return found
