"""What goes wrong with a server: it does not let us in, it has no room, it goes away, it is killed."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from results import open_store, verify
from results.errors import LostStore, NoEntry, NoSuchStore, ReadOnlyStore
from tests.results.making import announce, batch
from tests.results.others import another, answers, runs_of, write_on_and_on
from tests.results.server import NEEDS_POSTGRESQL, PASSWORD, USER, Server

pytestmark = list(NEEDS_POSTGRESQL)


def test_a_wrong_password_is_one_error_without_the_password(server: Server) -> None:
    with pytest.raises(NoEntry, match="the server refused this user or password") as told:
        open_store(server.url(server.new_database(), password="guessed"))
    assert "guessed" not in str(told.value)
    assert f"postgresql://{USER}:***@" in str(told.value)


def test_a_user_who_may_make_no_tables(server: Server) -> None:
    name = server.new_database()
    server.execute("DROP ROLE IF EXISTS guest")
    server.execute("CREATE ROLE guest LOGIN PASSWORD 'welcome'")
    with pytest.raises(NoEntry, match="this user does not have permission to do this"):
        open_store(server.url(name).replace(f"{USER}:{PASSWORD.replace(' ', '%20')}", "guest:welcome"))


def test_a_database_that_is_not_there(server: Server) -> None:
    with pytest.raises(NoSuchStore, match="no such user or database on the server; createdb creates a database"):
        open_store(server.url("nowhere"))


def test_a_database_without_a_store_in_it(server: Server) -> None:
    with pytest.raises(NoSuchStore, match="there is no store here; 'silos sweep' creates one"):
        open_store(server.url(server.new_database()), make=False)


def test_no_server_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NoSuchStore, match="no server answers there: is it running, and is the address right"):
        open_store(f"postgresql://{USER}@127.0.0.1:{port}/silos")


def test_a_database_that_may_only_be_read(server: Server, tmp_path: Path) -> None:
    name = server.new_database()
    with open_store(server.url(name), parts=tmp_path) as store:
        announce(store, "first", range(10))
        store.writer().write(batch(range(10), recorded=True))
    server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with open_store(server.url(name), parts=tmp_path) as store:
        assert len(store.runs("first")) == 10
        with pytest.raises(ReadOnlyStore, match="the server has made this database read-only"):
            store.put_experiment(store.experiment("first"))
            announce(store, "second", range(10))


def test_a_server_that_was_shut_down_and_is_up_again(server: Server, tmp_path: Path) -> None:
    with open_store(server.url(server.new_database()), parts=tmp_path) as store:
        writer = store.writer()
        writer.write(batch(range(10)))
        server.stop()
        try:
            with pytest.raises((LostStore, NoSuchStore), match="server"):
                writer.write(batch(range(10, 20)))
            with pytest.raises((LostStore, NoSuchStore), match="server"):
                store.experiments()
        finally:
            server.start()
        writer.write(batch(range(10, 20)))
        assert len(store.finished(runs_of(0))) == 20


def test_a_connection_that_breaks_in_the_middle_of_a_batch(server: Server, tmp_path: Path) -> None:
    name = server.new_database()
    with open_store(server.url(name), parts=tmp_path) as store:
        with pytest.raises(LostStore, match="the server"), store.database.write() as connection:
            mine = f"datname = '{name}' AND state LIKE 'idle%'"
            server.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")
            connection.exec_driver_sql("SELECT 1")
        store.writer().write(batch(range(10)))


@pytest.mark.slow
def test_kill_9_of_the_server_loses_nothing_acknowledged(server: Server, tmp_path: Path) -> None:
    """Whoever writes gives the same again when the server is back."""
    address = server.url(server.new_database())
    with another(write_on_and_on, address, tmp_path, 0, 150, True) as (_, connection):
        known = [connection.recv()]
        for _ in range(5):
            time.sleep(time.monotonic_ns() // 1000 % 300 / 1000)
            server.kill()
            server.start()
            while connection.poll():
                known.append(connection.recv())
            numbers = [number for number in known if number != "done"]
            with open_store(address, parts=tmp_path) as store:
                runs = {run for number in numbers for run in runs_of(number)}
                assert runs <= store.finished(runs, series=True, networks=True), "an acknowledged batch is lost"
        known += answers(connection)
    assert known == [*range(150), "done"]
    with open_store(address, parts=tmp_path) as store:
        frame = store.runs("experiment-0", columns=["run"])
        assert sorted(frame["run"]) == sorted(run for number in range(150) for run in runs_of(number))
        assert not store.series(columns=["run", "month"]).duplicated().any()
        assert list(verify(store)) == []
