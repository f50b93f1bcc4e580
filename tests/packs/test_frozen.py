# SPDX-License-Identifier: MulanPSL-2.0
"""A frozen pack comes back the same, has one hash for one content, and bad bytes are refused."""

import json
import unicodedata
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.checklist import (
    ChecklistItem,
    ChecklistPack,
    Clause,
    DeadlineClass,
    ItemGrade,
    Section,
    Verified,
)
from inspector_app.domain.problems import Refused
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.packs.frozen import freeze, thaw, with_hash

TEXTS = st.text(st.characters(blacklist_categories=("Cc", "Cs")), min_size=1, max_size=12).filter(str.strip)
OPTIONAL_TEXTS = st.just("") | TEXTS
DAYS = st.none() | st.dates()
CLAUSES = st.builds(
    Clause,
    law=TEXTS,
    name=TEXTS,
    number=OPTIONAL_TEXTS,
    clause=OPTIONAL_TEXTS,
    verified=st.sampled_from(Verified),
    confirmed_by=OPTIONAL_TEXTS,
    effective_from=DAYS,
    effective_to=DAYS,
)
CLAUSE_LISTS = st.lists(CLAUSES, max_size=2).map(tuple)
ITEMS = st.builds(
    ChecklistItem,
    code=TEXTS,
    section=TEXTS,
    applies_to=TEXTS,
    check=TEXTS,
    methods=st.lists(TEXTS, min_size=1, max_size=2).map(tuple),
    criterion=TEXTS,
    basis=CLAUSE_LISTS,
    grade=st.sampled_from(ItemGrade),
    finding=TEXTS,
    measure=TEXTS,
    deadline_class=st.sampled_from(DeadlineClass),
    deadline_days=st.none() | st.integers(1, 3650),
    suspend=st.booleans(),
    verified=st.sampled_from(Verified),
    authority=TEXTS,
    major_ref=CLAUSE_LISTS,
    order_basis=CLAUSE_LISTS,
    penalty=CLAUSE_LISTS,
)
SECTIONS = st.builds(Section, name=TEXTS, items=st.lists(ITEMS, max_size=2).map(tuple))
PACKS = st.builds(
    ChecklistPack,
    id=TEXTS,
    version=TEXTS,
    title=TEXTS,
    industry=TEXTS,
    issuer=TEXTS,
    valid_from=DAYS,
    sections=st.lists(SECTIONS, max_size=2).map(tuple),
    sha256=st.just(""),
    supersedes=st.dictionaries(TEXTS, st.lists(TEXTS, min_size=1, max_size=2).map(tuple), max_size=2),
).map(with_hash)


@settings(deadline=None)
@given(PACKS)
def test_thawed_pack_is_the_frozen_one(pack):
    assert thaw(freeze(pack)) == pack
    assert freeze(thaw(freeze(pack))) == freeze(pack)


@pytest.fixture
def pack(library):
    return load_catalogue([library.root]).pack("timber")


def test_hash_of_a_pack_is_the_hash_of_its_frozen_bytes(pack):
    assert pack.sha256 == sha256(freeze(pack)).hexdigest()
    assert freeze(replace(pack, sha256="other")) == freeze(pack)


def test_frozen_bytes_are_plain_canonical_json(pack):
    data = freeze(pack)
    content = json.loads(data)

    assert data == json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert "〔部位〕".encode() in data
    clause = content["sections"][0]["items"][0]["basis"][0]
    assert clause["name"] == "中华人民共和国安全生产法"
    assert clause["effective_from"] == "2021-09-01"


def test_any_change_of_content_changes_the_hash(pack, library):
    library.change("timber/items.toml", "verified = 'V' }", "verified = 'M' }")

    assert load_catalogue([library.root]).pack("timber").sha256 != pack.sha256


def test_comments_and_layout_do_not_change_the_hash(pack, library):
    library.change("timber/items.toml", "grade = 'general'", '# 说明\n\ngrade   =   "general"')

    assert load_catalogue([library.root]).pack("timber").sha256 == pack.sha256


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        (b'"format":1', b'"format":2', "pack_field_wrong", "pack.json:format"),
        (b'"format":1,', b"", "pack_field_missing", "pack.json:format"),
        (b'"timber"', b"7", "pack_field_wrong", "pack.json:id"),
        (b'"2026-11-21"', b'"2026-13-21"', "pack_field_wrong", "pack.json:valid_from"),
        (b'"grade":"general"', b'"grade":"x"', "pack_field_wrong", "pack.json:sections[1].items[1].grade"),
        (b'"suspend":false', b'"suspend":0', "pack_field_wrong", "pack.json:sections[1].items[1].suspend"),
        (b'"suspend"', b'"suspends"', "value_unknown_key", "pack.json:sections[1].items[1].suspends"),
        (b'"2021-09-01"', b"1", "pack_field_wrong", "pack.json:sections[1].items[1].basis[1].effective_from"),
        (b'"CM-LIC-02"', b"[]", "pack_field_wrong", "pack.json:supersedes.TM-LIC-01[1]"),
        (b'"\xe6\x9c\xa8\xe6\x9d\x90"', b'"\\ud800"', "character_forbidden", "pack.json:title"),
    ],
)
def test_bytes_that_freeze_did_not_make_are_refused_with_their_place(pack, old, new, code, where):
    data = freeze(pack)
    assert old in data

    with pytest.raises(Refused) as refused:
        thaw(data.replace(old, new, 1))

    assert (code, where) in [(problem.code, problem.where) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Expecting value"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "not a table"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"format":' + b"9" * 5000 + b"}", "nested too deeply"),
    ],
    ids=["empty", "binary", "list", "deep", "digits"],
)
def test_bytes_that_are_no_json_table_are_refused(data, reason):
    with pytest.raises(Refused) as refused:
        thaw(data)

    (problem,) = refused.value.problems
    assert (problem.code, problem.fields["reason"]) == ("syntax_wrong", reason)


def test_every_combining_and_rare_character_survives(pack):
    rare = replace(pack, title="𠮷野家㐂" + unicodedata.normalize("NFD", "é"))

    assert thaw(freeze(rare)).title == rare.title
