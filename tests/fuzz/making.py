"""Cases: what is right, what is nearly right, and what is not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import strategies as st

WORDS = re.compile(r"[\w.+-]+|\s+|[^\w\s]")

NUMBERS = (
    *("0", "-0.0", "-1", "1e999", "-1e999", "nan", "inf", "-inf", "true", "false", "1_0", "0x10", "1e-320", "٣"),
    *("9" * 19, "9" * 400, "9" * 5000, "1e308", "2147483648", "18446744073709551616", "0.1e", "1000000000", "1.5"),
)
NAMES = (
    *("../../x", "/etc/passwd", "~", ".", "..", "CON", "nul.toml", "a\\b", "x" * 300, "é" * 200, "​", "﷽"),
    *("a\nb", "a\rb", "\x1b[2J\x1b]0;x\x07", "‮evil", "<b>&", "'; DROP TABLE runs;--", "${HOME}", "%s%n", "=1+1"),
    *("@SUM(A1)", "-2+3|cmd", "+1", "{{7*7}}", "a.b", "*", "?", "", " "),
)


@st.composite
def mutated(draw: st.DrawFn, corpus: Sequence[str], pieces: Sequence[str] = ()) -> str:
    """A part of a text in which words are swapped, lost, doubled, or come from elsewhere."""
    text = draw(st.sampled_from(corpus))
    lines = text.splitlines(keepends=True)
    if len(lines) > 30 and draw(st.booleans()):
        begin = draw(st.integers(0, len(lines) - 1))
        text = "".join(lines[begin : begin + draw(st.integers(1, 30))])
    words = WORDS.findall(text)
    strange = st.sampled_from((*NUMBERS, *NAMES, *pieces)) | st.text(max_size=6)
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(words)))
        match draw(st.integers(0, 5)):
            case 0:
                words[at : at + 1] = [draw(strange)]
            case 1:
                words.insert(at, draw(strange))
            case 2:
                del words[at : at + draw(st.integers(1, 8))]
            case 3:
                words[at:at] = words[at : at + draw(st.integers(1, 40))]
            case 4 if words:
                other = draw(st.integers(0, len(words) - 1))
                at = min(at, len(words) - 1)
                words[at], words[other] = words[other], words[at]
            case _:
                splice = WORDS.findall(draw(st.sampled_from(corpus)))
                begin = draw(st.integers(0, max(0, len(splice) - 1)))
                words[at:at] = splice[begin : begin + draw(st.integers(1, 30))]
    return "".join(words)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes of which some are flipped, cut off, doubled or others."""
    found = bytearray(content)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(found) - 1)))
        match draw(st.integers(0, 4)):
            case 0 if found:
                found[at] ^= 1 << draw(st.integers(0, 7))
            case 1:
                del found[at:]
            case 2:
                del found[at : at + draw(st.integers(1, 64))]
            case 3:
                found[at:at] = draw(st.binary(min_size=1, max_size=16))
            case _:
                more = draw(st.binary(min_size=1, max_size=16))
                found[at : at + len(more)] = more
    return bytes(found)


def encoded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Texts as files: mostly UTF-8, some in another encoding, some with flipped bits."""
    plain = texts.map(lambda text: text.encode("utf-8", "surrogatepass"))
    others = st.sampled_from(["utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252"])
    coded = st.tuples(texts, others).map(lambda each: each[0].encode(each[1], "replace"))
    return st.one_of(plain, plain, plain, plain, coded, plain.flatmap(damaged))
