# SPDX-License-Identifier: MulanPSL-2.0
"""One child process for the tests of this folder, as the program has one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inspector_app.photos.worker import PhotoWorker


@pytest.fixture(scope="session")
def worker() -> Iterator[PhotoWorker]:
    with PhotoWorker() as photo_worker:
        yield photo_worker


@pytest.fixture(scope="session")
def local() -> Iterator[PhotoWorker]:
    with PhotoWorker(in_process=True) as photo_worker:
        yield photo_worker
