"""A system of one's own: two CSV files, GraphML, tables beside a scenario, and the layouts of known data."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from scenarios import Fault, ScenarioError, load, loads
from scenarios.imports import from_network_folder, from_patient_origin, import_system, load_csv, load_graphml

WHO = "name,sector,size,strategy,resources.scarcity,dialogue.time_together,ods\n"
WHO += 'A,care,2,,0.5,0.1 0.2 0.3,X1\n"B, the second",health,,grim,,,\n\nC,health,1,,,,\n'
TIES = 'from,to,weight\nA,"B, the second",2.5\nC,A,\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "who.csv").write_text(WHO)
    (tmp_path / "ties.csv").write_text(TIES)
    return tmp_path


def caught(call: object, *args: object, **more: object) -> tuple[Fault, ...]:
    with pytest.raises(ScenarioError) as error:
        call(*args, **more)  # type: ignore[operator]
    for fault in error.value.faults:
        assert "\n" not in str(fault)
    return error.value.faults


def test_two_csv_files(folder: Path) -> None:
    scenario = load_csv(organisations=folder / "who.csv", ties=folder / "ties.csv")
    a, b, _ = scenario.organisations
    assert (a.name, a.sector, a.size, a.strategy) == ("A", "care", 2.0, None)
    assert dict(a.own) == {"resources.scarcity": 0.5, "dialogue.time_together": (0.1, 0.2, 0.3)}
    assert (b.name, b.size, b.strategy, dict(b.own)) == ("B, the second", 1.0, "grim", {})
    assert scenario.ties == (("A", "B, the second", 2.5), ("C", "A", 1.0))
    assert scenario.title == "who"
    assert loads(scenario.dump()) == scenario
    assert import_system(folder / "ties.csv", folder / "who.csv") == scenario


def test_one_csv_file(folder: Path) -> None:
    assert load_csv(organisations=folder / "who.csv").system().network.m == 3
    alone = import_system(folder / "ties.csv").system()
    assert (list(alone.names), alone.network.m) == (["A", "B, the second", "C"], 2)


@pytest.mark.parametrize("sign", ";\t")
def test_other_signs_between_the_cells(folder: Path, sign: str) -> None:
    (folder / "ties.csv").write_text(f"\ufeffsource{sign}target\r\nA{sign}C\r\n", encoding="utf-8")
    assert load_csv(organisations=folder / "who.csv", ties=folder / "ties.csv").ties == (("A", "C", 1.0),)


def test_tables_beside_a_scenario(folder: Path) -> None:
    text = 'title = "mine"\n[files]\norganisations = "who.csv"\nties = "ties.csv"\n[sectors.care]\n[sectors.health]\n'
    (folder / "mine.toml").write_text(text)
    scenario = load(folder / "mine.toml")
    assert (scenario.name, len(scenario.organisations), len(scenario.ties)) == ("mine", 3, 2)
    assert loads(scenario.dump()) == scenario


# what to put in place of who.csv, line, part of what is said, nearest
BAD_ORGANISATIONS = {
    "empty": ("", 1, "empty", ""),
    "no name": ("nme,sector\nA,care\n", 1, "no such column", "nme"),
    "two columns alike": ("name,size,size\nA,1,2\n", 1, "two columns", ""),
    "a blank name": ("name,sector\nA,care\n,care\n", 3, "missing", ""),
    "a cell too many": ("name,sector\nA,care\nB,care,1\n", 3, "3 cells", ""),
    "a cell too few": ("name,sector,size\nA,care,1\n\nB,care\n", 4, "2 cells", ""),
    "no number": ("name,size\nA,1\nB,large\n", 3, "must be a number", ""),
    "decimal comma": ('name,size\nA,"1,5"\n', 2, "must be a number", ""),
    "infinite": ("name,size\nA,inf\n", 2, "not a finite number", ""),
    "not a number": ("name,resources.scarcity\nA,nan\n", 2, "not a number", ""),
    "out of range": ("name,resources.scarcity\nA,1\nB,1.5\n", 3, "[0, 1]", ""),
    "misspelt parameter": ("name,resources.scarcty\nA,1\n", 1, "unknown column", "resources.scarcity"),
    "misspelt column": ("name,stratgy\nA,grim\n", 1, "unknown column", "strategy"),
    "parameter without its group": ("name,scarcity\nA,1\n", 1, "unknown column", "resources.scarcity"),
    "structure": ("name,structure.tiers\nA,1\n", 1, "unknown column", ""),
    "unknown strategy": ("name,strategy\nA,grimm\n", 2, "unknown strategy", "grim"),
    "name of two": ("name\nA\nB\nA\n", 4, "line 2", ""),
    "quotes that do not end": ('name,sector\n"A,care\nB,care\n', 2, "not valid CSV", ""),
    "text after quotes": ('name,sector\n"A"x,care\n', 2, "not valid CSV", ""),
    "a line too long": ("name\n" + "x" * 200_000 + "\n", 2, "not valid CSV", ""),
    "only a heading": ("name\n", None, "at least one organisation", ""),
    "name over two lines": ('name,sector\n"A\nB",care\nC,care\n', 2, "not a valid name", ""),
}


@pytest.mark.parametrize("text, line, said, near", BAD_ORGANISATIONS.values(), ids=BAD_ORGANISATIONS)
def test_bad_organisations(tmp_path: Path, text: str, line: int | None, said: str, near: str) -> None:
    path = tmp_path / "who.csv"
    path.write_text(text)
    (fault,) = caught(load_csv, organisations=path)
    assert (fault.file, fault.line, fault.nearest) == (str(path), line, near)
    assert said in str(fault).removeprefix(str(path))


BAD_TIES = {
    "no ends": ("a,b\nA,C\n", 1, "no such column"),
    "to nobody": ("from,to\nA,C\nA,D\n", 3, "no organisation of this name"),
    "to itself": ("from,to\nA,A\n", 2, "to itself"),
    "twice": ("from,to\nA,C\nC,A\n", 3, "listed already (line 2)"),
    "no weight": ("from,to,weight\nA,C,0\n", 2, "above 0"),
    "blank end": ("from,to\nA,\n", 2, "missing"),
    "bad weight": ("from,to,weight\nA,C,much\n", 2, "must be a number"),
    "none": ("from,to\n", None, "an empty list"),
}


@pytest.mark.parametrize("text, line, said", BAD_TIES.values(), ids=BAD_TIES)
def test_bad_ties(folder: Path, text: str, line: int | None, said: str) -> None:
    path = folder / "ties.csv"
    path.write_text(text)
    faults = caught(load_csv, organisations=folder / "who.csv", ties=path)
    assert {(fault.file, fault.line) for fault in faults} == {(str(path), line)}
    assert said in str(faults[0]).removeprefix(str(path))


def test_faults_of_three_files_at_once(folder: Path) -> None:
    (folder / "who.csv").write_text("name,size\nA,0\nB,1\n")
    (folder / "ties.csv").write_text("from,to\nA,A\n")
    (folder / "mine.toml").write_text('[files]\norganisations = "who.csv"\nties = "ties.csv"\n[game]\nsharing = 7\n')
    faults = caught(load, folder / "mine.toml")
    assert [(Path(fault.file).name, fault.line) for fault in faults] == [
        ("mine.toml", 5),
        ("ties.csv", 2),
        ("who.csv", 2),
    ]


def test_a_table_that_cannot_be_read_hides_no_other_fault_and_makes_none(folder: Path) -> None:
    (folder / "who.csv").write_bytes(b"\0\1\2")
    text = '[files]\norganisations = "who.csv"\nties = "ties.csv"\n[game]\nsharing = 7\n[sectors.care]\n'
    text += '[[schedule]]\nmonth = 1\nlabel = "x"\norganisation = "A"\n'
    (folder / "mine.toml").write_text(text)
    assert [fault.name for fault in caught(load, folder / "mine.toml")] == ["game.sharing", ""]


class TestNoWayOut:
    """Files are read from the folder of the scenario, and from nowhere else."""

    def fault(self, folder: Path, name: str) -> Fault:
        (folder / "inside").mkdir(exist_ok=True)
        (folder / "inside" / "mine.toml").write_text(f"[files]\nties = '{name}'\n")
        (fault,) = caught(load, folder / "inside" / "mine.toml")
        return fault

    def test_up(self, folder: Path) -> None:
        assert "leads out" in self.fault(folder, "../ties.csv").message
        assert "leads out" in self.fault(folder, "x/../../ties.csv").message

    def test_absolute(self, folder: Path) -> None:
        assert "leads out" in self.fault(folder, str(folder / "ties.csv")).message
        assert self.fault(folder, "/etc/passwd").line == 2

    def test_link(self, folder: Path) -> None:
        (folder / "inside").mkdir()
        (folder / "inside" / "link.csv").symlink_to(folder / "ties.csv")
        assert "leads out" in self.fault(folder, "link.csv").message

    def test_circle_of_links(self, folder: Path) -> None:
        (folder / "inside").mkdir()
        (folder / "inside" / "a.csv").symlink_to("a.csv")
        assert self.fault(folder, "a.csv")

    def test_folder(self, folder: Path) -> None:
        assert "folder" in self.fault(folder, ".").message

    def test_data_has_no_folder(self) -> None:
        (fault,) = caught(load, {"files": {"ties": "ties.csv"}})
        assert "beside" in fault.message

    def test_link_within(self, folder: Path) -> None:
        (folder / "link.csv").symlink_to("who.csv")
        (folder / "mine.toml").write_text('[files]\norganisations = "link.csv"\n')
        assert len(load(folder / "mine.toml").organisations) == 3


HEAD = '<?xml version="1.0"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
KEYS = (
    '<key id="d0" for="node" attr.name="name" attr.type="string"/>\n'
    '<key id="d1" for="node" attr.name="sector" attr.type="string"><default>care</default></key>\n'
    '<key id="d2" for="edge" attr.name="weight" attr.type="double"/>\n'
    '<key id="d3" for="node" attr.name="resources.scarcity" attr.type="double"/>\n'
)
GRAPH = (
    '<graph edgedefault="undirected">\n<node id="n0"><data key="d0">A</data><data key="d3">0.5</data></node>\n'
    '<node id="n1"><data key="d1">health</data></node>\n'
    '<edge source="n0" target="n1"><data key="d2">2.5</data></edge>\n</graph></graphml>\n'
)


def graphml(folder: Path, text: str) -> Path:
    path = folder / "system.graphml"
    path.write_text(text)
    return path


def test_graphml(tmp_path: Path) -> None:
    path = graphml(tmp_path, HEAD + KEYS + GRAPH)
    scenario = load_graphml(path)
    assert [(organisation.name, organisation.sector) for organisation in scenario.organisations] == [
        ("A", "care"),
        ("n1", "health"),
    ]
    assert dict(scenario.organisations[0].own) == {"resources.scarcity": 0.5}
    assert scenario.ties == (("A", "n1", 2.5),)
    assert load(path) == load(str(path)) == import_system(path) == scenario
    (tmp_path / "mine.toml").write_text('[files]\ngraphml = "system.graphml"\n')
    assert load(tmp_path / "mine.toml").ties == scenario.ties


def test_graphml_of_networkx(tmp_path: Path) -> None:
    import networkx

    graph = networkx.karate_club_graph()
    networkx.set_node_attributes(graph, {i: "club" if i % 2 else "society" for i in graph}, "sector")
    networkx.write_graphml(graph, tmp_path / "karate.graphml")
    system = load_graphml(tmp_path / "karate.graphml").system()
    assert (system.network.n, system.network.m, sorted(system.sectors)) == (34, 78, ["club", "society"])
    assert system.network.weight.sum() == sum(weight for *_, weight in graph.edges(data="weight"))


def test_both_directions_make_one_tie(tmp_path: Path) -> None:
    edges = '<edge source="a" target="b"/><edge source="b" target="a"/><edge source="b" target="c"/>'
    nodes = '<node id="a"/><node id="b"/><node id="c"/>'
    path = graphml(tmp_path, f'{HEAD}<graph edgedefault="directed">{nodes}{edges}</graph></graphml>')
    assert load_graphml(path).ties == (("a", "b", 2.0), ("b", "c", 1.0))
    path = graphml(tmp_path, f'{HEAD}<graph edgedefault="undirected">{nodes}{edges}</graph></graphml>')
    assert "listed already" in str(caught(load_graphml, path)[0])


LAUGHS = '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol">' + "".join(
    f'<!ENTITY lol{i} "{f"&lol{i - 1};" * 10}">' for i in range(1, 10)
)
BAD_GRAPHS = {
    "billion laughs": (LAUGHS + "]>\n<graphml>&lol9;</graphml>", 2, "document type"),
    "file of the machine": (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><graphml>&e;</graphml>',
        1,
        "document type",
    ),
    "document type alone": ('<!DOCTYPE graphml SYSTEM "http://example.org/x.dtd"><graphml/>', 1, "document type"),
    "unknown entity": (HEAD + "&e;</graphml>", 3, "not valid XML"),
    "not XML": ("hello", 1, "not valid XML"),
    "empty": ("", 1, "not valid XML"),
    "not closed": (HEAD + "<graph>", 3, "not valid XML"),
    "another language": ("<svg></svg>", 1, "not GraphML"),
    "no nodes": (HEAD + "<graph/></graphml>", None, "no nodes"),
    "node without id": (HEAD + "<graph>\n<node/></graph></graphml>", 4, "without an id"),
    "id of two": (HEAD + '<graph><node id="a"/>\n<node id="a"/></graph></graphml>', 4, "another node"),
    "edge to nobody": (HEAD + '<graph><node id="a"/>\n<edge source="a" target="b"/></graph></graphml>', 4, "no node"),
    "hyperedge": (HEAD + '<graph><node id="a"/>\n<hyperedge/></graph></graphml>', 4, "not supported"),
    "bad weight": (HEAD + KEYS + GRAPH.replace("2.5", "much"), 10, "must be a number"),
    "out of range": (HEAD + KEYS + GRAPH.replace("0.5", "1.5"), 8, "[0, 1]"),
    "misspelt": (HEAD + KEYS.replace("scarcity", "scarcty") + GRAPH, 1, "unknown column"),
}


@pytest.mark.parametrize("text, line, said", BAD_GRAPHS.values(), ids=BAD_GRAPHS)
def test_bad_graphml(tmp_path: Path, text: str, line: int | None, said: str) -> None:
    path = graphml(tmp_path, text)
    (fault,) = caught(load_graphml, path)
    assert (fault.file, fault.line) == (str(path), line)
    assert said in str(fault).removeprefix(str(path))


def test_two_files_of_one_kind(folder: Path) -> None:
    (fault,) = caught(import_system, folder / "who.csv", folder / "who.csv")
    assert "one of each" in fault.message
    assert "no such file" in caught(import_system, folder / "none.csv")[0].message


class TestKnownData:
    def test_chemicals_policy(self, shared: Path) -> None:
        system = from_network_folder(shared / "data" / "networks" / "net_chemnet_1984").system()
        assert (system.network.n, system.network.m) == (30, 328)
        assert sorted(system.sectors) == ["gov", "ig", "io", "par", "sci"]
        assert system.network.weight.sum() == 999  # records: relations, both directions
        assert system.network.weight.max() == 8  # four relations, both directions

    @pytest.mark.parametrize("name, n", {"Texas": 25, "MtSi": 13, "Wichita": 20}.items())
    def test_search_and_rescue(self, shared: Path, name: str, n: int) -> None:
        folder = shared / "data" / "networks" / "net_emon_1981"
        scenario = from_network_folder(folder, name)
        network = scenario.system().network
        assert network.n == n
        assert network.weight.min() >= 0.25 and network.weight.max() <= 2
        assert import_system(folder / "nodes.csv", folder / "edges.csv", network=name).ties == scenario.ties

    def test_several_networks_need_a_name(self, shared: Path) -> None:
        folder = shared / "data" / "networks" / "net_emon_1981"
        assert "Wichita" in caught(from_network_folder, folder)[0].allowed
        assert caught(from_network_folder, folder, "Whichita")[0].nearest == "Wichita"

    def test_where_patients_come_from(self, shared: Path) -> None:
        path = shared / "data" / "nhs" / "trust_patient_origin_by_icb_2022.csv"
        whole = import_system(path).system()
        assert (whole.network.n, whole.network.m, list(whole.sectors)) == (138 + 42, 523, ["trust", "icb"])
        assert whole.network.across.all()
        one = from_patient_origin(path, "QOP").system()
        assert "NHS Greater Manchester Integrated Care Board" in one.names
        assert one.network.n < whole.network.n
        by_name = from_patient_origin(path, icb="NHS Greater Manchester Integrated Care Board")
        assert by_name.ties == from_patient_origin(path, icb="E54000057").ties
        assert caught(from_patient_origin, path, "NHS Greater Manchestr Integrated Care Board")[0].nearest


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("as Excel saves it in most of Europe", b"name;sector;resources.scarcity\nA;x;0,5\nB;y;\n"),
        ("with capital headings", b"Name,SECTOR,Resources.Scarcity\nA,x,0.5\nB,y,\n"),
        ("with empty columns and rows at the end", b"name,sector,resources.scarcity,,\nA,x,0.5,,\nB,y,,,\n,,,,\n"),
        ("with the line that tells Excel the separator", b"sep=;\nname;sector;resources.scarcity\nA;x;0.5\nB;y;\n"),
        ("as Unicode text", "name\tsector\tresources.scarcity\nA\tx\t0,5\nB\ty\t\n".encode("utf-16")),
    ],
)
def test_tables_as_spreadsheets_save_them(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "who.csv").write_bytes(content)
    one, other = load_csv(organisations=tmp_path / "who.csv").organisations
    assert (one.name, one.sector, dict(one.own)) == ("A", "x", {"resources.scarcity": 0.5}), name
    assert (other.name, other.sector, dict(other.own)) == ("B", "y", {}), name


def test_a_decimal_comma_between_commas_is_refused(tmp_path: Path) -> None:
    (tmp_path / "who.csv").write_text('name,resources.scarcity\nA,"0,5"\nB,\n')
    (fault,) = caught(load_csv, organisations=tmp_path / "who.csv")
    assert (fault.value, fault.line) == ("0,5", 2)


def test_what_is_wrong_with_a_spreadsheet_is_said(tmp_path: Path) -> None:
    (tmp_path / "who.csv").write_bytes(b"PK\x03\x04\x00\x00")
    assert "save the sheet as 'CSV UTF-8'" in caught(load_csv, organisations=tmp_path / "who.csv")[0].message
    (tmp_path / "who.csv").write_text("name,,,sector\nA,,,x\nB,,,x\n")
    assert [fault.message for fault in caught(load_csv, organisations=tmp_path / "who.csv")] == [
        "two columns that have no name"
    ]
    (tmp_path / "who.csv").write_text("sep=;\nname;size\nA;many\n")
    assert caught(load_csv, organisations=tmp_path / "who.csv")[0].line == 3


def test_frames_and_graphs_are_data() -> None:
    frame = pd.DataFrame(
        {"Name": ["A", "B", "C"], "sector": ["x", "x", "y"], "resources.scarcity": [0.2, float("nan"), 0.3]}
    )
    ties = pd.DataFrame({"source": ["A", "B"], "target": ["C", "C"], "weight": [2, 1]})
    scenario = load({"organisations": frame, "ties": ties})
    assert [dict(entry.own) for entry in scenario.organisations] == [
        {"resources.scarcity": 0.2},
        {},
        {"resources.scarcity": 0.3},
    ]
    assert scenario.ties == (("A", "C", 2.0), ("B", "C", 1.0))
    rows = frame.rename(columns={"Name": "name"}).to_dict("records")
    assert load({"organisations": rows, "ties": ties}) == scenario
    graph = nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C")])
    graph.add_nodes_from([("A", {"sector": "x", "size": 2, "colour": "red"})])
    loaded = load(graph)
    assert loaded.ties == (("A", "B", 2.0), ("B", "C", 1.0))
    first = loaded.organisations[0]
    assert (first.name, first.sector, first.size) == ("A", "x", 2.0)
    assert load(nx.karate_club_graph()).system().network.n == 34


def test_a_wrong_column_of_a_frame_is_told() -> None:
    frame = pd.DataFrame({"name": ["A", "B"], "resources.scarcty": [0.1, 0.2]})
    faults = caught(load, {"organisations": frame})
    assert "scarcity" in faults[0].nearest


class OfIgraph:
    """A graph as igraph 1.0 has it: vertices, edges, and a way to networkx that numbers nodes and keeps attributes."""

    vs = es = ()

    def to_networkx(self) -> nx.Graph:
        graph = nx.Graph()
        graph.add_nodes_from([(0, {"name": "A", "sector": "care", "_igraph_index": 0}), (1, {"name": "B"})])
        graph.add_edge(0, 1, weight=2.0, _igraph_index=0)
        return graph


def test_a_graph_of_igraph_is_read_by_the_names_of_its_vertices() -> None:
    scenario = load(OfIgraph())
    assert list(scenario.names) == ["A", "B"]
    assert list(scenario.ties) == [("A", "B", 2.0)]
    assert "care" in scenario.system().sectors
