# SPDX-License-Identifier: MulanPSL-2.0
"""Write the test vectors of docs/bundle-format.md: `python build/bundle_vectors.py [--sealed]`.

The same bytes come out each time, save for the encrypted ones, which are only written with `--sealed` or when they
are missing: age mixes chance into them.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from inspector_app.handoff import age_stream, keys  # noqa: E402
from inspector_app.handoff.header import LEVEL, header_json, header_sha256  # noqa: E402
from inspector_app.handoff.part_writer import operation_lines  # noqa: E402
from tests.helpers import bundles  # noqa: E402

FOLDER = ROOT / "tests" / "fixtures" / "bundles"
OFFICE = hashlib.sha256(b"office").hexdigest()  # secret keys of the vectors, worthless elsewhere
IDENTITY = "AGE-SECRET-KEY-1M6HMGTJDX84PN2T5NNX239PDRHSHNH4Y72WLCCMW37DDJRLSMKESPWSUYR"
UNIT, OFFICE_DEVICE = "0192c000000000000000000000000001", "0192d000000000000000000000000001"
AT = "2026-11-22T01:02:03Z"
FILES = (b"", b"\xff\xd8\xff\xe0 photo", b"%PDF-1.7\n" + bytes(range(40)))


def told() -> list[bundles.Told]:
    """Three operations of the laptop and one of the office, which had seen the first two of them."""
    own = bundles.a_chain([
        [{"id": "e1", "name": "青岚县恒达化工有限公司", "note": None}],
        [{"id": "e2", "name": "\u2028\U0001f600\U00020000\u0001", "score": 1.5}, {"id": "e3", "count": 1 << 53}],
        [{"id": "e4"}],
    ])  # fmt: skip
    saw = json.dumps([[bundles.DEVICE, bundles.INCARNATION, 2]], separators=(",", ":"))
    other = bundles.an_operation(1, bundles.GENESIS, [{"id": "f1"}], device=OFFICE_DEVICE, saw=saw)
    return [*own, other]


def certificate(**others: str) -> str:
    """The laptop's certificate by the office."""
    body = {
        "unit": UNIT, "device": bundles.DEVICE, "incarnation": bundles.INCARNATION,
        "public_key": keys.public_key(bundles.SECRET), "recipient": keys.recipient_of(IDENTITY), "name": "一号机",
        "at": AT,
    }  # fmt: skip
    return keys.signed_text("AJC1", {**body, **others}, OFFICE)


def head_of(operation: Any) -> str:
    """How far the laptop says that its chain goes."""
    body = {
        "device": operation.device,
        "incarnation": operation.incarnation,
        "seq": operation.seq,
        "hash": operation.hash,
    }
    return keys.signed_text("AJH1", body, bundles.SECRET)


def receipt(last: Any, missing: list[str]) -> str:
    """The office holds the laptop's operations up to this one, and all files but these."""
    marks = [[last.device, last.incarnation, last.seq, last.hash]]
    body = {"unit": UNIT, "device": bundles.DEVICE, "at": AT, "marks": marks, "missing": missing}
    return keys.signed_text("AJR1", body, OFFICE)


def sound() -> dict[str, bytes]:
    """Parts that every reader must take."""
    own = told()[:3]
    whole = bundles.a_part(own, FILES, certificate=certificate(), heads=(head_of(own[2][0]),), unit=UNIT)
    totals: dict[str, Any] = {
        "parts": 2, "total_operations": 3, "total_files": 3, "total_bytes": sum(map(len, FILES)), "unit": UNIT,
        "bundle": "0192b000000000000000000000000002", "export": 2, "certificate": certificate(),
    }  # fmt: skip
    first = bundles.a_header(own, **totals)
    known = header_json(bundles.a_header(told()))
    text = b"".join(line for one in told() for line in operation_lines(*one))
    small = [(1, text[at : at + 100]) for at in range(0, len(text), 100)]
    dispatch = {
        "purpose": "dispatch", "device": OFFICE_DEVICE, "key": keys.public_key(OFFICE), "recipient": bundles.DEVICE,
        "unit": UNIT, "receipts": [receipt(own[2][0], [])],
    }  # fmt: skip
    return {
        "whole.ajb": whole,
        "empty.ajb": bundles.a_part([]),
        "two-1of2.ajb": bundles.a_part(own, **totals),
        "two-2of2.ajb": bundles.a_part([], FILES, **{**totals, "part": 2, "previous": header_sha256(first)}),
        "small-frames.ajb": bundles.forged(known, small),
        "later-format.ajb": bundles.forged({**known, "format": 9, "more": {"x": [1]}}, small),
        "dispatch.ajb": bundles.forged({**known, **dispatch}, small, secret=OFFICE),
    }


def faulty() -> dict[str, tuple[str, bytes]]:
    """Parts that every reader must refuse, with the reason that the program gives."""
    parts = sound()
    whole, dispatch = parts["whole.ajb"], parts["dispatch.ajb"]
    head, frames, foot = bundles.frames_of(whole)
    known = header_json(bundles.a_header(told()))
    lines = [line for one in told() for line in operation_lines(*one)]
    doubled = lines[1].replace(b'{"id"', b'{"id":"e1","id"', 1)
    changed = lines[1].replace("恒达".encode(), "恒大".encode(), 1)
    with_files = header_json(bundles.a_header([], FILES))
    ranges = [list(row) for row in known["chains"]]  # type: ignore[attr-defined]
    ranges[0][4] = "0" * 64
    with_changed, with_doubled = ([lines[0], line, *lines[2:]] for line in (changed, doubled))
    return {
        "cut.ajb": ("bundle_cut", whole[:-1]),
        "cut-in-head.ajb": ("bundle_cut", whole[:100]),
        "more.ajb": ("bundle_changed", whole + b"\0"),
        "photo-changed.ajb": ("bundle_changed", whole.replace(b" photo", b" phot0")),
        "frames-swapped.ajb": ("bundle_changed", head + b"".join([frames[0], *frames[:0:-1]]) + foot),
        "frame-gone.ajb": ("bundle_changed", head + b"".join(frames[:-1]) + foot),
        "foot-of-another.ajb": ("bundle_changed", head + b"".join(frames) + bundles.frames_of(dispatch)[2]),
        "foot-signature.ajb": ("bundle_signature", whole[:-1] + bytes([whole[-1] ^ 1])),
        "head-signature.ajb": ("bundle_signature", whole.replace(b'"export":1', b'"export":2')),
        "another-signed.ajb": ("bundle_signature", bundles.forged(known, [(1, b"".join(lines))], secret=OFFICE)),
        "file-not-the-named.ajb": ("bundle_changed", bundles.forged(with_files, [(2, b"another!!!"), (2, FILES[2])])),
        "frame-hash.ajb": ("bundle_changed", bundles.forged(known, [(1, b"".join(lines))], marked_as=b"x")),
        "operation-changed.ajb": ("bundle_changed", bundles.forged(known, [(1, b"".join(with_changed))])),
        "operation-gone.ajb": ("bundle_changed", bundles.forged(known, [(1, b"".join(lines[2:]))])),
        "range-wrong.ajb": ("bundle_changed", bundles.forged({**known, "chains": ranges}, [(1, b"".join(lines))])),
        "key-doubled.ajb": ("bundle_malformed", bundles.forged(known, [(1, b"".join(with_doubled))])),
        "too-deep.ajb": ("bundle_malformed", bundles.forged(known, [(1, b"[" * 40 + b"]" * 40 + b"\n")])),
        "newer.ajb": ("bundle_newer", bundles.forged({**known, "format": 2, "min_reader": 2}, [])),
        "newer-level.ajb": ("bundle_newer", bundles.forged({**known, "level": LEVEL + 1}, [])),
        "no-part.ajb": ("bundle_not_one", b"PK\x03\x04 something else"),
        "nothing.ajb": ("bundle_not_one", b""),
    }  # fmt: skip


def sealed(identity: str) -> bytes:
    """The first part, encrypted."""
    out = io.BytesIO()
    age_stream.encrypt([sound()["whole.ajb"]], out, [keys.recipient_of(identity)])
    return out.getvalue()


def vectors() -> dict[str, bytes]:
    """Every file that comes out the same each time."""
    parts, bad, last = sound(), faulty(), told()[2][0]
    photo = hashlib.sha256(FILES[1]).hexdigest()
    expected = {**dict.fromkeys(parts, ""), **{name: code for name, (code, _) in bad.items()}}
    expected |= {"encrypted.ajb": "", "encrypted-cut.ajb": "bundle_changed", "encrypted-other.ajb": "bundle_key"}
    index = {
        "office_key": keys.public_key(OFFICE), "device_key": keys.public_key(bundles.SECRET), "verdicts": expected,
    }  # fmt: skip
    return {
        **parts, **{name: data for name, (_, data) in bad.items()},
        "identity.txt": f"# {keys.recipient_of(IDENTITY)}\n{IDENTITY}\n".encode(),
        "receipt.ajr": receipt(last, []).encode(), "receipt-missing.ajr": receipt(last, [photo]).encode(),
        "receipt-older.ajr": receipt(told()[1][0], []).encode(),
        "index.json": (json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(),
    }  # fmt: skip


def main() -> int:
    """Write the vectors."""
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--sealed", action="store_true", help="the encrypted ones anew, too")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in vectors().items():
        (FOLDER / name).write_bytes(data)
    if wish.parse_args().sealed or not (FOLDER / "encrypted.ajb").exists():
        data = sealed(IDENTITY)
        (FOLDER / "encrypted.ajb").write_bytes(data)
        (FOLDER / "encrypted-cut.ajb").write_bytes(data[:-1])
        (FOLDER / "encrypted-other.ajb").write_bytes(sealed(keys.new_age_identity()))
    print(f"{len(list(FOLDER.iterdir()))} files in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
