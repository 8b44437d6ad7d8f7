"""List the parts of an installed Silos, with versions and licences, as a CycloneDX file.

Run by `make sbom`.  cyclonedx-py reads the environment; it is installed in a place of its own and forgotten
afterwards, so that it is not among the parts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(out: str = "sbom.cdx.json") -> None:
    """Write the list of parts of the environment that runs this."""
    with tempfile.TemporaryDirectory() as place:
        venv.create(place, with_pip=True)
        python = str(Path(place) / ("Scripts" if sys.platform == "win32" else "bin") / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "cyclonedx-bom>=7,<8"], check=True)
        command = [python, "-m", "cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml")]
        command += ["--output-reproducible", "--output-format", "JSON", "--output-file", out, sys.executable]
        subprocess.run(command, check=True)
    print(f"Wrote {out}")


if __name__ == "__main__":
    main(*sys.argv[1:])
