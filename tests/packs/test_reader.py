# SPDX-License-Identifier: MulanPSL-2.0
"""Files into packs: what is read, and that every unreadable or misshapen thing is told with its place."""

from datetime import date

import pytest

from inspector_app.domain.checklist import Clause, DeadlineClass, ItemGrade, Verified
from inspector_app.packs.catalogue import check_pack, load_catalogue
from inspector_app.packs.laws import read_laws
from inspector_app.packs.reader import PackText, read_pack

ITEMS = "timber/items.toml"
FIRST = f"{ITEMS}:TM-LIC-01"


def test_pack_holds_what_the_files_say(library):
    pack = load_catalogue([library.root]).pack("timber")

    assert (pack.id, pack.version, pack.title, pack.issuer) == ("timber", "2026.11.1", "木材", "测试")
    assert pack.valid_from == date(2026, 11, 21)
    assert [(section.name, len(section.items)) for section in pack.sections] == [("证照", 1), ("现场", 1)]
    assert pack.supersedes == {"TM-LIC-01": ("CM-LIC-02",)}
    item = pack.items[0]
    assert item.methods == ("查资料", "看现场")
    assert (item.grade, item.deadline_class, item.deadline_days, item.suspend) == (
        ItemGrade.GENERAL,
        DeadlineClass.WITHIN_DAYS,
        15,
        False,
    )
    assert item.authority == "应急管理部门"
    assert item.penalty == ()


def test_clause_takes_name_and_days_from_the_library_and_keeps_its_own_mark(library):
    library.change("common/laws.toml", "verified = 'V'", "verified = 'M'")

    first, second = load_catalogue([library.root]).pack("timber").items[0].basis

    assert first == Clause(
        law="AQF",
        name="中华人民共和国安全生产法",
        number="2021年修正，主席令第88号",
        clause="第二十条",
        verified=Verified.V,
        effective_from=date(2021, 9, 1),
    )
    assert (second.clause, second.effective_from, second.may_be_printed) == ("", None, False)


def test_items_stand_under_their_section_in_the_order_of_the_head(library, make_item):
    library.write(
        ITEMS, make_item("TM-DST-01", "现场") + make_item("TM-LIC-02", "证照") + make_item("TM-LIC-01", "证照")
    )

    pack = load_catalogue([library.root]).pack("timber")

    assert [item.code for item in pack.items] == ["TM-LIC-02", "TM-LIC-01", "TM-DST-01"]


def test_own_authority_of_an_item_counts_before_that_of_the_pack(library):
    library.change(ITEMS, "grade =", "authority = '消防救援机构'\ngrade =")

    assert load_catalogue([library.root]).pack("timber").items[0].authority == "消防救援机构"


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("check = 'TM-LIC-01查什么'\n", "", "pack_field_missing", f"{FIRST}:check"),
        ("check = 'TM-LIC-01查什么'", "check = 3", "pack_field_wrong", f"{FIRST}:check"),
        ("check = 'TM-LIC-01查什么'", "check = '  '", "pack_text_empty", f"{FIRST}:check"),
        ("check = 'TM-LIC-01查什么'", 'check = "a\\u0007b"', "character_forbidden", f"{FIRST}:check"),
        ("check = 'TM-LIC-01查什么'", f"check = '{'长' * 2001}'", "text_too_long", f"{FIRST}:check"),
        ("code = 'TM-LIC-01'\n", "", "pack_field_missing", f"{ITEMS}:#1:code"),
        ("['查资料', '看现场']", "'查资料'", "pack_field_wrong", f"{FIRST}:method"),
        ("['查资料', '看现场']", "['查资料', 7]", "pack_field_wrong", f"{FIRST}:method[2]"),
        ("['查资料', '看现场']", "[]", "pack_field_missing", f"{FIRST}:method"),
        ("['查资料', '看现场']", "['查资料', '']", "pack_text_empty", f"{FIRST}:method[2]"),
        ("grade = 'general'", "grade = 'terrible'", "pack_field_wrong", f"{FIRST}:grade"),
        ("grade = 'general'", "grade = ['general']", "pack_field_wrong", f"{FIRST}:grade"),
        ("grade =", "grad =", "value_unknown_key", f"{FIRST}:grad"),
        ("verified = 'V' },", "verified = 'X' },", "pack_field_wrong", f"{FIRST}:basis[1].verified"),
        ("law = 'D16',", "", "pack_field_missing", f"{FIRST}:basis[2].law"),
        ("law = 'D16'", "law = 'D16', page = 3", "value_unknown_key", f"{FIRST}:basis[2].page"),
        ("sources = ['S2']", "sources = 'S2'", "pack_field_wrong", f"{FIRST}:basis[2].sources"),
        ("days = 15", "days = '15'", "pack_field_wrong", f"{FIRST}:deadline.days"),
        ("days = 15", "days = true", "pack_field_wrong", f"{FIRST}:deadline.days"),
        ("days = 15", "days = 0", "pack_field_wrong", f"{FIRST}:deadline.days"),
        ("days = 15", "days = 0x" + "F" * 5000, "pack_field_wrong", f"{FIRST}:deadline.days"),
        ("days = 15", "days = 15, suspend = 1", "pack_field_wrong", f"{FIRST}:deadline.suspend"),
        ("deadline = { class = 'within_days', days = 15 }", "", "pack_field_missing", f"{FIRST}:deadline"),
        ("deadline = {", "deadline = [] #", "pack_field_wrong", f"{FIRST}:deadline"),
        ("[[item]]", "page = 1\n[[item]]", "value_unknown_key", f"{ITEMS}:page"),
        ("basis = [", "basis = [ 'AQF',", "pack_field_wrong", f"{FIRST}:basis[1]"),
        ("grade =", "penalty = 'AQF'\ngrade =", "pack_field_wrong", f"{FIRST}:penalty"),
    ],
)
def test_fault_in_an_item_is_found_with_its_place(library, old, new, code, where):
    library.change(ITEMS, old, new)

    assert (code, where) in library.found()
    assert load_catalogue([library.root]).pack("timber") is None


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("format = 1\n", "", "pack_field_missing", "timber/pack.toml:format"),
        ("format = 1", "format = 2", "pack_field_wrong", "timber/pack.toml:format"),
        ("format = 1", "format = true", "pack_field_wrong", "timber/pack.toml:format"),
        ("issuer = '测试'\n", "", "pack_field_missing", "timber/pack.toml:issuer"),
        ("issuer =", "isuer =", "value_unknown_key", "timber/pack.toml:isuer"),
        ("2026-11-21", "'2026-11-21'", "pack_field_wrong", "timber/pack.toml:valid_from"),
        ("2026-11-21", "2026-11-21T08:00:00", "pack_field_wrong", "timber/pack.toml:valid_from"),
        ("['证照', '现场']", "[]", "pack_field_missing", "timber/pack.toml:sections"),
        ("= ['CM-LIC-02']", "= 'CM-LIC-02'", "pack_field_wrong", "timber/pack.toml:supersedes_common.TM-LIC-01"),
        ("authority = '应急管理部门'\n", "", "pack_field_missing", f"{FIRST}:authority"),
    ],
)
def test_fault_in_the_head_is_found_with_its_place(library, old, new, code, where):
    library.change("timber/pack.toml", old, new)

    assert (code, where) in library.found()
    assert load_catalogue([library.root]).pack("timber") is None


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("key = 'D16'\n", "", "pack_field_missing", "common/laws.toml:#2:key"),
        ("key = 'D16'", "key = 'AQF'", "pack_code_duplicate", "common/laws.toml:AQF:key"),
        ("verified = 'M'", "verified = 'M'\nverifed = 'M'", "value_unknown_key", "common/laws.toml:D16:verifed"),
        ("2021-09-01", "'2021'", "pack_field_wrong", "common/laws.toml:AQF:effective_from"),
        ("2021-09-01", "2021-09-01\neffective_to = 2020-01-01", "time_order", "common/laws.toml:AQF:effective_to"),
    ],
)
def test_fault_in_a_law_is_found_with_its_place(library, old, new, code, where):
    library.change("common/laws.toml", old, new)

    assert (code, where) in library.found()
    catalogue = load_catalogue([library.root])
    assert (code, where) in [(problem.code, problem.where) for problem in catalogue.problems]


def test_faulty_law_is_told_once_and_not_for_each_clause_that_names_it(library):
    library.change("common/laws.toml", "verified = 'M'", "verified = 'Q'")

    assert library.found() == [("pack_field_wrong", "common/laws.toml:D16:verified")]
    entry = next(entry for entry in load_catalogue([library.root]).entries if entry.id == "timber")
    assert entry.pack is None
    assert [problem.where for problem in entry.problems] == ["common/laws.toml:D16:verified"]


def test_syntax_error_names_the_line(library):
    library.change(ITEMS, "grade = 'general'", "grade = general")

    (problem,) = library.check()

    assert problem.code == "syntax_wrong"
    assert problem.fields == {"path": ITEMS, "line": "14", "reason": "Invalid value"}


def test_text_left_open_names_the_last_line(library):
    library.write(ITEMS, "[[item]]\ncode = '''\n\n")

    (problem,) = library.check()

    assert (problem.code, problem.fields["line"]) == ("syntax_wrong", "4")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = " + "[" * 100_000, "2"),
        ("a = 1\n\n" + ".".join("a" * 200_000) + " = 1", "3"),
        ("a = " + "{ a = " * 100_000, "1"),
        ("[" + ".".join(['"甲"'] * 200_000) + "]", "1"),
        ("a = " + "9" * 10_000, "0"),
    ],
    ids=["brackets", "dotted key", "inline tables", "quoted header", "digits"],
)
def test_nesting_without_end_is_refused_quickly(library, text, line):
    library.write(ITEMS, text)

    (problem,) = library.check()

    assert (problem.code, problem.fields["line"]) == ("syntax_wrong", line)


def test_dots_in_ordinary_texts_and_comments_are_no_nesting(library):
    dotted = ".".join("a" * 40)
    library.change(ITEMS, "criterion = '判定标准'", f"# {dotted}.\ncriterion = '1.2.3.4.5.6.7.8.9.10'")

    assert library.found() == []


def test_file_of_another_encoding_is_refused_with_its_line(library):
    text = (library.root / ITEMS).read_text(encoding="utf-8")
    (library.root / ITEMS).write_bytes(b"# \n\n" + text.encode("gb18030"))

    (problem,) = library.check()

    assert problem.code == "syntax_wrong"
    assert problem.fields["reason"] == "not UTF-8"
    assert int(problem.fields["line"]) > 2


def test_byte_order_mark_and_windows_line_ends_are_accepted(library):
    text = (library.root / ITEMS).read_text(encoding="utf-8")
    (library.root / ITEMS).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert library.found() == []


def test_binary_file_is_refused(library):
    (library.root / ITEMS).write_bytes(bytes(range(256)) * 40)

    assert [code for code, _ in library.found()] == ["syntax_wrong"]


def test_huge_file_is_refused_unread(library):
    with (library.root / ITEMS).open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)

    (problem,) = library.check()

    assert problem.code == "file_too_large"
    assert problem.fields["size"] == str(300 * 1024 * 1024)


def test_missing_file_is_told_while_the_other_is_still_checked(library):
    (library.root / ITEMS).unlink()
    library.change("timber/pack.toml", "issuer = '测试'\n", "")

    assert library.found() == [
        ("file_missing", ITEMS),
        ("pack_field_missing", "timber/pack.toml:issuer"),
    ]


def test_items_are_checked_although_the_head_is_missing(library):
    (library.root / "timber/pack.toml").unlink()
    library.change(ITEMS, "days = 15", "days = 'x'")

    assert ("file_missing", "timber/pack.toml") in library.found()
    assert ("pack_field_wrong", f"{FIRST}:deadline.days") in library.found()
    assert not [where for code, where in library.found() if where.endswith(":authority")]


def test_folder_in_place_of_a_file_is_told(library):
    (library.root / ITEMS).unlink()
    (library.root / ITEMS).mkdir()

    (problem,) = library.check()

    assert (problem.code, problem.where, problem.fields["reason"]) == ("file_unreadable", ITEMS, "not a file")


def test_too_many_items_are_refused_without_reading_them(library):
    library.write(ITEMS, "[[item]]\n" * 5001)

    assert library.found() == [("pack_field_wrong", f"{ITEMS}:item")]


def test_pack_without_items_is_told(library):
    library.write(ITEMS, "# nothing yet\n")

    assert ("pack_empty", ITEMS) in library.found()


@pytest.mark.parametrize("name", ["nowhere", "no\0where", "x" * 5000, "timber/other.txt"])
def test_path_that_leads_nowhere_is_a_problem_and_no_exception(library, name):
    assert len(check_pack(library.root / name, None)) == 1


def test_other_file_is_no_pack_even_if_it_is_good_toml(library):
    library.write("timber/other.toml", "a = 1")

    assert library.found("timber/other.toml") == [("pack_field_wrong", "other.toml")]
    assert library.found("common/laws.toml") == []


def test_files_of_a_pack_may_be_named_instead_of_its_folder(library):
    library.change(ITEMS, "days = 15", "days = 'x'")

    assert library.found("timber/pack.toml") == library.found("timber/items.toml") == library.found()


def test_texts_are_read_without_any_file(library):
    laws = read_laws((library.root / "common/laws.toml").read_text(encoding="utf-8"), "laws.toml")
    head = (library.root / "timber/pack.toml").read_text(encoding="utf-8")
    items = (library.root / "timber/items.toml").read_text(encoding="utf-8")

    reading = read_pack(PackText(name="timber", head=head, items=items), laws)

    assert reading.problems == ()
    assert reading.codes == {"TM-LIC-01", "TM-DST-01"}
    assert reading.pack == load_catalogue([library.root]).pack("timber")
