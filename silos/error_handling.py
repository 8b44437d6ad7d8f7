"""The one place where an error becomes a message and an exit code: 2 for bad input, 130 for a stop."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperGroup

PASSWORD = re.compile(r"(:/{1,2}[^/\s:@]*):[^/\s@]*@")
"""Of an address, also of one that was given where it does not belong."""
OURS = ("silos", "sim", "scenarios", "experiments", "results", "dashboards")


class ErrorReportingGroup(TyperGroup):
    """Commands that tell bad input in words; an error of the program itself keeps its traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo("\nstopped", err=True)
            raise typer.Exit(130) from None
        except Exception as error:
            if not (message := _refusal(error)):
                raise
            from scenarios.errors import printable

            text = PASSWORD.sub(r"\1:***@", "\n".join(map(printable, message.split("\n"))))
            typer.echo(text, err=True)
            raise typer.Exit(2) from None


def _refusal(error: Exception) -> str:
    """Return the message of an error that is about the input; empty where it is about the program.

    An exception class that Silos defines is meant for people; so is a file that cannot be read or written.
    """
    if type(error).__module__.partition(".")[0] in OURS:
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, MemoryError):
        return "not enough memory: ask for fewer seeds or months at a time"
    return ""
