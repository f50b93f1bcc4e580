# SPDX-License-Identifier: MulanPSL-2.0
"""Are there advisories about what is pinned? Asked where an index of advisories can be reached: `make audit`.

pip-audit is fetched into a folder of its own (.cache/audit): it is a tool of the release, no part of the program, and
its many packages stay out of requirements-dev.txt. A package whose advisories could not be asked is named and counts
as not audited: silence is not health.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".cache" / "audit"
TOOL = "pip-audit==2.10.1"
CLEAN, FOUND, NOT_ASKED = 0, 1, 3
SERVICES = ("pypi", "osv")


def main() -> int:
    """Ask each service until one knows the packages; say plainly what came of it."""
    tool = _tool()
    if tool is None:
        print("Not audited: pip-audit cannot be fetched here.")
        return NOT_ASKED
    least: list[str] | None = None
    for service in SERVICES:
        answer = _ask(tool, service)
        if answer is None:
            print(f"{service}: the advisories cannot be reached from here.")
            continue
        code, skipped = _judged(answer, service)
        if code == FOUND or not skipped:
            return code
        least = skipped if least is None else min(least, skipped, key=len)
    told = "none of the packages" if least is None else f"{len(least)} packages: {', '.join(least)}"
    print(f"NOT AUDITED: no advisories could be asked for {told}. Run this where PyPI or OSV can be reached.")
    return NOT_ASKED


def _tool() -> Path | None:
    python = FOLDER / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(FOLDER, with_pip=True)
    ended = subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", TOOL], check=False)
    return python if ended.returncode == 0 else None


def _ask(python: Path, service: str) -> dict[str, object] | None:
    command = [
        python, "-m", "pip_audit", "-r", ROOT / "requirements.txt", "--require-hashes", "--disable-pip",
        "--progress-spinner", "off", "--format", "json", "-s", service,
    ]  # fmt: skip
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    try:
        found = json.loads(ended.stdout)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _judged(answer: dict[str, object], service: str) -> tuple[int, list[str]]:
    """Print the advisories; give the verdict and the packages that the service does not know."""
    known = answer.get("dependencies")
    packages: Sequence[dict[str, object]] = [p for p in known if isinstance(p, dict)] if isinstance(known, list) else []
    skipped = sorted({str(p["name"]) for p in packages if "skip_reason" in p})
    told = [(p["name"], p["version"], v) for p in packages for v in p.get("vulns") or ()]  # type: ignore[attr-defined]
    for name, version, advisory in told:
        print(
            f"{name} {version}: {advisory['id']}, mended in {', '.join(advisory['fix_versions']) or 'no version yet'}"
        )
    print(f"{service}: {len(packages) - len(skipped)} of {len(packages)} packages asked, {len(told)} advisories")
    return (FOUND if told else CLEAN), skipped


if __name__ == "__main__":
    raise SystemExit(main())
