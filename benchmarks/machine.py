"""The machine that figures are taken on, as it names itself: ``python -m benchmarks.machine``.

A cloud's processor says little in its name, so its generation is read off family and model.
"""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

WIDE = ("avx512f", "avx2", "asimd")
"""Vector instructions that make a difference to the engine, the widest first."""
ZEN = (((23, 0), "Zen"), ((23, 48), "Zen 2"), ((25, 0), "Zen 3"), ((25, 16), "Zen 4"), ((25, 32), "Zen 3"))
ZEN += (((25, 96), "Zen 4"), ((26, 0), "Zen 5"), ((27, 0), "newer than Zen 5"))
"""AMD's generations, each from the family and model on at which it begins."""


def generation(vendor: str, family: int, model: int) -> str:
    """Return the generation of an AMD processor; empty for others.

    >>> generation("AuthenticAMD", 25, 1), generation("AuthenticAMD", 25, 17), generation("GenuineIntel", 6, 143)
    ('Zen 3', 'Zen 4', '')
    """
    if vendor != "AuthenticAMD":
        return ""
    return next((name for begins, name in reversed(ZEN) if (family, model) >= begins), "")


def described(cpuinfo: str) -> str:
    """Return the processor that a text as of /proc/cpuinfo is about, with its generation and its vectors."""
    said = dict(re.findall(r"^([^\t\n]+?)\s*: (.*)$", cpuinfo.partition("\n\n")[0], re.MULTILINE))
    name = said.get("model name") or platform.processor() or platform.machine()
    of_amd = generation(said.get("vendor_id", ""), int(said.get("cpu family", 0)), int(said.get("model", 0)))
    flags = said.get("flags", said.get("Features", "")).split()
    vectors = next((flag for flag in WIDE if flag in flags), "")
    return ", ".join(filter(None, (name, of_amd, vectors)))


def machine() -> str:
    """Return this machine in one line."""
    place = Path("/proc/cpuinfo")
    text = place.read_text(encoding="utf-8") if place.exists() else ""
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores of {described(text)}; Python {platform.python_version()}{busy}"


if __name__ == "__main__":
    print(machine())
