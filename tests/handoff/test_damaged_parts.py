# SPDX-License-Identifier: MulanPSL-2.0
"""Whatever happened to a part on its way, it is refused, with the reason that a person can act on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff import keys
from inspector_app.handoff.header import LEVEL, MAGIC, header_json
from inspector_app.handoff.part_reader import check_part, open_part
from inspector_app.handoff.part_writer import operation_lines
from tests.handoff.damage import (
    FILES,
    OTHER_IDENTITY,
    a_sound_part,
    campaign,
    encrypted,
    flipped,
    our_verdict,
    told,
)
from tests.helpers import bundles

FRAME = 1024 * 1024
ONE = bundles.a_part(bundles.a_chain([[{"id": "a"}]]), [b"x"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "part.ajb"


def verdict(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return our_verdict(path)


DAMAGE = {"bundle_changed", "bundle_signature", "bundle_not_one", "bundle_key", "bundle_cut", "bundle_newer"}


def test_every_flipped_bit_is_refused(path):
    assert verdict(path, ONE) == ""
    assert {verdict(path, flipped(ONE, bit)) for bit in range(len(ONE) * 8)} == DAMAGE - {"bundle_key"}


def test_a_flipped_bit_in_every_byte_of_an_encrypted_part_is_refused(path):
    data = encrypted(ONE)
    assert verdict(path, data) == ""
    assert {verdict(path, flipped(data, place * 8 + place * 5 % 8)) for place in range(len(data))} <= DAMAGE


def test_every_cut_of_a_plain_part_is_named_a_cut(path):
    assert {verdict(path, ONE[:size]) for size in range(1, len(ONE))} == {"bundle_cut"}
    assert verdict(path, b"") == "bundle_not_one"


def test_every_cut_of_an_encrypted_part_is_refused(path):
    data = encrypted(ONE)
    found = [verdict(path, data[:size]) for size in range(1, len(data))]
    # The one seal over a short part breaks by a cut as by a change; without it nothing of the part can be read.
    assert set(found) == {"bundle_cut", "bundle_changed"}
    assert found[:150] == ["bundle_cut"] * 150


def test_a_cut_among_the_photos_of_an_encrypted_part_is_named_a_cut(path):
    data = encrypted(bundles.a_part(told(), [os.urandom(300_000)]))
    for size in (70_000, 150_000, 250_000, len(data) - 20_000):
        assert verdict(path, data[:size]) == "bundle_cut"


def test_frames_cannot_be_moved_within_a_part_or_between_parts(path):
    data, same = a_sound_part(), a_sound_part(made_at="2026-11-22T01:02:04Z")
    other = a_sound_part(bundle="0192b0" + "9" * 26)
    for donor in (same, other):
        head, frames, foot = bundles.frames_of(data)
        other_head, _, other_foot = bundles.frames_of(donor)
        assert verdict(path, head + b"".join(frames) + other_foot) == "bundle_changed"
        assert verdict(path, other_head + b"".join(frames) + foot) == "bundle_changed"
    head, frames, foot = bundles.frames_of(data)
    assert len(frames) == 3
    for n in range(len(frames)):
        without, doubled = [*frames], [*frames]
        del without[n]
        doubled.insert(n, frames[n])
        for made in (without, doubled, frames[n:] + frames[:n] if n else frames[::-1]):
            assert verdict(path, head + b"".join(made) + foot) == "bundle_changed"
    assert verdict(path, head + b"".join(frames) + foot) == ""


def test_a_file_of_another_part_in_the_place_of_one_is_refused(path):
    data, other = a_sound_part(), bundles.a_part(told(), [b"", b"\xff\xd8" + bytes(256), b"%PDF-1.8"])
    head, frames, foot = bundles.frames_of(data)
    for n, frame in enumerate(bundles.frames_of(other)[1]):
        made = [*frames[:n], frame, *frames[n + 1 :]]
        if made != frames:
            assert verdict(path, head + b"".join(made) + foot) == "bundle_changed"


def test_a_signed_part_with_another_file_than_it_names_is_refused(path):
    head = header_json(bundles.a_header([], [b"right", b"also"]))
    for data in (
        [b"wrong", b"also"],
        [b"right", b"alsO"],
        [b"rightalso"],
        [b"right"],
        [b"right", b"also", b"more"],
    ):
        assert verdict(path, bundles.forged(head, [(2, one) for one in data])) == "bundle_changed", data
    for data in ([b"right", b"also"], [b"ri", b"ght", b"a", b"lso"]):
        assert verdict(path, bundles.forged(head, [(2, one) for one in data])) == ""


def test_a_column_holds_no_lists_nor_truth(path):
    for value in ([], {}, [1], True, False):
        lines = lines_of(told())
        lines[1][5] = {"id": "a", "x": value}
        assert verdict(path, signed_part(lines)) == "bundle_malformed"


def test_bytes_after_the_end_are_refused(path):
    for extra in (b"\0", b"\n", ONE, b"x" * 70_000):
        assert verdict(path, ONE + extra) == "bundle_changed"
        assert verdict(path, encrypted(ONE) + extra) == "bundle_changed"
        assert verdict(path, encrypted(ONE + extra)) == "bundle_changed"


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 5000, b"PK\x03\x04" + b"x" * 100, b"SQLite format 3\0", b"{}", "中文".encode() * 50, b"A", b"\n"],
)
def test_what_is_no_part_is_named_so(path, data):
    assert verdict(path, data) == ("bundle_cut" if data == b"A" * 1 and data else "bundle_not_one")


def test_an_age_file_of_something_else_is_no_part(path):
    assert verdict(path, encrypted(b"holiday pictures")) == "bundle_not_one"
    assert verdict(path, encrypted(b"")) == "bundle_cut"
    assert verdict(path, encrypted(encrypted(ONE))) == "bundle_not_one"


def test_a_part_for_somebody_else_names_the_key(path):
    path.write_bytes(encrypted(ONE))
    for identities in ([], [OTHER_IDENTITY], ["no identity"]):
        assert our_verdict(path, identities) == "bundle_key"


def test_a_newer_part_is_refused_whole(path):
    head = header_json(bundles.a_header([]))
    for name, value in (("min_reader", 2), ("level", LEVEL + 1), ("suite", 2)):
        assert verdict(path, bundles.forged({**head, name: value, "format": 2}, [])) == "bundle_newer"
    assert verdict(path, bundles.forged({**head, "format": 7, "new_field": [1]}, [])) == ""
    assert verdict(path, b"AJBNDL2\n" + ONE[8:]) == "bundle_newer"


def test_a_medium_that_is_gone_and_other_places(path, tmp_path):
    with pytest.raises(Refused) as refused:
        check_part(path, [])
    assert refused.value.problems[0].code is ProblemCode.MEDIUM_GONE
    for place in (tmp_path, Path("/dev/zero"), Path("a\0b")):
        with pytest.raises(Refused) as refused:
            check_part(place, [])
        assert refused.value.problems[0].code is ProblemCode.BUNDLE_NOT_ONE
    os.mkfifo(path)
    assert our_verdict(path) == "bundle_not_one"


def test_a_part_that_is_too_large_is_not_even_opened(path):
    with path.open("wb") as file:
        file.write(MAGIC)
        file.truncate(300 << 20)
    assert our_verdict(path) == "bundle_too_large"


def test_a_part_that_swells_beyond_its_limit_is_refused(path, monkeypatch):
    assert verdict(path, ONE) == ""
    monkeypatch.setattr("inspector_app.handoff.frames.PART_LIMIT", len(ONE) - 1)
    for data in (ONE, encrypted(ONE)):
        assert verdict(path, data) == "bundle_too_large"


def test_a_frame_whose_hash_its_sender_got_wrong_is_refused(path):
    head = header_json(bundles.a_header([], [b"x"]))
    assert verdict(path, bundles.forged(head, [(2, b"x")])) == ""
    assert verdict(path, bundles.forged(head, [(2, b"x")], marked_as=b"y")) == "bundle_changed"


def test_nothing_is_given_out_before_the_signature_was_checked(path):
    stranger = bundles.forged(header_json(bundles.a_header([])), [], secret="11" * 32)
    path.write_bytes(stranger)
    with pytest.raises(Refused) as refused, open_part(path, []):
        pytest.fail("a reader came out")
    assert refused.value.problems[0].code is ProblemCode.BUNDLE_SIGNATURE


def lines_of(chain):
    return [json.loads(line) for one in chain for line in operation_lines(*one)]


def signed_part(lines, **head) -> bytes:
    text = b"".join((line if isinstance(line, bytes) else keys.canonical(line)) + b"\n" for line in lines)
    known = header_json(bundles.a_header(told(), FILES[:0]))
    return bundles.forged({**known, **head}, [(1, text[at : at + FRAME]) for at in range(0, len(text), FRAME)])


def test_an_operation_that_does_not_fit_its_hash_is_refused(path):
    assert verdict(path, signed_part(lines_of(told()))) == ""
    for place, value in ((6, "other"), (7, "李四"), (8, "2020-01-01T00:00:00Z"), (9, 0), (10, "x")):
        lines = lines_of(told())
        lines[0][1][place] = value
        assert verdict(path, signed_part(lines)) == "bundle_changed"
    lines = lines_of(told())
    lines[1][5] = {"id": "b"}
    assert verdict(path, signed_part(lines)) == "bundle_changed"


def test_ranges_must_be_exactly_those_of_the_operations(path):
    known = header_json(bundles.a_header(told()))
    assert isinstance(known["chains"], list)
    for n, chain in enumerate(known["chains"]):
        for place, value in ((0, "x"), (1, "x"), (2, chain[2] + 1), (3, chain[3] + 1), (4, "0" * 64)):
            chains = [list(c) for c in known["chains"]]
            chains[n][place] = value
            count = sum(c[3] - c[2] + 1 for c in chains)
            data = signed_part(lines_of(told()), chains=chains, operations=count, total_operations=9)
            assert verdict(path, data) in {"bundle_changed", "bundle_malformed"}
    for lines in ([], lines_of(told()[:2]), lines_of(told()[1:]), lines_of([told()[1], told()[0], told()[2]])):
        assert verdict(path, signed_part(lines)) == "bundle_changed"


HOSTILE = {
    "deep": b"[" * 1_000_000,
    "deep object": b'{"a":' * 500_000,
    "long number": b"[" + b"9" * 900_000 + b"]",
    "infinite": b'["o",[1e99999],1]',
    "nan": b'["o",[NaN],1]',
    "bytes": b"\xff\xfe" * 1000,
    "half pair": b'["o",["\\ud800"],1]',
    "doubled key": b'["c",1,"t","r",null,{"a":1,"a":2}]',
    "empty lines": b"\n" * 1_000_000,
    "nothing": b"",
    "many lists": b"[" + b"[]," * 300_000 + b"[]]",
    "many texts": b"[" + b'"",' * 300_000 + b'""]',
    "a count of changes": b'["o",["i","d","n",1,"","","","","",0,"",""],9007199254740993]',
    "no line end": b'["o"',
    "utf-16": '["o",[],1]'.encode("utf-16"),
    "a mark of byte order": b"\xef\xbb\xbf[]",
}  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_lines_are_refused_wherever_they_stand(path, line):
    head = lines_of(told())[0]
    for lines in ([line], [head, line], [keys.canonical(head).replace(b'"op-', b'"\\ud800', 1), line]):
        assert verdict(path, signed_part(lines)) == "bundle_malformed"
    assert verdict(path, bundles.forged(line, [])) in {"bundle_changed", "bundle_signature"}


def test_hostile_lengths_are_refused(path):
    for length in (0, 1, 4 * 1024 * 1024 + 1, (1 << 32) - 1):
        assert verdict(path, MAGIC + length.to_bytes(4, "big") + ONE[12:]) in {"bundle_changed", "bundle_cut"}
    head, frames, foot = bundles.frames_of(ONE)
    for length in (1024 * 1024 + 1, (1 << 32) - 1):
        made = head + length.to_bytes(4, "big") + frames[0][4:] + foot
        assert verdict(path, made) == "bundle_changed"


def test_a_head_promising_more_than_the_format_allows_is_refused(path):
    known = header_json(bundles.a_header([]))
    item = ["photo", "0" * 64, 200 * 1024 * 1024 + 1]
    for change in (
        {"files": [item], "total_files": 1, "total_bytes": 1 << 40},
        {"files": [["exe", "0" * 64, 1]], "total_files": 1, "total_bytes": 1},
        {"files": [["photo", "../../etc/passwd", 1]], "total_files": 1, "total_bytes": 1},
        {"part": 2}, {"part": 0}, {"parts": 0}, {"purpose": "other"}, {"key": known["key"].upper()},
        {"files": [["photo", "0" * 64, 1]] * 2, "total_files": 2, "total_bytes": 2}, {"min_reader": 0},
        {"operations": 1}, {"previous": "x"}, {"device": ""}, {"heads": [1]}, {"level": True}, {"made_at": None},
    ):  # fmt: skip
        assert verdict(path, bundles.forged({**known, **change}, [])) in {"bundle_malformed", "bundle_signature"}, (
            change
        )
    for name in known:
        left = {key: value for key, value in known.items() if key != name}
        assert verdict(path, bundles.forged(left, [])) in {"bundle_malformed", "bundle_signature"}, name
    many = [["d", str(n), 1, 60_000, "0" * 64] for n in range(1)]
    data = bundles.forged({**known, "chains": many, "operations": 60_000, "total_operations": 60_000}, [])
    assert verdict(path, data) == "bundle_too_large"


def test_an_age_head_of_many_megabytes_is_not_parsed(path):
    line = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
    assert verdict(path, b"age-encryption.org/v1\n" + line * 60_000) == "bundle_changed"


def test_memory_stays_small_whatever_the_part(tmp_path):
    """Lines made to swell in memory, and a large part; each in a process of its own, which tells its peak."""
    swelling = {
        "lists": [b"[" + b"[]," * 5_000_000 + b"[]]"],
        "texts": [b"[" + b'"",' * 5_000_000 + b'""]'],
        "members": [b"{" + b'"a":0,' * 3_000_000 + b'"b":0}'],
    }
    script = (
        "import re, sys; from pathlib import Path; from tests.handoff.damage import our_verdict;"
        "peak = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024;"
        "before = peak(); code = our_verdict(Path(sys.argv[1])); print(code, peak() - before)"
    )
    large = bundles.a_part(told(), [bytes([n]) * (16 << 20) for n in range(4)])
    parts = {name: (signed_part(lines), "bundle_malformed", 120) for name, lines in swelling.items()}
    parts |= {"plain": (large, "sound", 25), "encrypted": (encrypted(large), "sound", 25)}
    for name, (data, code, allowed) in parts.items():
        path = tmp_path / f"{name}.ajb"
        path.write_bytes(data)
        done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
        found, _, megabytes = done.stdout.rpartition(" ")
        assert (found or "sound") == code, name
        assert int(megabytes) < allowed, f"{name}: {megabytes} MiB"
        path.unlink()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=_json,
    row=st.lists(_json, min_size=10, max_size=13),
    name=st.sampled_from(sorted(header_json(bundles.a_header([])))),
)
def test_signed_nonsense_is_refused_and_never_an_accident(path, value, row, name):
    known = header_json(bundles.a_header([]))
    assert verdict(path, bundles.forged({**known, name: value}, [], place=(known["bundle"], known["part"]))) is not None
    for line in (value, ["o", row, 1], ["o", value, value], ["c", *row[:5]]):
        text = json.dumps(line).encode()
        assert verdict(path, signed_part([text])) == "bundle_malformed"
        assert verdict(path, signed_part([keys.canonical(lines_of(told())[0]), text])) in {
            "bundle_malformed", "bundle_changed",
        }  # fmt: skip


def test_a_sample_of_damaged_and_forged_parts():
    outcome = campaign(20261122, 1000)
    assert outcome.faults == []
    assert outcome.codes["sound"] < outcome.count / 10
    assert len(outcome.codes) >= 7
