"""What one relation remembers of its encounters at one tier, packed in one byte.

Before any encounter everything remembered is a race (docs/odd.md, initialisation).
"""

from sim.compiled import rule

OWN = 1
"""Own stance of the last encounter was a race."""
SEEN = 2
"""The partner's stance, as seen, of the last encounter was a race."""
SEEN_BEFORE = 4
"""The one seen before that was a race."""
BETRAYED = 8
"""A battle was seen at least once."""
MET = 16
"""There was an encounter."""

NOTHING_YET = OWN | SEEN | SEEN_BEFORE


@rule
def remembered(memory: int, own: bool, seen: bool) -> int:
    """The memory after one more encounter; ``own`` and ``seen`` are true for a race."""
    older = (memory & SEEN) << 1
    betrayed = (memory & BETRAYED) | (0 if seen else BETRAYED)
    return MET | (OWN if own else 0) | (SEEN if seen else 0) | older | betrayed
