# SPDX-License-Identifier: MulanPSL-2.0
"""How sure a fact of law is (handbook 0.1): a period, a year of holidays."""

from __future__ import annotations

from enum import StrEnum


class FactMark(StrEnum):
    """Where a fact was read; what was not read in its source is shown as 待核."""

    V = "V"  # read in its source
    V2ND = "V2nd"  # only in a secondary source
    FM = "FM"  # from memory
    P = "P"  # the product's own, not law

    @property
    def is_unsure(self) -> bool:
        """Whether somebody has to look it up before relying on it."""
        return self in (FactMark.V2ND, FactMark.FM)
