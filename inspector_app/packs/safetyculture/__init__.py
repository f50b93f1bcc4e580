# SPDX-License-Identifier: MulanPSL-2.0
"""SafetyCulture (iAuditor) audit JSON: read by its published schema, as a checklist and as what was answered."""
