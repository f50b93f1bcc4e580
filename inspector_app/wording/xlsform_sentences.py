# SPDX-License-Identifier: MulanPSL-2.0
"""One English sentence for each fault of an XLSForm, and how its place in the workbook is said."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.wording.catalogue import fill, translate

XLSFORM_PLACES: Mapping[str, str] = {
    "sheet row column": "Sheet “{sheet}”, row {row}, column “{column}”: {text}",
    "sheet row": "Sheet “{sheet}”, row {row}: {text}",
    "sheet column": "Sheet “{sheet}”, column “{column}”: {text}",
    "sheet": "Sheet “{sheet}”: {text}",
}
"""The sentence around a fault, by the parts of the place that are known."""
XLSFORM_REASONS: Mapping[str, str] = {
    "survey_sheet_missing": (
        "There is no sheet “survey”, which holds the questions; name it so. Sheets of the file: {names}."
    ),
    "sheet_similar": (
        "There is no sheet “{name}”, but there is “{names}”. If it is meant, name it “{name}”; if not, put "
        "“_” before its name."
    ),
    "survey_empty": "There is no question; write at least one below the headings.",
    "nothing_asked": "The form has only what a phone fills in by itself; add a question that a person answers.",
    "headings_lower": "The headings stand here, but must stand in row 1; delete the rows above them.",
    "heading_missing": "The heading “{name}” is missing; add this column.",
    "heading_twice": "The heading means the same as “{name}”; keep only one of the two columns.",
    "heading_unusable": "The headings of this sheet cannot be read; look whether row 1 holds the names of the columns.",
    "heading_blank": "The heading has a blank in it or is empty; write “_” instead.",
    "heading_full_width": "The heading holds signs of full width; write “{name}”.",
    "rows_too_many": "There are more than {limit} rows; part the form into several files.",
    "form_large": "The form holds more than {limit} characters; part it into several files.",
    "choices_many": (
        "All questions together have more than {limit} choices; a long list that many questions use counts "
        "each time. Part the form."
    ),
    "character": "The cell holds signs that cannot be written ({found}); delete them.",
    "text_long": "The text is longer than {limit} characters; shorten it.",
    "logic_long": (
        "The condition and those of all groups around it are together longer than {limit} characters; shorten one."
    ),
    "slot_broken": "The brackets 〔 and 〕 do not come in pairs; add the missing one or use （ ）.",
    "form_id_twice": "Both form_id and id_string are given; keep form_id.",
    "type_missing": "The row has a name or a label but no type; say what is asked, for example text or integer.",
    "type_unknown": (
        "XLSForm has no type “{found}”; take one of its types, for example text, integer, date, select_one 列表名."
    ),
    "type_unknown_like": "XLSForm has no type “{found}”; perhaps “{like}” is meant.",
    "list_missing": "Behind “{found}” the name of the list is missing; write it after a blank, as in select_one 是否.",
    "list_blank": (
        "“{found}”: the name of a list must not hold blanks; write “_” instead, here and in the sheet choices."
    ),
    "row_skipped": (
        "The row has no type, no name and no label; it was skipped and kept in the list of what is not shown."
    ),
    "row_disabled": "The row is switched off by “disabled”; it was skipped and kept in the list of what is not shown.",
    "disabled_old": "The column “disabled” is no longer a part of XLSForm; delete the row or use relevant.",
    "name_missing": "The name is missing; give one that begins with a letter, for example 灭火器 or fire_1.",
    "name_blank": "The name “{found}” holds a blank; delete it or write “_”.",
    "name_start": (
        "The name “{found}” begins with a digit, point or hyphen; begin it with a letter or “_”, for example 项{found}."
    ),
    "name_shape": (
        "The name “{found}” holds signs that are not allowed ({characters}); use letters, digits, “_”, “-” and “.”."
    ),
    "name_xml": (
        "The name is not allowed: it begins with a letter or “_” and holds only letters, digits, “_”, “-” and “.”."
    ),
    "name_reserved": "The name “meta” belongs to XLSForm itself; take another.",
    "name_twice": "The name “{found}” is used already in row {first} of the same group; give this row another.",
    "name_case": (
        "The name “{found}” differs from another one only by large and small letters; other programs may mix them up."
    ),
    "name_repeat": "Another repeat has the name “{found}”; repeats need names of their own in the whole form.",
    "name_root": "A repeat must not be named “data”; take another name.",
    "audit_name": "A row of type audit must be named “audit” or have no name.",
    "end_unmatched": "“end {kind}” closes nothing; delete the row, or add “begin {kind}” before it.",
    "end_crossed": "“end {kind}” closes what began in row {first} as something else; make both agree.",
    "begin_open": "“begin {kind}” (“{found}”) is not closed; add “end {kind}” after its last row.",
    "nested_deep": "Groups are nested more than {limit} deep; make them flatter.",
    "repeat_inside": (
        "A repeat inside a repeat: here its questions become parts of the outer entry. Add one outer entry "
        "for each inner one."
    ),
    "label_missing": "The question “{found}” has no label; write what is asked.",
    "repeat_label": "The repeat has no label; its name is shown instead.",
    "calculation_missing": "A row of type calculate needs an expression in the column calculation.",
    "list_unknown": "The sheet choices has no list “{found}”; add its choices there or correct the name.",
    "list_unknown_like": "The sheet choices has no list “{found}”; perhaps “{like}” is meant.",
    "choices_sheet_missing": (
        "There is no sheet “choices” with the choices of this list; add it, with the columns list_name, name and label."
    ),
    "external_sheet_missing": (
        "There is no sheet “external_choices”, which select_one_external needs; add it, with list_name and name."
    ),
    "external_list_unknown": (
        "The sheet external_choices has no list “{found}”; add its choices there or correct the name."
    ),
    "list_name_missing": (
        "The choice belongs to no list; write the name of its list. It was kept in the list of what is not shown."
    ),
    "choice_name_missing": "The choice has no name; give it one.",
    "choice_twice": "The choice “{found}” is in this list already (row {first}); delete one or rename it.",
    "choice_label": "The choice has no label; its name is shown instead.",
    "choice_blank": (
        "The choice “{found}” of the list “{list}” holds a blank, but several may be chosen; write “_” instead."
    ),
    "other_filtered": "or_other and choice_filter cannot be used together; delete one of them.",
    "other_empty": "The list of this question has no choices; add them.",
    "other_translated": "The form has or_other and translations; what or_other adds is not translated.",
    "file_suffix": "The choices come from the file “{found}”, whose name must end with .csv, .xml or .geojson.",
    "external_unfiltered": "select_one_external is meant for lists with a choice_filter; select_one is enough here.",
    "fails_unclear": (
        "It cannot be told which answer is 不符合, so none begins a finding. Name the choices 符合 and 不符合, if "
        "one should."
    ),
    "reference_shape": "A reference must be written ${{name}}, without blanks; correct it.",
    "reference_unknown": "${{{found}}}: no row of the survey has this name; correct it or add the question.",
    "reference_like": "${{{found}}}: no row of the survey has this name; perhaps ${{{like}}} is meant.",
    "reference_twice": "${{{found}}}: several rows have this name; give them different names.",
    "reference_list": "Several references need a comma between them, as in ${{a}},${{b}}.",
    "expression_full_width": (
        "The expression holds signs of full width ({characters}); write them with the English keyboard."
    ),
    "expression_open": "In the expression these signs have no partner: {characters}; add it.",
    "filter_column": (
        "The filter reads the column “{found}”, which the choices do not have; it leaves no choice. Add the "
        "column or correct the name."
    ),
    "word_yes": "“{found}” was read as {wanted}; other programs do not know it, so write {wanted}.",
    "default_wrong": "The default “{found}” is no possible answer; it is not filled in.",
    "trigger_hidden": "“{found}” is not shown to people, so it cannot be a trigger; name a question that is.",
    "parameters_shape": "Parameters are written key=value with blanks between them, as in start=0 end=10 step=1.",
    "parameters_unknown": "This type does not take the parameter {found}; it takes {wanted}.",
    "range_number": "A range needs numbers: {found}.",
    "range_zero": "The parameter {found} must not be 0.",
    "range_step": "The parameter {found} is larger than the distance from start to end.",
    "range_multiple": "The parameter {found} must be a multiple of step.",
    "range_outside": "The parameter {found} must lie between start and end.",
    "range_labels": "tick_labelset must be the name of a list in the sheet choices.",
    "range_labels_two": (
        "With the appearance no-ticks, the list of tick_labelset has only the choices for start and end."
    ),
    "range_appearance": (
        "This appearance does not take tick_interval, placeholder or tick_labelset; delete them or use "
        "vertical or no-ticks."
    ),
    "range_label_number": "The names of the choices of tick_labelset must be numbers.",
    "range_label_outside": "The choices of tick_labelset must lie between start and end.",
    "range_label_multiple": "The choices of tick_labelset must lie whole steps ({found}) from start.",
    "parameter_whole": "The parameter {found} must be a whole number.",
    "parameter_value": "The parameter {found} has a value that is not allowed here; correct or delete it.",
    "photo_pixels": "On phones, max-pixels keeps photos small; it means nothing to this program.",
    "package_name": "The parameter app must be the name of an Android app, for example com.example.app.",
    "version_shape": (
        "The version “{found}” has no numbers that can be ordered; the checklist gets {made}. Write a date or 1.2."
    ),
    "language_unknown": "No column has the language “{found}”; “{made}” is shown.",
    "encryption_id": "omit_instanceID cannot be used with public_key; delete one of them.",
    "translation_missing": "The language “{found}” has no column for: {names}.",
    "translation_plain": "Other columns name a language; these have none without one: {names}.",
    "language_code": "These languages have no code behind them: {found}. Write for example 中文 (zh).",
    "device_old": "“{found}” is no longer given by most phones.",
    "loop_list": "A loop needs the name of a list, as in begin loop over 列表名.",
    "table_list_filter": "In a group with the appearance table-list no question may have a choice_filter.",
    "table_list_mixed": "All questions of a group with the appearance table-list must use one list.",
    "big_image": "“{found}” has a big-image but no image; give both.",
    "search_file": "“{found}” takes its choices from a file and uses search() as well; delete one of them.",
    "search_shared": (
        "“{found}” uses search() on the list “{list}”, which other questions use without it; take another list."
    ),
    "instance_twice": "The name “{found}” stands for two different files or lists; rename one.",
    "geopoint_trigger": "A row of type background-geopoint needs a trigger.",
    "geopoint_calculation": "A row of type background-geopoint must not have a calculation.",
    "geo_incremental": "The parameter incremental may only be true, or be left out.",
    "geo_reference": "The parameter reference-geometry must name a list, a file or a repeat.",
    "save_to_no_entity": "save_to needs a sheet “entities”; add it or empty the cell.",
    "save_to_twice": "The property “{found}” is written by another row already; take another.",
    "save_to_group": "Groups and repeats cannot have save_to; empty the cell.",
    "save_to_list": "The sheet entities has no list “{found}”; correct the name.",
    "save_to_prefix": "With several entities, save_to is written list#property.",
    "save_to_scope": (
        "The entity “{found}” is used in groups that do not fit together; bring its questions into one group."
    ),
    "save_to_marks": "save_to may hold only one “#”.",
    "entity_label": "The entity “{found}” needs a label.",
    "entity_update_if": "The entity “{found}” has entity_id and create_if, so it needs update_if too.",
    "entity_id": "The entity “{found}” has update_if, so it needs entity_id.",
    "entity_place": "Two entities stand in one group; each group or repeat may have only one.",
    "entity_scope": "The entity uses “{found}” from a group that does not fit; copy the value with calculate.",
    "entity_columns": "The sheet entities has columns that nobody knows: {found}; correct or delete them.",
    "entity_name": "The entity has no list_name; give it one.",
    "entity_twice": "The list_name is in the sheet entities already; take another.",
    "entity_underscores": "The name must not begin with “__”.",
    "entity_period": "The name must not hold a point.",
    "entity_reserved": "The names “name” and “label” cannot be used here.",
    "pyxform": "The checker pyxform says: {message}",
    "pyxform_failed": (
        "The checker pyxform could not read the form to its end ({message}); only the checks of this program "
        "were made, and other programs may refuse the file."
    ),
    "pyxform_warns": "The checker pyxform remarks: {message}",
    "more": "There are {count} more faults; mend these first.",
}
"""By the word in `reason`; the blanks are the other fields of the problem. `${{` is a brace that stays."""

_PARTS = ("sheet", "row", "column")
_MISSING = "…"


def xlsform_sentence(fields: Mapping[str, str]) -> str:
    """Say a fault with its place; a reason that has no sentence is said in its own words."""
    reason = str(fields.get("reason", ""))
    template = XLSFORM_REASONS.get(reason)
    text = (reason or _MISSING) if template is None else fill(translate(template), fields)
    known = " ".join(part for part in _PARTS if fields.get(part))
    place = XLSFORM_PLACES.get(known)
    return text if place is None else fill(translate(place), {**fields, "text": text})
