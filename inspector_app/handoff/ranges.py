# SPDX-License-Identifier: MulanPSL-2.0
"""Whether the operations of a part are exactly those that its head promises."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.change import Operation
from inspector_app.handoff.header import ChainRange


class Ranges:
    """Follows each chain of a part from its first to its last operation."""

    def __init__(self, chains: Sequence[ChainRange]) -> None:
        self._chains = {(chain.device, chain.incarnation): chain for chain in chains}
        self._at: dict[tuple[str, str], tuple[int, str]] = {}

    def take(self, operation: Operation) -> None:
        """Go one operation on. Raises ValueError when another one was due, or none of this chain."""
        key = (operation.device, operation.incarnation)
        chain = self._chains.get(key)
        if chain is None:
            raise ValueError("an operation of another chain")
        if key not in self._at:
            fits = operation.seq == chain.first
        else:
            seq, hash_ = self._at[key]
            fits = operation.seq == seq + 1 and operation.prev_hash == hash_
        if not fits or operation.seq > chain.last:
            raise ValueError("operations out of order")
        self._at[key] = (operation.seq, operation.hash)

    def must_be_complete(self) -> None:
        """Raise ValueError unless every chain has come to its last operation, with the hash that the head gives."""
        for key, chain in self._chains.items():
            if self._at.get(key) != (chain.last, chain.head):
                raise ValueError("operations missing")
