"""Write anew what the documents print: the answers of commands and of Python in README and the guides.

python tools/printed.py             all documents that are followed by tests
python tools/printed.py NAME...     these

The documents' tests compare: a number in a document is what the program gives.  After a change of the model, run this
and read the difference.
"""

from __future__ import annotations

import doctest
import io
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from tests.docs.blocks import BLOCK, ROOT, Block, commands
from tests.docs.test_readme import DOCUMENTS, typed

PROMPT = 3 * ">"


def answered(block: Block, names: dict[str, Any]) -> str:
    """Return a block with the answers that it gets now."""
    if block.title:
        Path(block.title).write_text(block.text, encoding="utf-8")
    elif block.language == "console":
        return "".join(f"$ {command}\n{typed(command)}\n" for command, _ in commands(block))
    elif block.language == "pycon":
        examples = doctest.DocTestParser().get_examples(block.text)
        return "".join(_session(example.source) + _output(example.source, names) for example in examples)
    elif block.language == "python":
        with redirect_stdout(io.StringIO()):
            exec(compile(block.text, "document", "exec"), names)
    return block.text


def _session(source: str) -> str:
    first, *others = source.splitlines()
    return "\n".join([f"{PROMPT} {first}", *(f"... {line}" for line in others), ""])


def _output(source: str, names: dict[str, Any]) -> str:
    """Return what an interactive session prints for a statement."""
    text = io.StringIO()
    with redirect_stdout(text):
        exec(compile(source, "document", "single"), names)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def renewed(document: Path, answer: Callable[[Block, dict[str, Any]], str] = answered) -> str:
    """Return a document with the answers of its blocks written anew, in order, as a reader would get them."""
    names: dict[str, Any] = {}

    def fill(match: Any) -> str:
        block = Block(*match.groups(default=""))
        return str(match[0]).replace(block.text, answer(block, names)) if block.text else str(match[0])

    return BLOCK.sub(fill, document.read_text(encoding="utf-8"))


def main(documents: list[str]) -> None:
    """Write the documents anew."""
    os.environ["COLUMNS"] = "80"
    for name in documents:
        path = ROOT / name
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            text = renewed(path)
            os.chdir(ROOT)
        print(f"{name}: {'as it was' if text == path.read_text(encoding='utf-8') else 'written'}")
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or list(DOCUMENTS))
