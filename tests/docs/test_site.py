"""The documents: tables as the code has them, sources that exist, a picture for every scenario, a site that builds."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

import experiments
from scenarios import library, load
from sim.measures import END_MEASURES, MEASURES
from sim.parameters import PARAMETERS
from sim.strategies import STRATEGIES
from tests.browser.axe import of_files
from tests.browser.harness import CHROMIUM, a_browser
from tests.conftest import needs
from tests.docs.blocks import ROOT
from tools.gallery import FIGURES

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
OF_THE_PROJECT = [ROOT / name for name in ("CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md")]
ENTRY = re.compile(r"^- \*\*(.+? (?:19|20)\d\d)\*\*: ", re.MULTILINE)
NAME = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?"
CITED = re.compile(rf"{NAME}(?:, {NAME})*(?: & {NAME})?(?: et al\.)? (?:19|20)\d\d(?!\d)")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def test_the_odd_description_is_what_the_code_says() -> None:
    command = [sys.executable, str(ROOT / "tools" / "docs_tables.py"), "--check"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_stale_description_is_found_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tools import docs_tables

    text = (DOCS / "odd.md").read_text(encoding="utf-8")
    (tmp_path / "odd.md").write_text(text.replace("| 0.8 |", "| 0.9 |", 1), encoding="utf-8")
    monkeypatch.setattr(docs_tables, "DOCS", tmp_path)
    assert docs_tables.main(check=True) == 1
    assert docs_tables.main(check=False) == 0
    assert (tmp_path / "odd.md").read_text(encoding="utf-8") == text
    assert docs_tables.main(check=True) == 0


def test_the_odd_description_has_the_seven_elements_of_the_protocol() -> None:
    text = (DOCS / "odd.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \d\. (.*)$", text, re.MULTILINE) == [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialisation",
        "Input data",
        "Submodels",
    ]
    for name in (*PARAMETERS, *(each.name for each in (*MEASURES, *END_MEASURES, *STRATEGIES))):
        assert f"`{name}`" in text


def test_every_source_that_is_cited_is_in_the_bibliography() -> None:
    known = {entry(each) for each in ENTRY.findall((DOCS / "bibliography.md").read_text(encoding="utf-8"))}
    sources = [each.source for each in (*PARAMETERS.values(), *MEASURES, *END_MEASURES, *STRATEGIES)]
    sources += [(DOCS / name).read_text(encoding="utf-8") for name in ("odd.md", "survey.md")]
    sources += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "sim" / "rules").glob("*.py"))]
    cited = {entry(each) for text in sources for each in CITED.findall(" ".join(text.split()))}
    assert ("Axelrod", "1984") in cited and ("Salmon", "2011") in cited
    assert cited - known == set()


def test_the_bibliography_has_nothing_that_nobody_cites() -> None:
    entries = ENTRY.findall((DOCS / "bibliography.md").read_text(encoding="utf-8"))
    assert len(entries) == len(set(entries)) > 20
    folders = ("sim", "experiments", "results", "dashboards", "docs")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".md")]
    texts = [path.read_text(encoding="utf-8") for path in files if path.name != "bibliography.md"]
    everything = " ".join(" ".join(text.split()) for text in texts)
    assert [each for each in entries if each not in everything] == []


def entry(citation: str) -> tuple[str, str]:
    """First author's last name, and year."""
    authors, year = citation.rsplit(" ", 1)
    first = re.split(r" & |, | et al", authors)[0]
    return first.split()[-1], year


@pytest.mark.parametrize("name", library())
def test_every_scenario_has_a_picture_beside_its_question(name: str) -> None:
    page = (DOCS / "scenarios.md").read_text(encoding="utf-8")
    section = re.search(rf"^### {name}\n\n(.*?)(?=\n###? |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section is not None
    said = " ".join(section[1].split())
    assert " ".join(load(name).question.split()) in said
    assert f"](images/{name}.png)" in said
    assert picture_is_right(DOCS / "images" / f"{name}.png")


@pytest.mark.parametrize("name", experiments.library())
def test_every_experiment_has_a_picture_beside_its_question(name: str) -> None:
    page = (DOCS / "experiments.md").read_text(encoding="utf-8")
    section = re.search(rf"^### {name}\n\n(.*?)(?=\n###? |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section is not None
    said = " ".join(section[1].split())
    assert said.startswith(f"*{' '.join(experiments.load(name).question.split())}*")
    assert f"](images/experiment-{name}.png)" in said
    assert name in FIGURES, "tools/gallery.py takes its picture"


def test_the_picture_of_the_demonstration_is_small_enough_and_wide_enough() -> None:
    assert picture_is_right(DOCS / "images" / "demo.png")


@pytest.mark.parametrize("name", ["live", "what-if", "lesson", "screen", "lead", "phones"])
def test_a_picture_of_a_page_is_small_and_shown(name: str) -> None:
    path = DOCS / "images" / f"page-{name}.png"
    assert 20_000 < path.stat().st_size <= 250_000
    with Image.open(path) as image:
        assert image.width == 1280
    assert any(f"](images/{path.name})" in page.read_text(encoding="utf-8") for page in PAGES)


def test_every_picture_is_shown_somewhere() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [path.name for path in (DOCS / "images").iterdir() if f"images/{path.name})" not in text] == []


def picture_is_right(path: Path) -> bool:
    """Legible, in few enough bytes, and with the colours of the figures in it."""
    with Image.open(path) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(2**24) or ()}
        blue = min(sum(abs(a - b) for a, b in zip(colour, (0x00, 0x72, 0xB2), strict=True)) for colour in colours)
        return path.stat().st_size < 300_000 and image.width >= 1200 and blue < 12


@pytest.mark.parametrize("page", [*PAGES, *OF_THE_PROJECT], ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target:
            place, _, anchor = target.partition("#")
            found = (page.parent / place).resolve() if place else page
            assert found.exists(), target
            heads = re.findall(r"^#+ (.*)$", found.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
            assert not anchor or anchor in [re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads]


class _Fetched(HTMLParser):
    """What a browser fetches to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in ("img", "script", "iframe", "source") and found.get("src"):
            self.addresses.append(str(found["src"]))
        if tag == "link" and found.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.addresses.append(str(found["href"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents, built strictly."""
    pytest.importorskip("material", reason="needs mkdocs-material: pip install silos-abm[docs]")
    place = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(place)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return place


@pytest.mark.slow
@pytest.mark.real
def test_the_pages_of_the_site_fetch_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.glob("*.html"))
    assert {"index.html", "odd.html", "scenarios.html", "modeller.html"} <= {page.name for page in pages}
    for page in pages:
        fetched = _Fetched()
        fetched.feed(page.read_text(encoding="utf-8"))
        assert fetched.addresses
        for address in fetched.addresses:
            assert not urlsplit(address).netloc, f"{page.name}: {address}"
            path = unquote(urlsplit(address).path)
            assert page.name == "404.html" or (page.parent / path).is_file(), f"{page.name}: {address}"


@pytest.mark.slow
@needs(CHROMIUM, "chromium")
def test_the_site_is_searched_from_the_disk(site: Path) -> None:
    with a_browser() as browser:
        page = browser.new_page()
        page.goto((site / "index.html").as_uri())
        # The search listens to keys being let go, not to a value that is put in.
        page.get_by_role("textbox", name="Search").press_sequentially("closeness")
        page.locator(".md-search-result__link", has_text="ODD description").first.click(timeout=60_000)
        page.wait_for_url(re.compile(r"/odd\.html"))


@pytest.mark.slow
@needs(CHROMIUM, "chromium")
def test_the_site_is_for_everyone(site: Path) -> None:
    assert not any(of_files(site / "index.html").values())
