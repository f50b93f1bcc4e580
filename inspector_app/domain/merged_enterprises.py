# SPDX-License-Identifier: MulanPSL-2.0
"""Which entry of the register stands for which, after entries of one enterprise were merged."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def shown_ids(merged_into: Mapping[str, str], missing: Collection[str] = ()) -> dict[str, str]:
    """Give for each merged entry the one that lists show, the same on every laptop.

    `merged_into` has the entries that were merged, each with the one it was merged into; `missing` are targets
    that the register does not have: what was merged into one of them shows itself. Two laptops may merge the other
    way round at the same time: of such a circle the smallest id is shown.
    """
    found: dict[str, str] = {}
    for start in sorted(merged_into):
        path: list[str] = []
        here = start
        while here not in found and here not in path and here in merged_into and merged_into[here] not in missing:
            path.append(here)
            here = merged_into[here]
        if here in path:
            circle = path[path.index(here) :]
            end = min(circle)
        else:
            end = found.get(here, here)
        found.update(dict.fromkeys((*path, *((here,) if here in merged_into else ())), end))
    return found
