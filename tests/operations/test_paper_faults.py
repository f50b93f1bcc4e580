# SPDX-License-Identifier: MulanPSL-2.0
"""RECORD.json as it should not be: every fault is named with its path, nothing is written, nothing breaks."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.paper_record import read_paper_record
from inspector_app.domain.problems import Problem, ProblemCode, Refused, blocking
from inspector_app.operations import undo
from inspector_app.operations.paper_records import RecordedInspection, record_inspection_file
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.ordinary_user import as_ordinary_user, let_others_in
from tests.helpers.records import a_paper_finding, a_record, counted, record, refused, write_record

P = ProblemCode
OFFICER = {"name": "甲", "certificate_no": "99012301001"}


@pytest.fixture(autouse=True)
def after_the_day(clock: Clock) -> None:
    clock.move(days=1)


def test_all_faults_are_listed_at_once_with_their_paths(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    content = {
        "enterprise": {"name": "", "credit_code": "91110000802100433A", "phone": 5},
        "packs": ["common", "nothing"],
        "officers": [{"name": "林知远", "certificate_no": "9901"}],
        "started_at": "2026-11-20 09:05",
        "finished_at": "2026-11-20T11:40+08:00",
        "answers": {"HZ-LIC-07": "yes", "HZ-LIC-01": True},
        "findings": [
            {
                "item": 5,
                "place": None,
                "description": "x",
                "grade": "severe",
                "deadline": "2026-02-30",
                "photos": ["none.jpg"],
            },
            {"item": None, "place": "库", "description": "", "grade": "general", "photos": ["broken.jpg", "."]},
        ],
    }
    found = refused(ws, tmp_path, content)
    assert set(found) == {
        (ProblemCode.VALUE_MISSING, "$.enterprise.name"),
        (ProblemCode.CREDIT_CODE_CHECK_DIGIT, "$.enterprise.credit_code"),
        (ProblemCode.VALUE_WRONG_TYPE, "$.enterprise.phone"),
        (ProblemCode.PACK_UNKNOWN, "$.packs[1]"),
        (ProblemCode.TOO_FEW_OFFICERS, "$.officers"),
        (ProblemCode.CERTIFICATE_LENGTH, "$.officers[0].certificate_no"),
        (ProblemCode.TIME_WRONG, "$.started_at"),
        (ProblemCode.VALUE_NOT_ALLOWED, "$.answers.HZ-LIC-07"),
        (ProblemCode.VALUE_NOT_ALLOWED, "$.answers.HZ-LIC-01"),
        (ProblemCode.VALUE_WRONG_TYPE, "$.findings[0].item"),
        (ProblemCode.VALUE_MISSING, "$.findings[0].place"),
        (ProblemCode.VALUE_NOT_ALLOWED, "$.findings[0].grade"),
        (ProblemCode.DATE_WRONG, "$.findings[0].deadline"),
        (ProblemCode.FILE_MISSING, "$.findings[0].photos[0]"),
        (ProblemCode.VALUE_MISSING, "$.findings[1].description"),
        (ProblemCode.VALUE_MISSING, "$.findings[1].measure"),
        (ProblemCode.PHOTO_BROKEN, "$.findings[1].photos[0]"),
        (ProblemCode.FILE_UNREADABLE, "$.findings[1].photos[1]"),
    }


CASES: list[tuple[dict[str, Any], ProblemCode, str]] = [
    ({"officers": [OFFICER]}, P.TOO_FEW_OFFICERS, "$.officers"),
    ({"officers": [OFFICER, OFFICER]}, P.TOO_FEW_OFFICERS, "$.officers"),
    ({"officers": [OFFICER, OFFICER]}, P.OFFICER_DUPLICATE, "$.officers[1].certificate_no"),
    ({"officers": None}, P.VALUE_MISSING, "$.officers"),
    ({"officers": ["甲", "乙"]}, P.VALUE_WRONG_TYPE, "$.officers[0]"),
    ({"packs": []}, P.NO_PACK, "$.packs"),
    ({"packs": "common"}, P.VALUE_WRONG_TYPE, "$.packs"),
    ({"packs": [1]}, P.VALUE_WRONG_TYPE, "$.packs[0]"),
    ({"packs": ["common", "../common"]}, P.PACK_UNKNOWN, "$.packs[1]"),
    ({"enterprise": None}, P.VALUE_MISSING, "$.enterprise"),
    ({"enterprise": []}, P.VALUE_WRONG_TYPE, "$.enterprise"),
    ({"enterprise": {"name": "甲", "credit_code": "9111"}}, P.CREDIT_CODE_LENGTH, "$.enterprise.credit_code"),
    ({"finished_at": "2026-11-20T09:05+08:00"}, P.TIME_ORDER, "$.finished_at"),
    ({"finished_at": "2026-11-20T09:30+09:00"}, P.TIME_ORDER, "$.finished_at"),
    ({"started_at": "2026-11-20T09:05"}, P.TIME_WRONG, "$.started_at"),
    ({"started_at": "2026-11-20T24:00+08:00"}, P.TIME_WRONG, "$.started_at"),
    ({"started_at": "2026-11-20"}, P.TIME_WRONG, "$.started_at"),
    ({"started_at": "9999-12-31T23:59-12:00"}, P.TIME_WRONG, "$.started_at"),
    ({"started_at": 20261120}, P.VALUE_WRONG_TYPE, "$.started_at"),
    ({"started_at": None}, P.VALUE_MISSING, "$.started_at"),
    ({"accompanied_by": "钱立群"}, P.VALUE_WRONG_TYPE, "$.accompanied_by"),
    ({"experts": [5]}, P.VALUE_WRONG_TYPE, "$.experts[0]"),
    ({"answers": {"HZ-XXX-99": "compliant"}}, P.ITEM_UNKNOWN, "$.answers.HZ-XXX-99"),
    ({"answers": {"a b": "compliant"}}, P.ITEM_UNKNOWN, '$.answers["a b"]'),
    ({"answers": []}, P.VALUE_WRONG_TYPE, "$.answers"),
    ({"answers": {"HZ-LIC-07": "compliant"}}, P.ANSWER_CONTRADICTS_FINDING, "$.findings[0].item"),
    ({"answers": {"HZ-LIC-07": "not_applicable"}}, P.ANSWER_CONTRADICTS_FINDING, "$.findings[0].item"),
    ({"findings": None}, P.VALUE_MISSING, "$.findings"),
    ({"findings": [{}] * 2000}, P.VALUE_NOT_ALLOWED, "$.findings"),
    ({"findings": [a_paper_finding(), a_paper_finding(measure="另一措施")]}, P.FINDING_DUPLICATE, "$.findings[1]"),
    ({"place": "x" * 201}, P.TEXT_TOO_LONG, "$.place"),
    ({"place": "a\0b"}, P.CHARACTER_FORBIDDEN, "$.place"),
    ({"place": "\ud800"}, P.CHARACTER_FORBIDDEN, "$.place"),
]

# What a finding should not be, with the field that is named.
FINDINGS: list[tuple[dict[str, Any], ProblemCode, str]] = [
    ({"description": "长" * 200_000}, P.TEXT_TOO_LONG, "description"),
    ({"description": "  "}, P.VALUE_MISSING, "description"),
    ({"place": ""}, P.VALUE_MISSING, "place"),
    ({"grade": None}, P.VALUE_MISSING, "grade"),
    ({"grade": ["major"]}, P.VALUE_NOT_ALLOWED, "grade"),
    ({"item": "HZ-X-1"}, P.ITEM_UNKNOWN, "item"),
    ({"item": ""}, P.VALUE_MISSING, "item"),
    ({"deadline": "2026-11-19"}, P.TIME_ORDER, "deadline"),
    ({"deadline": "2026-11-20"}, P.TIME_ORDER, "deadline"),
    ({"deadline": "2026-02-30"}, P.DATE_WRONG, "deadline"),
    ({"deadline": 5}, P.VALUE_WRONG_TYPE, "deadline"),
    ({"item": None, "measure": None}, P.VALUE_MISSING, "measure"),
    ({"clauses": [1]}, P.VALUE_WRONG_TYPE, "clauses[0]"),
    ({"clauses": ["x" * 1001]}, P.TEXT_TOO_LONG, "clauses[0]"),
    ({"clauses": "x"}, P.VALUE_WRONG_TYPE, "clauses"),
    ({"photos": [None]}, P.VALUE_MISSING, "photos[0]"),
    ({"photos": ["a\0"]}, P.CHARACTER_FORBIDDEN, "photos[0]"),
    ({"photos": ["none.jpg"]}, P.FILE_MISSING, "photos[0]"),
    ({"photos": ["RECORD.json"]}, P.PHOTO_FORMAT, "photos[0]"),
    ({"photos": ["x" * 300]}, P.FILE_UNREADABLE, "photos[0]"),
]


@pytest.mark.parametrize(("changes", "code", "where"), CASES, ids=lambda value: str(value)[:40])
def test_faults_are_refused(
    ws: Workspace, tmp_path: Path, changes: dict[str, Any], code: ProblemCode, where: str
) -> None:
    assert (code, where) in refused(ws, tmp_path, a_record(**changes))


@pytest.mark.parametrize(("changes", "code", "field"), FINDINGS, ids=lambda value: str(value)[:40])
def test_faults_of_findings_are_refused(
    ws: Workspace, tmp_path: Path, changes: dict[str, Any], code: ProblemCode, field: str
) -> None:
    found = refused(ws, tmp_path, a_record(findings=[a_paper_finding(**changes)]))
    assert (code, f"$.findings[0].{field}") in found


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ProblemCode.SYNTAX_WRONG),
        (b"\xff\xfe{}", ProblemCode.SYNTAX_WRONG),
        (b"{}{}", ProblemCode.SYNTAX_WRONG),
        (b'{"a": NaN}', ProblemCode.SYNTAX_WRONG),
        (b'{"a": 1, "a": 2}', ProblemCode.SYNTAX_WRONG),
        (b'{"a": ' + b"9" * 5000 + b"}", ProblemCode.SYNTAX_WRONG),
        (b"[" * 100_000, ProblemCode.SYNTAX_WRONG),
        (b"[" * 40 + b"]" * 40, ProblemCode.SYNTAX_WRONG),
        (b"[]", ProblemCode.VALUE_WRONG_TYPE),
        (b'"text"', ProblemCode.VALUE_WRONG_TYPE),
        (b" " * 5_000_001, ProblemCode.FILE_TOO_LARGE),
    ],
)
def test_files_that_hold_no_record_are_refused(ws: Workspace, tmp_path: Path, data: bytes, code: ProblemCode) -> None:
    path = tmp_path / "RECORD.json"
    path.write_bytes(data)
    with pytest.raises(Refused) as caught:
        record_inspection_file(ws, path)
    assert [p.code for p in caught.value.problems] == [code]


def test_a_doubled_key_is_named_with_its_path() -> None:
    _, problems = read_paper_record(b'{"findings": [{"place": "a", "place": "b"}]}', "r.json")
    assert [(p.where, p.fields["reason"]) for p in problems] == [("$.findings[0].place", "duplicate key")]


def test_folders_and_pipes_are_no_files(ws: Workspace, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json", Path("/dev/null"), tmp_path / ("x" * 300)):
        with pytest.raises(Refused):
            record_inspection_file(ws, path)


# Whatever the file says ------------------------------------------------------------------------------------

TEXTS = (
    "", " ", "\0", "\ud800", "2026-02-30", "9999-99-99", "0001-01-01T00:00+14:00", "../../../etc/passwd", "/dev/zero",
    "compliant", "major", "HZ-LIC-01", "x" * 5000, "'; DROP TABLE findings; --",
)  # fmt: skip
KEYS = ("enterprise", "packs", "officers", "findings", "answers", "name", "item", "photos", "x")
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ODD = st.one_of(
    PLAIN,
    st.text(max_size=30),
    st.sampled_from(TEXTS),
    st.lists(st.none() | st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), PLAIN | st.text(max_size=5), max_size=3),
)
SHAPES = st.recursive(
    PLAIN | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=30,
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the way to every value inside."""
    found = [path] if path else []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        found += places(part, (*path, key))
    return found


PLACES = places(a_record())


def changed(path: tuple[Any, ...], value: object) -> dict[str, Any]:
    content = copy.deepcopy(a_record())
    holder: Any = content
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return content


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PLACES), value=ODD)
def test_no_value_breaks_the_reader(ws: Workspace, tmp_path: Path, path: tuple[Any, ...], value: object) -> None:
    before = counted(ws)
    try:
        made = record(ws, tmp_path, changed(path, value))
    except Refused as refusal:
        assert blocking(refusal.problems)
        assert counted(ws) == before
    else:
        assert isinstance(made, RecordedInspection)
        undo.undo_last(ws)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    content, problems = read_paper_record(data, "r.json")
    assert content is not None or blocking(problems)


@settings(max_examples=200, deadline=None)
@given(SHAPES)
def test_no_shape_breaks_the_reader(value: object) -> None:
    content, problems = read_paper_record(json.dumps(value).encode(), "r.json")
    assert all(isinstance(problem, Problem) for problem in problems)
    assert content is not None or blocking(problems)


def test_a_file_without_the_right_to_read_it_is_refused(tmp_path: Path) -> None:
    path = write_record(tmp_path, a_record())
    path.chmod(0)
    let_others_in(path)
    imports = (
        "from pathlib import Path\n"
        "from inspector_app.domain.problems import Refused\n"
        "from inspector_app.operations.files import read_small_file\n"
    )
    body = "try: read_small_file(Path(sys.argv[1]), 1000)\nexcept Refused as r: print(r.problems[0].code)\n"
    assert as_ordinary_user(imports, body, str(path)) == [ProblemCode.FILE_UNREADABLE]
