"""Pin in requirements.lock the newest versions that fit pyproject.toml, for every Python and platform.

Run by `make lock`.  uv resolves; it is installed in a place of its own and forgotten afterwards.  The lock
holds names, versions and environment markers only: no address, no hash, so that it serves behind any package
index.  pip reads it as constraints.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = """\
# The versions Silos was tested with. Made by `make lock` from pyproject.toml; do not edit.
# pip install --constraint requirements.lock silos-abm
"""
LINE = re.compile(r"[a-z0-9][a-z0-9.-]*==[0-9][0-9A-Za-z.+!]*( ; [a-zA-Z0-9_.<>=!'() ]+)?")


def main() -> None:
    """Write the lock file."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        oldest = tomllib.load(file)["project"]["requires-python"].removeprefix(">=")
    with tempfile.TemporaryDirectory() as place:
        venv.create(place, with_pip=True)
        python = Path(place) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "uv"], check=True)
        command = [str(python), "-m", "uv", "pip", "compile", "--quiet", "--universal", "--all-extras"]
        command += ["--python-version", oldest, "--no-annotate", "--no-header", "pyproject.toml"]
        answer = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
    lines = answer.splitlines()
    strange = [line for line in lines if not LINE.fullmatch(line)]
    if strange or not lines:
        sys.exit("not a plain pin: " + "; ".join(strange) if strange else "nothing to pin")
    LOCK.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{LOCK.name}: {len(lines)} pins")


if __name__ == "__main__":
    main()
