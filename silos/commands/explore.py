"""``silos explore``: the page for teachers and modellers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer


def explore(
    scenario: Annotated[
        str | None, typer.Argument(help="Scenario to begin with. [default: a first minute for whoever is new]")
    ] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 lets others on your network in.")
    ] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port. [default: 8765, or a free one]")] = None,
    store: Annotated[
        str | None, typer.Option(envvar="SILOS_STORE", help="Store in which the page Stored results looks first.")
    ] = None,
    lesson: Annotated[
        Path | None, typer.Option(help="Folder with a lesson of your own, or a translation of ours.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the pages.")] = "en",
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", "--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Open the page on which one sees a system become siloed, and why."""
    from dashboards import server
    from dashboards.languages import set_usual
    from dashboards.settings import settings, use
    from scenarios import library, load
    from silos import printing
    from silos.progress import compilation_announced

    set_usual(language)
    chosen = replace(settings(), store=store or None, lesson=lesson)
    use(chosen)
    if lesson is not None:
        check_lesson()
    if scenario is not None and scenario not in library():
        load(scenario)  # says what is wrong with it
        raise typer.BadParameter(
            "give the name of a scenario of the library, or open the file on the page", param_hint="scenario"
        )
    if port is None:
        port = server.PORT if server.is_free(host, server.PORT) else server.free_port(host)
    server.check_free(host, port)
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/{f'?scenario={scenario}' if scenario else ''}"
    if open_browser:
        server.open_when_ready(url)
    with compilation_announced(printing.ERR):
        server.serve(
            host=host,
            port=port,
            settings=chosen,
            ready=lambda: typer.echo(f"Silos is at {url}\n{who_can_see(host)}"),
        )


def check_lesson() -> None:
    """Read the lesson of the settings; LessonError says what is wrong with it."""
    from dashboards.explore import lesson

    for name in lesson.languages():
        lesson.lesson(name)


def who_can_see(host: str) -> str:
    """Return a sentence that says whom the server lets in."""
    from dashboards.origin_guard import is_local

    if is_local(host):
        return "Only this computer can see it. Stop it with Ctrl+C."
    return f"Everyone who reaches {host} can see it: there is no password. Stop it with Ctrl+C."
