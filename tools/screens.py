"""Take the documents' pictures of pages from the program itself: it is started, played by bots, and looked at.

python tools/screens.py            all of them (make images)
python tools/screens.py NAME...    those of explore, or of workshop

Runs have seeds, so the same program gives the same pictures, but for the workshop's code and clock.  Needs Chromium.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path

from PIL import Image, ImageOps
from playwright.async_api import Browser, Page, async_playwright

from dashboards.workshop.bots import Bot, Choose, always_battle, anything, tit_for_tat
from tests.browser.harness import ARGUMENTS, CHROMIUM, READY, Server
from tests.browser.test_own import TWELVE
from tests.workshop.running import Workshop
from tools.images import IMAGES, write

WIDE, PROJECTOR, PHONE = (1280, 800), (1600, 900), (390, 844)
SILOED = "scenario=south-yorkshire-2018&seed=0&resources.scarcity=0.4&month=72"
ROUND = 6
"""The round in which the workshop is looked at: after the budgets were cut."""
LATE = 8
"""How many have not chosen yet in it."""
WAYS = (tit_for_tat, tit_for_tat, always_battle, anything)
"""How the people play, in turn."""
PEOPLE = (
    *("Amina", "Ben", "Carys", "Dev", "Esther", "Farid", "Grace", "Hana", "Ivo", "Joan", "Kofi", "Lena", "Milan"),
    *("Nia", "Omar", "Priya", "Quinn", "Rosa", "Sam", "Tara", "Uma", "Victor", "Wen", "Xenia", "Yusuf", "Zoe"),
)


class Looking:
    """A browser, and what is seen in it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    async def page(self, address: str, size: tuple[int, int], cookie: str = "") -> Page:
        """A tab of its own, with the cookie that a bot was given."""
        width, height = size
        context = await self.browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=2, reduced_motion="reduce", locale="en-GB"
        )
        if cookie:
            name, _, value = cookie.partition("=")
            await context.add_cookies([{"name": name, "value": value, "url": address}])
        page = await context.new_page()
        await page.goto(address)
        return page


async def seen(page: Page, height: int | None = None) -> Image.Image:
    """A page as it is, or so many pixels of it from the top, once it is at rest."""
    await page.wait_for_timeout(1500)
    if height:
        await page.set_viewport_size({"width": page.viewport_size["width"], "height": height})  # type: ignore[index]
        await page.wait_for_timeout(500)
    return Image.open(io.BytesIO(await page.screenshot())).convert("RGB")


def beside(images: Iterable[Image.Image], gap: int = 48) -> Image.Image:
    """Pictures side by side on white."""
    bordered = [ImageOps.expand(image, border=2, fill="#c8ccd0") for image in images]
    width = sum(image.width for image in bordered) + gap * (len(bordered) - 1)
    whole = Image.new("RGB", (width, max(image.height for image in bordered)), "white")
    left = 0
    for image in bordered:
        whole.paste(image, (left, 0))
        left += image.width + gap
    return whole


# ---------------------------------------------------------------- explore


async def explore(looking: Looking) -> None:
    """The pages of ``silos explore``."""
    server = Server()
    server.start()
    try:
        for name, look in {"live": live, "what-if": what_if, "lesson": lesson, "own": own}.items():
            write(await look(looking, server.url), IMAGES / f"page-{name}.png", 1280)
    finally:
        server.stop()


async def live(looking: Looking, url: str) -> Image.Image:
    """A system that has become siloed."""
    page = await looking.page(f"{url}/?{SILOED}", WIDE)
    await page.wait_for_selector(".node")
    return await seen(page)


async def what_if(looking: Looking, url: str) -> Image.Image:
    """The same with half of all outcomes pooled."""
    page = await looking.page(f"{url}/what-if?{SILOED}&vs=game.sharing=0.5", WIDE)
    await page.get_by_text("At the end, over 200 runs").wait_for(timeout=120_000)
    return await seen(page, 1030)


async def lesson(looking: Looking, url: str) -> Image.Image:
    """A step after the vote."""
    page = await looking.page(f"{url}/lesson?step=6", WIDE)
    await page.wait_for_selector(READY)
    await page.get_by_role("radio").first.check()
    await page.locator(".a-card button.main").click()
    await page.locator(".a-nets .node").first.wait_for(timeout=60_000)
    return await seen(page, 1100)


async def own(looking: Looking, url: str) -> Image.Image:
    """Twelve organisations by kind, and how their kinds get on."""
    page = await looking.page(f"{url}/own", WIDE)
    await page.get_by_label("One organisation a line").fill(TWELVE)
    await page.get_by_role("button", name="Take this list").click()
    kinds = page.get_by_role("region", name="How well we get on")
    for brush, button in (("when we must", "Set all across kinds"), ("count on each other", "Set all within kinds")):
        await kinds.locator(".brush", has_text=brush).click()
        await kinds.get_by_role("button", name=button).click()
    await page.mouse.move(0, 0)
    await page.evaluate("scrollTo(0, 0)")
    return await seen(page, 1640)


# ---------------------------------------------------------------- workshop


async def workshop(looking: Looking) -> None:
    """A workshop in its sixth round, on the phones, the big screen and the facilitator's page."""
    with tempfile.TemporaryDirectory() as folder:
        running = Workshop(Path(folder) / "kept", "greater-manchester-2015", "--seed", "7").start()
        try:
            async with AsyncExitStack() as stack:
                await play(looking, running, stack)
        finally:
            running.stop()


async def play(looking: Looking, running: Workshop, stack: AsyncExitStack) -> None:
    """Play, and look at it on the way."""
    url = running.url
    joining = await looking.page(f"{url}/#{running.code}", PHONE)
    await joining.wait_for_selector("#more:not([hidden])")
    phones = [await seen(joining)]
    lead = await stack.enter_async_context(Bot(url, "f"))
    await lead.enter(running.lead)
    screen = await stack.enter_async_context(Bot(url, "s"))
    await screen.enter(running.screen)
    bots = [await stack.enter_async_context(Bot(url)) for _ in PEOPLE]
    ways = dict(zip(bots, cycle(WAYS), strict=False))
    for bot, name in zip(bots, PEOPLE, strict=True):
        await bot.join(running.code, name)
    for number in range(1, ROUND + 1):
        await lead.ask("open")
        late = LATE if number == ROUND else 0
        await asyncio.gather(*(chosen(bot, number, ways[bot]) for bot in bots[late:]))
        if number < ROUND:
            await lead.ask("close")
    phone = await looking.page(f"{url}/play", PHONE, bots[0].cookie)
    phones.append(await seen(phone))
    write(await seen(await looking.page(f"{url}/screen", PROJECTOR, screen.cookie)), IMAGES / "page-screen.png", 1280)
    write(await seen(await looking.page(f"{url}/lead", WIDE, lead.cookie)), IMAGES / "page-lead.png", 1280)
    await asyncio.gather(*(chosen(bot, ROUND, ways[bot]) for bot in bots[:LATE]))
    await lead.ask("close")
    phones.append(await seen(phone))
    write(beside(phones), IMAGES / "page-phones.png", 1280)


async def chosen(bot: Bot, number: int, way: Choose) -> None:
    """One choice, as soon as the round is open."""
    await bot.until(lambda parts: parts["act"].get("turn") == number and "partners" in parts["act"])
    act = bot.parts["act"]
    await bot.ask("choose", id=f"t{number}", turn=number, choice=way(act, number))


PLACES: dict[str, Callable[[Looking], Awaitable[None]]] = {"explore": explore, "workshop": workshop}


async def main(names: list[str]) -> None:
    """Look at these places."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in names:
            await PLACES[name](Looking(browser))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or list(PLACES)))
