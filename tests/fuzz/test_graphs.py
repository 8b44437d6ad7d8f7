"""GraphML files: whatever the bytes, a scenario or a ScenarioError; no entity is ever made use of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from scenarios import ScenarioError
from scenarios.imports import load_graphml
from tests.fuzz.harness import WATCH, Door, cases
from tests.fuzz.making import encoded, mutated
from tests.scenarios.test_imports import GRAPH, HEAD, KEYS

CORPUS = [
    HEAD + KEYS + GRAPH,
    '<graphml><graph edgedefault="undirected"><node id="a"/><node id="b"/>'
    '<edge source="a" target="b"/></graph></graphml>',
]
PIECES = (
    *(
        "<",
        ">",
        "</",
        "/>",
        "&",
        "&amp;",
        "&x;",
        "&#0;",
        "&#x10FFFF;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml",
        "?>",
    ),
    *("<!DOCTYPE a>", '<!ENTITY x "y">', "<node>", "</node>", "<data key='d0'>", "<graph>", "<port/>", "xmlns:x='y'"),
    *('<?xml version="1.0" encoding="UTF-16"?>', "<default>", "weight", "resources.scarcity", "\0", "<hyperedge/>"),
)


@cases()
@given(content=encoded(mutated(CORPUS, PIECES)))
def test_graphs(door: Door, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "it.graphml"
    path.write_bytes(content)
    with WATCH.only_within():
        scenario = door.tried(lambda: load_graphml(path), ScenarioError)
        if scenario is not None:
            assert door.tried(scenario.system, ScenarioError)


NODES = '<node id="a"/>'
LOL = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "billion laughs": f"<!DOCTYPE g [{LOL}]><graphml><graph><node id='&a9;'/></graph></graphml>",
    "quadratic blow-up": f'<!DOCTYPE g [<!ENTITY a "{"x" * 50_000}">]><graphml>{"&a;" * 50_000}</graphml>',
    "external entity": '<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/passwd">]><graphml>&a;</graphml>',
    "external type": '<!DOCTYPE g SYSTEM "http://192.0.2.1/g.dtd"><graphml/>',
    "parameter entity": '<!DOCTYPE g [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]><graphml/>',
    "undeclared entity": "<graphml>&a;</graphml>",
    "deep": "<graphml>" + "<graph>" * 500_000,
    "deep and closed": "<graphml>" + "<graph>" * 300_000 + "</graph>" * 300_000 + "</graphml>",
    "many attributes": "<graphml " + " ".join(f'a{n}="1"' for n in range(300_000)) + "/>",
    "many namespaces": "<graphml " + " ".join(f'xmlns:a{n}="b{n}"' for n in range(200_000)) + "/>",
    "many keys": "<graphml>"
    + "".join(f'<key id="k{n}" attr.name="n{n}"><default>1</default></key>' for n in range(5_000))
    + "<graph>" + "".join(f'<node id="{n}"/>' for n in range(5_000)) + "</graph></graphml>",
    "many data": '<graphml><graph><node id="a">'
    + "".join(f'<data key="sectr{n}">1</data>' for n in range(50_000)) + "</node></graph></graphml>",
    "endless text": "<graphml><graph><node id='a'><data key='name'>"
    + "x" * 19_000_000 + "</data></node></graph></graphml>",
    "nodes in nodes": "<graphml><graph>" + "<node id='a'>" * 200_000,
    "many strangers": "<graphml><graph>" + "".join(f'<node id="organisation{n}"/>' for n in range(20_000))
    + "".join(f'<edge source="organisat{n}" target="organsation{n}"/>' for n in range(20_000)) + "</graph></graphml>",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(door: Door, tmp_path: Path, name: str) -> None:
    path = tmp_path / "it.graphml"
    path.write_text(BOMBS[name])
    with WATCH.only_within():
        assert door.tried(lambda: load_graphml(path), ScenarioError) is None
