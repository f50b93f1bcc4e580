# SPDX-License-Identifier: MulanPSL-2.0
"""A pack on its way: what was read before anybody has judged whether it may be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspector_app.domain.checklist import ChecklistItem, Clause

PACK_FILE = "pack.toml"
ITEMS_FILE = "items.toml"
LAWS_FILE = "laws.toml"
CLAUSES_FILE = "clauses.toml"
DATA_FILE = "data.toml"
FORMAT = 1
MAX_DAYS = 3650
COMMON = "common"
"""The id of the pack whose items other packs may supersede."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackHead:
    """What `pack.toml` says; empty where it says nothing usable."""

    id: str = ""
    version: str = ""
    title: str = ""
    industry: str = ""
    issuer: str = ""
    valid_from: date | None = None
    authority: str = ""
    sections: tuple[str, ...] = ()
    supersedes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftItem:
    """An item with its place in the files (`hazmat/items.toml:HZ-LIC-01`)."""

    place: str
    item: ChecklistItem


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPack:
    """A head and items as they stand in the files. `head` is none where `pack.toml` could not be read."""

    name: str
    head: PackHead | None
    items: Sequence[DraftItem]
    has_items_file: bool = True


def clauses_of(item: ChecklistItem) -> Iterator[tuple[str, Clause]]:
    """Give every clause of an item with the name of its field."""
    for field_name, clauses in (
        ("basis", item.basis),
        ("major_ref", item.major_ref),
        ("order_basis", item.order_basis),
        ("penalty", item.penalty),
    ):
        for place, clause in enumerate(clauses, 1):
            yield f"{field_name}[{place}]", clause
