# SPDX-License-Identifier: MulanPSL-2.0
"""Official documents: forms (data) and facts become content, content becomes PDF pages."""

from inspector_app.documents.blocks import DocumentContent, canonical_json
from inspector_app.documents.field_values import default_values, field_specs
from inspector_app.documents.fill import check_facts, fill
from inspector_app.documents.fonts import FontSet
from inspector_app.documents.form import Form, FormMark
from inspector_app.documents.form_reader import load_form, read_form, unverified_parts
from inspector_app.documents.render import Rendered, missing_glyphs, render

__all__ = [
    "DocumentContent",
    "FontSet",
    "Form",
    "FormMark",
    "Rendered",
    "canonical_json",
    "check_facts",
    "default_values",
    "field_specs",
    "fill",
    "load_form",
    "missing_glyphs",
    "read_form",
    "render",
    "unverified_parts",
]
