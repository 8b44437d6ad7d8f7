"""``silos serve``: one address for many workshops, made and led from the browser."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="Where to listen: 0.0.0.0 lets others in.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port. [default: 8766, or a free one]")] = None,
    store: Annotated[
        str,
        typer.Option(
            metavar="URL",
            envvar="SILOS_WORKSHOPS",
            help="Where rooms are kept: a file, or postgresql://USER@HOST/NAME.",
        ),
    ] = "workshops.db",
    passphrase: Annotated[
        str,
        typer.Option(envvar="SILOS_PASSPHRASE", help="Who knows it makes rooms; without one this computer alone."),
    ] = "",
    public: Annotated[
        str, typer.Option(metavar="URL", help="The address under which people come, where a proxy stands before it.")
    ] = "",
    rooms: Annotated[int, typer.Option(min=1, max=1000, help="How many rooms may be kept.")] = 100,
    days: Annotated[float, typer.Option(min=1, max=3650, help="Age in days after which a room is deleted.")] = 90.0,
    language: Annotated[str, typer.Option(help="Of pages that ask for no other.")] = "en",
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page of rooms.")] = True,
) -> None:
    """Serve many workshops from one address: rooms are made, led and deleted in the browser."""
    from dashboards.languages import set_usual
    from dashboards.server import check_free, free_port, is_free, open_when_ready
    from dashboards.workshop.serve.join_link import address_of, public_address
    from dashboards.workshop.serve.process import PORT, serve_rooms
    from dashboards.workshop.serve.rooms import Limits
    from dashboards.workshop.serve.settings import Settings
    from silos import printing
    from silos.progress import compilation_announced

    set_usual(language)
    port = port or (PORT if is_free(host, PORT) else free_port(host))
    check_free(host, port)
    address = public_address(public) if public else address_of(host, port)
    here = f"http://127.0.0.1:{port}/rooms" if not passphrase else f"{address.url}/rooms"
    typer.echo(f"Make rooms at   {here}\nPlayers join at {address.url}\n")
    who = "Whoever knows the passphrase" if passphrase else "Only this computer"
    typer.echo(f"{who} can make rooms. Everything is kept in the store; stop with Ctrl+C.")
    if open_browser:
        open_when_ready(here)
    settings = Settings(address, preload=open_browser)
    with compilation_announced(printing.ERR):
        serve_rooms(store, settings, host, port, passphrase=passphrase, limits=Limits(rooms=rooms, days=days))
