# SPDX-License-Identifier: MulanPSL-2.0
"""The words of the number register, the cover and the index of a case file (`case_file.toml`), read strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from inspector_app.domain.fact_marks import FactMark
from inspector_app.domain.problems import Problem, Refused
from inspector_app.law.records import Record, read_toml

FILE_NAME = "case_file.toml"
_SLOT = re.compile(r"\{([a-z_]+)\}")

# Every word with the slots that it may hold.
WORDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    part: {name: frozenset(slots.split()) for name, slots in words.items()}
    for part, words in {
        "register": {
            "title": "", "year": "year", "head": "word count void gaps blocks", "block": "first last", "no_block": "",
            "head_unit": "word count void gaps open", "lent": "first last laptop", "free": "first last", "all_used": "",
            "join": "", "serial": "", "number": "", "document": "", "date": "", "unit": "", "state": "", "issued": "",
            "void": "reason", "gap": "", "gap_explained": "reason", "gap_open": "", "empty": "", "end_row": "",
            "continued": "title", "page": "page pages", "demo": "",
        },
        "cover": {
            "title": "", "name": "", "name_text": "unit on", "day": "year month day", "unit": "",
            "credit_code": "", "address": "",
            "person_in_charge": "", "task": "", "time": "", "officers": "", "officer": "name certificate_no",
            "result": "", "result_text": "found major closed", "filed_on": "", "retention": "", "number": "",
            "count": "", "count_text": "pieces pages", "join": "",
        },
        "index": {
            "title": "", "ordinal": "", "number": "", "maker": "", "name": "", "date": "", "page": "", "remark": "",
            "scan": "title", "recording": "", "left_out": "", "void": "numbers", "end_row": "", "continued": "title",
        },
        "scan": {"head": "title number"},
        "folder": {"bound": "", "documents": "", "void": "", "files": "", "photos": ""},
    }.items()
}  # fmt: skip


class CaseWords:
    """The words by part and name; `say` fills their slots, and never looks through the values again."""

    def __init__(self, words: Mapping[str, Mapping[str, str]], marks: Mapping[str, FactMark]) -> None:
        self._words = words
        self.marks = marks

    def say(self, part: str, name: str, /, **values: object) -> str:
        """Give one word with its slots filled."""
        return _SLOT.sub(lambda found: str(values.get(found[1], found[0])), self._words[part][name])


def load_case_words(folder: Path) -> CaseWords:
    """Read the file. Refuses every fault at once."""
    return load_words(folder, FILE_NAME, WORDS)


def load_words(folder: Path, file_name: str, wanted: Mapping[str, Mapping[str, frozenset[str]]]) -> CaseWords:
    """Read a file of words: each part and name that is wanted, with no other slots. Refuses every fault at once."""
    problems: list[Problem] = []
    values = read_toml(folder / file_name, problems)
    if problems:
        raise Refused(problems)
    top = Record(values, file_name, problems)
    top.number("format", 1, 1, required=True)
    words: dict[str, dict[str, str]] = {}
    marks: dict[str, FactMark] = {}
    for part, names in wanted.items():
        table = values.get(part)
        top.skip(part)
        entry = Record(table if isinstance(table, dict) else {}, f"{file_name}:{part}", problems)
        words[part] = {name: _word(entry, name, slots) for name, slots in names.items()}
        marks[part] = entry.word("mark", FactMark) or FactMark.FM
        entry.text("source")
        entry.close()
    top.close()
    if problems:
        raise Refused(problems)
    return CaseWords(words, marks)


def _word(entry: Record, name: str, slots: frozenset[str]) -> str:
    text = entry.text(name)
    found = frozenset(_SLOT.findall(text))
    if found - slots:
        entry.not_allowed(name, ", ".join(sorted(found - slots)), ", ".join(sorted(slots)) or "-")
    return text
