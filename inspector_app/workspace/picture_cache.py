# SPDX-License-Identifier: MulanPSL-2.0
"""Small pictures kept between two starts, under the data key where there is one. A lost cache is no loss."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path

from inspector_app.domain.problems import Refused
from inspector_app.storage.file_store import faults_of, make_folder, write_durably
from inspector_app.storage.sealed import DataKey, NotOpened, opened, seal

OPEN, SEALED = ".jpg", ".pic"


class PictureCache:
    """The folder `cache` of a workspace."""

    def __init__(self, folder: Path, keys: Sequence[DataKey] = ()) -> None:
        self._folder = folder / "cache"
        self._key = keys[0] if keys else None

    def get(self, name: str) -> bytes | None:
        """Give a picture, or None where it was never kept or cannot be read."""
        path, tag = self._place(name)
        try:
            if self._key is None:
                return path.read_bytes()
            with path.open("rb") as file:
                return b"".join(opened(self._key, tag, file))
        except (OSError, NotOpened):
            return None

    def put(self, name: str, data: bytes) -> None:
        """Keep a picture; what the disk refuses is let go: the picture itself is in hand."""
        path, tag = self._place(name)
        held = b"".join(seal(self._key, tag, [data])) if self._key is not None else data
        with contextlib.suppress(Refused), faults_of(path):
            make_folder(path.parent)
            write_durably(path, held)

    def drop_others(self) -> None:
        """Remove what does not belong beside the key in use: open pictures of protected data, and the reverse."""
        wrong = OPEN if self._key is not None else SEALED
        with contextlib.suppress(OSError):
            for path in self._folder.glob(f"*{wrong}"):
                path.unlink(missing_ok=True)

    def _place(self, name: str) -> tuple[Path, str]:
        tag = hashlib.sha256(name.encode()).hexdigest()
        if self._key is None:
            return self._folder / f"{name}{OPEN}", tag
        return self._folder / f"{self._key.name_of(tag)}{SEALED}", tag
