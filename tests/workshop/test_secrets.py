"""However much a server is made to say, it says no key, no code and no name of those who play."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from dashboards.workshop.bots import Bot, Refusal
from tests.workshop.running import Workshop

TALKATIVE = ("-c", "import logging; logging.basicConfig(level=logging.DEBUG); from silos.cli import main; main()")


@pytest.mark.slow
def test_a_server_with_every_log_on(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "kept", "five-organisations")
    workshop.program = TALKATIVE
    workshop.start()
    keys, wrong = [], workshop.lead[:-1] + ("x" if workshop.lead[-1] != "x" else "y")

    async def play() -> None:
        async with Bot(workshop.url, "f") as lead, Bot(workshop.url) as bot:
            with pytest.raises(Refusal):
                await Bot(workshop.url, "f").enter(wrong)
            with pytest.raises(Refusal):
                await Bot(workshop.url).join("WRONG1", "Eve")
            await lead.enter(workshop.lead)
            await bot.join(workshop.code, "Zebedee", 0)
            keys.append(bot.cookie.partition("=")[2])
            await lead.ask("open")
            await bot.ask("choose", id="a", turn=1, choice={"race": True})
            with pytest.raises(Refusal):
                await bot.ask("close")

    try:
        asyncio.run(play())
    finally:
        said = workshop.stop()
    assert "DEBUG" in said
    assert [said.count(each) for each in (workshop.lead, workshop.screen, workshop.code)] == [1, 1, 1]
    for secret in (*keys, wrong, "WRONG1", "Zebedee"):
        assert secret not in said
