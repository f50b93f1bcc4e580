# SPDX-License-Identifier: MulanPSL-2.0
"""Keep `checklists/common/clauses.toml` whole: every clause that a checklist cites stands in it, in order.

    python build/clauses.py           # add what is cited and not there yet; write the file in its order and layout
    python build/clauses.py --check   # write nothing; fail and name what would change

What is added has no subject unless a `criteria.toml` has one, and the mark V only where every citation is V.
Subjects, days and succession are written by hand and stay as they are; comments below the head are not kept.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from inspector_app.domain.clause_places import numeral, order, places_in

CHECKLISTS = Path(__file__).resolve().parents[1] / "checklists"
TARGET = CHECKLISTS / "common" / "clauses.toml"
KEYS = (
    "law", "clause", "subject", "verified", "status", "effective_from", "effective_to", "superseded_by",
    "checked_on", "sources",
)  # fmt: skip
Entry = dict[str, Any]
Place = tuple[str, str]


def tables() -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Give every file of the checklists that cites laws."""
    for path in sorted(CHECKLISTS.glob("*/*.toml")):
        if path.name not in ("laws.toml", "clauses.toml", "sources.toml"):
            yield path, tomllib.loads(path.read_text(encoding="utf-8"))


def citations(value: object) -> Iterator[tuple[str, str, str]]:
    """Give law, clause and mark of everything below that cites a law."""
    if isinstance(value, dict):
        if isinstance(value.get("law"), str) and isinstance(value.get("clause"), str):
            yield value["law"], value["clause"], str(value.get("verified", "M"))
        for part in value.values():
            yield from citations(part)
    elif isinstance(value, list):
        for part in value:
            yield from citations(part)


def cited() -> dict[Place, str]:
    """Give every place that is cited, with V where all that cite it are V."""
    marks: dict[Place, str] = {}
    for _, table in tables():
        for law, text, mark in citations(table):
            for place in places_in(text):
                marks[law, place] = "V" if marks.get((law, place), "V") == mark == "V" else "M"
    return marks


def criteria() -> dict[Place, Entry]:
    """Give the entries of the major-hazard criteria: their subjects are our own words already."""
    found: dict[Place, Entry] = {}
    for path, table in tables():
        if path.name == "criteria.toml":
            for standard in table["criteria"]:
                has_articles = any("(" in str(entry["item"]) for entry in standard["entries"])
                for entry in standard["entries"]:
                    place = criterion_place(str(entry["item"]), "条" if has_articles else "项")
                    found[standard["law"], place] = {
                        "subject": entry["summary"],
                        "verified": entry.get("verified", standard["verified"]),
                    }
    return found


def criterion_place(item: str, unit: str) -> str:
    """Write the number of a criterion as it is cited: `3` is 第三项, `4(2)` 第四条第二项, `5.1.1` itself."""
    if item.isdecimal():
        return f"第{numeral(int(item))}{unit}"
    article, _, rest = item.partition("(")
    if rest:
        return f"第{numeral(int(article))}条第{numeral(int(rest.rstrip(')')))}项"
    return item


def laws() -> dict[str, Mapping[str, Any]]:
    """Give the laws of the library by key, in its order."""
    table = tomllib.loads((CHECKLISTS / "common" / "laws.toml").read_text(encoding="utf-8"))
    return {law["key"]: law for law in table["law"]}


def whole(entries: Mapping[Place, Entry]) -> dict[Place, Entry]:
    """Give the entries with what is cited and was not there."""
    library = laws()
    found = {place: dict(entry) for place, entry in entries.items()}
    known = criteria()
    for place, mark in cited().items():
        if place not in found:
            entry: Entry = {"law": place[0], "clause": place[1], "verified": mark, **known.get(place, {})}
            if entry["verified"] == "V":
                entry["checked_on"] = library[place[0]]["checked_on"]
            found[place] = entry
    places = list(library)
    return dict(sorted(found.items(), key=lambda pair: (places.index(pair[0][0]), order(pair[0][1]))))


def text_of(head: str, entries: Mapping[Place, Entry]) -> str:
    """Write the whole file."""
    library = laws()
    lines, law = [head.rstrip("\n")], ""
    for (key, _), entry in entries.items():
        if key != law:
            law = key
            lines += ["", f"# {library[law]['name']} " + "-" * 40]
        lines += ["", "[[clause]]", *(f"{name} = {value_of(entry[name])}" for name in KEYS if name in entry)]
    return "\n".join(lines) + "\n"


def value_of(value: object) -> str:
    """Write one value."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(value_of, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {value_of(part)}' for name, part in value.items())} }}"
    assert isinstance(value, str) and "'" not in value, value
    return f"'{value}'"


def main(arguments: list[str]) -> int:
    """Write the file, or say what is missing."""
    text = TARGET.read_text(encoding="utf-8")
    head = text.partition("\n\n#")[0].partition("[[clause]]")[0]
    entries = {(e["law"], e["clause"]): e for e in tomllib.loads(text).get("clause", [])}
    made = text_of(head, whole(entries))
    if "--check" in arguments:
        for law, clause in whole(entries).keys() - entries.keys():
            print(f"cited and not in clauses.toml: {law} {clause}")
        return int(made != text)
    if made != text:
        TARGET.write_text(made, encoding="utf-8")
    print(f"{len(whole(entries))} clauses, {len(whole(entries)) - len(entries)} added")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
