# SPDX-License-Identifier: MulanPSL-2.0
"""Law as data: yearly holiday notices and the table of statutory periods, read strictly, replaceable by the organ."""
