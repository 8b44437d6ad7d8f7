"""``silos workshop``: a room full of people plays a system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from silos.commands.explore import who_can_see

if TYPE_CHECKING:
    from dashboards.workshop.play.session import Session
    from dashboards.workshop.serve.join_link import Address
    from dashboards.workshop.serve.room import Room


def workshop(
    scenario: Annotated[str, typer.Argument(help="The scenario: its name, or a file.")] = "greater-manchester-2015",
    host: Annotated[str, typer.Option(help="Where to listen: 0.0.0.0 lets the room in.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port. [default: 8766, or a free one]")] = None,
    rounds: Annotated[int | None, typer.Option(min=1, max=200, help="How many rounds. [default: 8]")] = None,
    months: Annotated[int | None, typer.Option(min=1, max=60, help="Months in a round. [default: 3]")] = None,
    seconds: Annotated[int | None, typer.Option(min=1, max=86400, help="Time for a round. [default: 240]")] = None,
    tiers: Annotated[bool, typer.Option("--tiers", help="A seat is a leader at one tier.")] = False,
    alone: Annotated[bool, typer.Option("--alone", help="Play by yourself, against the model.")] = False,
    seed: Annotated[
        int | None, typer.Option(min=0, max=2**64 - 1, help="The seed of the random numbers. [default: one is drawn]")
    ] = None,
    store: Annotated[
        str,
        typer.Option(
            metavar="URL",
            envvar="SILOS_WORKSHOPS",
            help="Where sessions are kept: a file, or postgresql://USER@HOST/NAME.",
        ),
    ] = "workshops.db",
    resume: Annotated[str | None, typer.Option(metavar="SESSION", help="Go on with a session.")] = None,
    delete: Annotated[str | None, typer.Option(metavar="SESSION", help="Delete all data of a session.")] = None,
    replay: Annotated[
        str | None, typer.Option(metavar="SESSION|FILE", help="Play a session, or its file, again.")
    ] = None,
    export: Annotated[
        str | None,
        typer.Option(metavar="FILE.zip", help="Write all sessions to tables without names, with a codebook."),
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="List the sessions that are kept.")] = False,
    language: Annotated[
        str, typer.Option(help="Of your page, the big screen, and phones that ask for no other.")
    ] = "en",
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the facilitator's page.")] = True,
) -> None:
    """Let a room play a system: a code and a QR on the screen, phones in the hands, no Internet."""
    from dashboards.languages import set_usual
    from dashboards.workshop.serve import sessions

    set_usual(language)
    if show:
        _list(store)
    elif delete is not None:
        sessions.delete(store, delete)
        typer.echo(f"All data of session {delete} are deleted.")
    elif export is not None:
        _export(store, export)
    elif replay is not None:
        _tell(sessions.replayed_file(Path(replay)) if Path(replay).is_file() else sessions.replayed(store, replay))
    else:
        given = {"rounds": rounds, "months": months, "seconds": seconds, "tiers": tiers or None, "alone": alone or None}
        name = resume or _begin(store, scenario, seed, {key: value for key, value in given.items() if value})
        _serve(sessions.resume(store, name), store, host, port, language, open_browser)


def _begin(store: str, scenario: str, seed: int | None, given: dict[str, Any]) -> str:
    from dashboards.workshop.serve import sessions
    from scenarios import load

    return sessions.begin(store, load(scenario), seed=seed, **given)


def _serve(room: Room, store: str, host: str, port: int | None, language: str, open_browser: bool) -> None:
    """Serve a session until interrupted."""
    from dashboards.server import check_free, free_port, is_free, open_when_ready
    from dashboards.workshop.serve.join_link import address_of
    from dashboards.workshop.serve.process import PORT, serve
    from dashboards.workshop.serve.settings import Settings
    from silos import printing
    from silos.progress import compilation_announced

    port = port or (PORT if is_free(host, PORT) else free_port(host))
    check_free(host, port)
    address = address_of(host, port)
    option = {"host": host if host != "127.0.0.1" else "", "port": str(port) if port != PORT else ""}
    option["language"] = language if language != "en" else ""
    first = _say(room, address, host, store, "".join(f" --{name} {value}" for name, value in option.items() if value))
    if open_browser:
        open_when_ready(first)
    with compilation_announced(printing.ERR):
        serve(room, Settings(address, preload=open_browser), host, port)


def _say(room: Room, address: Address, host: str, store: str, options: str) -> str:
    """Tell the facilitator where everything is; gives the link to begin with.

    options  with which phones find the server again after a stop
    """
    from dashboards.workshop.serve import sessions
    from results.urls import display_url, url_of

    begin, keys = room.session.begin, room.keys
    join = address.join(keys.code)
    lead = f"{address.url}/enter#f.{keys.facilitator}"
    typer.echo(f"{room.session.scenario.title}: session {begin.session}\n")
    if begin.alone:
        typer.echo(f"  Play           {join}")
    else:
        typer.echo(f"  You lead       {lead}\n  Big screen     {address.url}/enter#s.{keys.screen}")
        typer.echo(f"  Players join   {address.url}  with the code {keys.code}")
    local = host in ("127.0.0.1", "localhost", "::1")
    typer.echo("")
    if local and not begin.alone:
        typer.echo("Only this computer can join. To let phones in your Wi-Fi join, start it with --host 0.0.0.0")
    else:
        typer.echo(who_can_see(host) if local else "Everyone in this network who has the code can join.")
    place = display_url(url_of(store))
    again = f"silos workshop --resume {begin.session}{options}" + (
        "" if store == sessions.STORE else f" --store {place}"
    )
    typer.echo(f"Everything is kept in {place}. Go on after a stop:  {again}")
    return join if begin.alone else lead


def _list(store: str) -> None:
    """Print the sessions that are kept."""
    from dashboards.workshop.serve import sessions
    from silos import printing

    kept = sessions.summaries(store)
    if not kept:
        typer.echo("No session is kept here.")
    printing.print_entries(
        (
            session.name,
            session.title,
            f"begun {session.begun:%Y-%m-%d %H:%M}; {session.people} joined, {session.rounds} rounds played",
        )
        for session in kept
    )


def _export(store: str, file: str) -> None:
    """Write all sessions to a file of tables."""
    from silos.output_files import writer_for
    from silos.workshops import export_sessions

    write = writer_for(Path(file), {".zip": export_sessions}, "--export")
    tables = write(store, file)
    typer.echo(
        f"{len(tables.sessions)} sessions, {len(tables.choices)} choices: {file}; codebook.csv says what is what."
    )


def _tell(session: Session) -> None:
    """Print what came of a session."""
    from dashboards.workshop.play.story import story

    typer.echo(f"{session.scenario.title}: {len(session.played)} rounds, seed {session.begin.seed}")
    for round_ in story(session):
        figures = f"doors {round_['openness']:.6f} open, races {round_['race_share']:.6f}"
        typer.echo(f"round {round_['round']}: {figures}; {round_['headline']}")
    typer.echo(f"fingerprint {session.bits()}")
