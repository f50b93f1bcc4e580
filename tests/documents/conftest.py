# SPDX-License-Identifier: MulanPSL-2.0
"""The forms and fonts of the product, loaded once."""

from __future__ import annotations

import pytest

from inspector_app.documents import FontSet, Form, load_form
from inspector_app.domain.document import DocumentKind
from tests.documents.paper import ROOT


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    return FontSet(ROOT / "resources/fonts")


@pytest.fixture(scope="session")
def forms() -> dict[DocumentKind, Form]:
    return {kind: load_form(ROOT / "forms", kind) for kind in DocumentKind if (ROOT / f"forms/{kind}.toml").is_file()}
