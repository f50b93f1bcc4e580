# SPDX-License-Identifier: MulanPSL-2.0
"""The plan of a bundle as the ledger keeps it, so that an interrupted one is finished part by part, not begun again.

Every value of every part's head is settled here before the first byte is written; only age's chance is not. A
finished part is known by the hash of its file, since the laptop cannot open what it encrypted to the office.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inspector_app.handoff.header import ChainRange, FileItem
from inspector_app.handoff.outgoing import Order, Plan, PlannedPart


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPart:
    """One part: its file's name, what lies in it, and once it was proved its hashes and size."""

    name: str
    planned: PlannedPart
    sha256: str = ""
    header_sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlan:
    """All parts, and what every head says alike."""

    topic: str
    incarnation: str
    unit: str
    recipients: tuple[str, ...]
    certificate: str
    request: str
    heads: tuple[str, ...]
    receipts: tuple[str, ...]
    parts: tuple[KeptPart, ...]

    @property
    def operations(self) -> int:
        """How many operations go."""
        return sum(part.planned.operations for part in self.parts)

    @property
    def items(self) -> tuple[FileItem, ...]:
        """The files of all parts."""
        return tuple(item for part in self.parts for item in part.planned.files)

    def fits(self, order: Order, unit: str) -> bool:
        """Whether a bundle of this plan is what is asked for now."""
        return (self.topic, self.recipients, self.unit) == (order.topic, order.recipients, unit)

    def with_part(self, n: int, part: KeptPart) -> KeptPlan:
        """Give the plan with one part replaced."""
        return replace(self, parts=(*self.parts[:n], part, *self.parts[n + 1 :]))

    def raised(self, order: Order) -> Order:
        """Give the order without what lies in this bundle."""
        known = dict(order.known)
        for part in self.parts:
            for c in part.planned.chains:
                chain = (c.device, c.incarnation)
                if c.first <= known.get(chain, 0) + 1:
                    known[chain] = max(known.get(chain, 0), c.last)
        return replace(order, known=known, held=order.held | {item.sha256 for item in self.items})

    def is_wanted(self, order: Order) -> bool:
        """Whether the receiver still lacks anything of this bundle."""
        chains = [c for part in self.parts for c in part.planned.chains]
        lacks = any(order.known.get((c.device, c.incarnation), 0) < c.last for c in chains)
        wanted = (item.sha256 for item in self.items if order.files is None or item.sha256 in order.files)
        return lacks or any(sha256 not in order.held for sha256 in wanted)


def parts_of(plan: Plan, names: Sequence[str]) -> tuple[KeptPart, ...]:
    """Give the parts of a new plan."""
    return tuple(KeptPart(name=name, planned=part) for name, part in zip(names, plan.parts, strict=True))


def plan_text(plan: KeptPlan) -> str:
    """Give a plan as the ledger keeps it."""
    content = {name: getattr(plan, name) for name in KeptPlan.__slots__ if name != "parts"}
    return json.dumps({**content, "parts": [_part_json(part) for part in plan.parts]}, separators=(",", ":"))


def plan_from(text: str) -> KeptPlan | None:
    """Read a kept plan; nothing where it is of no use any more."""
    try:
        content: dict[str, Any] = json.loads(text)
        texts = {name: str(content[name]) for name in ("topic", "incarnation", "unit", "certificate", "request")}
        lists = {name: tuple(map(str, content[name])) for name in ("recipients", "heads", "receipts")}
        return KeptPlan(**texts, **lists, parts=tuple(_part_from(part) for part in content["parts"]))  # type: ignore[arg-type]
    except (ValueError, KeyError, TypeError):
        return None


def _part_json(part: KeptPart) -> Mapping[str, object]:
    p = part.planned
    return {
        "name": part.name, "sha256": part.sha256, "header_sha256": part.header_sha256, "size": part.size,
        "operations": p.operations, "bytes": p.bytes,
        "chains": [[c.device, c.incarnation, c.first, c.last, c.head] for c in p.chains],
        "files": [[f.kind, f.sha256, f.bytes] for f in p.files],
    }  # fmt: skip


def _part_from(content: Mapping[str, Any]) -> KeptPart:
    planned = PlannedPart(
        chains=tuple(
            ChainRange(device=d, incarnation=i, first=f, last=n, head=h) for d, i, f, n, h in content["chains"]
        ),
        operations=content["operations"],
        files=tuple(FileItem(kind=k, sha256=s, bytes=b) for k, s, b in content["files"]),
        bytes=content["bytes"],
    )
    names = ("name", "sha256", "header_sha256", "size")
    return KeptPart(planned=planned, **{name: content[name] for name in names})
