"""Whatever is wrong with a scenario is said in one line: file, line, name, value, range, nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import Fault, ScenarioError, load, loads

NAMES = (
    '[[organisations]]\nname = "Hospital"\nsector = "care"\n',
    '[[organisations]]\nname = "Council"\nsector = "care"\n',
)
TWO = "".join(NAMES)
SCHOOL = '[[organisations]]\nname = "School"\n'
TIE = '[[ties]]\nfrom = "Hospital"\nto = "Council"\n'
ALLIANCE = '[[alliances]]\nname = "We"\nmembers = ["{}", "{}"]\nsharing = 0.5\n'
DATED = '[[schedule]]\nmonth = {}\nlabel = "x"\n{}\n'


def faults_of(source: object) -> tuple[Fault, ...]:
    with pytest.raises(ScenarioError) as caught:
        load(source) if not isinstance(source, str) else loads(source, file="my.toml")  # type: ignore[arg-type]
    return caught.value.faults


# text, line, name, value as shown, part of what is allowed, nearest name
ONE_FAULT = {
    "a number out of range": ("[game]\nsharing = 1.5", 2, "game.sharing", "1.5", "[0, 1]", ""),
    "not a number": ("[game]\nsharing = nan", 2, "game.sharing", "nan", "[0, 1]", ""),
    "infinite": ("[game]\nbenefit = inf", 2, "game.benefit", "inf", "(0, inf)", ""),
    "on the excluded end": ("[game]\nbenefit = 0", 2, "game.benefit", "0", "(0, inf)", ""),
    "text for a number": ('[game]\nsharing = "half"', 2, "game.sharing", "'half'", "[0, 1]", ""),
    "a boolean for a number": ("game.sharing = true", 1, "game.sharing", "true", "[0, 1]", ""),
    "a table for a number": ("[game.sharing]\nx = 1", 1, "game.sharing", None, "[0, 1]", ""),
    "a date for a number": ("[game]\nsharing = 2016-01-29", 2, "game.sharing", "datetime", "[0, 1]", ""),
    "a huge integer": (f"[game]\nbenefit = 0x{'f' * 999}", 2, "game.benefit", "1203 digits", "(0, inf)", ""),
    "an array for one number": ("[game]\nsharing = [0.1]", 2, "game.sharing", "[0.1]", "[0, 1]", ""),
    "misspelt group": ("[gmae]\nsharing = 0.5", 1, "gmae", None, "", "game"),
    "misspelt parameter": ("[game]\n\nshareing = 0.5", 3, "game.shareing", "0.5", "", "sharing"),
    "parameter of another group": (
        "[game]\nscarcity = 0.5",
        2,
        "game.scarcity",
        "0.5",
        "",
        "resources.scarcity",
    ),
    "parameter without its group": ("scarcity = 0.5", 1, "scarcity", "0.5", "", "resources.scarcity"),
    "misspelt key": ('tilte = "x"', 1, "tilte", "'x'", "", "title"),
    "number for text": ("title = 3", 1, "title", "3", "", ""),
    "number for a table": ("game = 3", 1, "game", "3", "", ""),
    "table for an array": ("[schedule]\nmonth = 3", 1, "schedule", None, "", ""),
    "number in an array of text": ('sources = [\n "a",\n 3]', 3, "sources #2", "3", "", ""),
    "no months": ("months = 0", 1, "months", "0", "at least 1", ""),
    "half a month": ("months = 1.5", 1, "months", "1.5", "", ""),
    "unknown network": (
        '[structure]\nnetwork = "smal-world"',
        2,
        "structure.network",
        "'smal-world'",
        "scale-free",
        "small-world",
    ),
    "too many tiers": ("[structure]\ntiers = 6", 2, "structure.tiers", "6", "[1, 5]", ""),
    "a fraction of tiers": ("[structure]\ntiers = 2.0", 2, "structure.tiers", "2.0", "[1, 5]", ""),
    "network too large": (
        "[structure]\norganisations = 1000000",
        2,
        "structure.organisations",
        "1000000",
        "ties",
        "",
    ),
    "values for other tiers": (
        "[dialogue]\ntime_together = [0.1, 0.2]",
        2,
        "dialogue.time_together",
        "[0.1, 0.2]",
        "3 tiers",
        "",
    ),
    "no values for tiers": (
        "[dialogue]\ntime_together = []",
        2,
        "dialogue.time_together",
        "[]",
        "[0, 1]",
        "",
    ),
    "text for a tier": (
        '[dialogue]\ntime_together = [0.1, "0.2", 0.3]',
        2,
        "dialogue.time_together #2",
        "'0.2'",
        "[0, 1]",
        "",
    ),
    "one tier out of range": (
        "[dialogue]\ntime_together = [\n0.1,\n2,\n0.3]",
        4,
        "dialogue.time_together #2",
        "2",
        "[0, 1]",
        "",
    ),
    "no organisations": ("organisations = []", 1, "organisations", None, "", ""),
    "organisation without a name": (
        "[[organisations]]\nsize = 2",
        1,
        "name of organisations #1",
        None,
        "",
        "",
    ),
    "blank name": ('[[organisations]]\nname = "  "', 2, "name of organisations #1", "'  '", "printable", ""),
    "name with a line break": ('[[organisations]]\nname = "a\\nb"', 2, None, "'a\\nb'", "printable", ""),
    "name of two": (TWO + NAMES[0], 8, 'name of organisations "Hospital"', "'Hospital'", "", ""),
    "name of two but for blanks": (TWO + '[[organisations]]\nname = " Council "', 8, None, None, "", ""),
    "size 0": (TWO + "size = 0", 7, 'size of organisations "Council"', "0", "above 0", ""),
    "misspelt key of an organisation": (
        TWO + "sise = 3",
        7,
        'sise of organisations "Council"',
        "3",
        "",
        "size",
    ),
    "parameter of an organisation": (
        TWO + "resources.scarcity = 2",
        7,
        'resources.scarcity of organisations "Council"',
        "2",
        "[0, 1]",
        "",
    ),
    "structure of an organisation": (
        TWO + "structure.tiers = 2",
        7,
        'structure of organisations "Council"',
        None,
        "",
        "",
    ),
    "unknown strategy": (TWO + 'strategy = "tit-for-tatt"', 7, None, "'tit-for-tatt'", "grim", "tit-for-tat"),
    "number of organisations listed": (
        TWO + "[structure]\norganisations = 3",
        8,
        "structure.organisations",
        "3",
        "",
        "",
    ),
    "sector nobody is in": (TWO + "[sectors.care]\n[sectors.helth]", 8, 'sectors "helth"', None, "", ""),
    "misspelt sector": (NAMES[0] + "[sectors.caer]\n[sectors.care]", 4, 'sectors "caer"', None, "", ""),
    "misspelt parameter of a sector": (
        TWO + "[sectors.care]\nhistory.in_gruop = 0.2",
        8,
        'history.in_gruop of sectors "care"',
        "0.2",
        "",
        "in_group",
    ),
    "tie to nobody": (
        TWO + '[[ties]]\nfrom = "Hospital"\nto = "Concil"',
        9,
        "to of ties #1",
        "'Concil'",
        "",
        "Council",
    ),
    "tie to itself": (TWO + '[[ties]]\nfrom = "Council"\nto = "Council"', 7, "ties #1", "'Council'", "", ""),
    "tie with one end": (TWO + '[[ties]]\nfrom = "Council"', 7, "to of ties #1", None, "", ""),
    "tie without weight": (
        TWO + '[[ties]]\nfrom = "Council"\nto = "Hospital"\nweight = 0',
        10,
        "weight of ties #1",
        "0",
        "above 0",
        "",
    ),
    "no ties": ("ties = []\n" + TWO, 1, "ties", None, "", ""),
    "network of ties listed": (
        '[structure]\nnetwork = "ring"\n' + TWO + '[[ties]]\nfrom = "Council"\nto = "Hospital"',
        2,
        "structure.network",
        "'ring'",
        "",
        "",
    ),
    "change in month 0": (
        '[[schedule]]\nmonth = 0\nlabel = "x"',
        2,
        "month of schedule #1",
        "0",
        "at least 1",
        "",
    ),
    "change after the end": (
        'months = 60\n[[schedule]]\nmonth = 61\nlabel = "x"',
        3,
        "month of schedule #1",
        "61",
        "1 to 60",
        "",
    ),
    "change that ends before it begins": (
        '[[schedule]]\nmonth = 9\nuntil = 9\nlabel = "x"',
        3,
        "until of schedule #1",
        "9",
        "above 9",
        "",
    ),
    "change that ends after the end": (
        '[[schedule]]\nmonth = 9\nuntil = 121\nlabel = "x"',
        3,
        "until of schedule #1",
        "121",
        "2 to 120",
        "",
    ),
    "change without a label": ("[[schedule]]\nmonth = 9", 1, "label of schedule #1", None, "", ""),
    "change of the structure": (
        '[[schedule]]\nmonth = 9\nlabel = "x"\nstructure.tiers = 2',
        4,
        "structure of schedule #1",
        None,
        "",
        "",
    ),
    "change for no sector": (
        '[[schedule]]\nmonth = 9\nlabel = "x"\nsector = "Sector 5"',
        4,
        "sector of schedule #1",
        "'Sector 5'",
        "",
        "Sector 4",
    ),
    "change for nobody": (
        TWO + '[[schedule]]\nmonth = 9\nlabel = "x"\norganisation = "Hopsital"',
        10,
        "organisation of schedule #1",
        "'Hopsital'",
        "",
        "Hospital",
    ),
    "change for both": (
        TWO + '[[schedule]]\nmonth = 9\nlabel = "x"\nsector = "care"\norganisation = "Hospital"',
        10,
        "sector of schedule #1",
        "'care'",
        "",
        "",
    ),
    "misspelt key of a change": (
        '[[schedule]]\nmonth = 9\nlabel = "x"\nuntill = 12',
        4,
        None,
        "12",
        "",
        "until",
    ),
    "parameter with a new name": (
        "[mindset]\nparochialism = 0.3",
        2,
        "mindset.parochialism",
        "0.3",
        "",
        "closeness",
    ),
    "seed below 0": ("seed = -1", 1, "seed", "-1", "at least 0", ""),
    "allocation of one organisation": (
        TWO + 'game.allocation = "size"',
        7,
        'game.allocation of organisations "Council"',
        "'size'",
        "",
        "",
    ),
    "misspelt allocation": (
        TWO + ALLIANCE.format("Hospital", "Council") + 'allocation = "sise"',
        11,
        'allocation of alliances "We"',
        "'sise'",
        "equal, size, need",
        "size",
    ),
    "sharing of an alliance": (
        TWO + ALLIANCE.format("Hospital", "Council").replace("0.5", "1.5"),
        10,
        'sharing of alliances "We"',
        "1.5",
        "[0, 1]",
        "",
    ),
    "alliance of one": (
        TWO + ALLIANCE.format("Hospital", "Hospital").replace(', "Hospital"', ""),
        9,
        'members of alliances "We"',
        "['Hospital']",
        "two organisations",
        "",
    ),
    "alliance with a stranger": (
        TWO + ALLIANCE.format("Hospital", "Concil"),
        9,
        'members #2 of alliances "We"',
        "'Concil'",
        "",
        "Council",
    ),
    "alliance with a member twice": (
        TWO + ALLIANCE.format("Hospital", "Hospital"),
        9,
        'members #2 of alliances "We"',
        "'Hospital'",
        "",
        "",
    ),
    "alliance with a member and its sector": (
        TWO + ALLIANCE.format("Hospital", "care"),
        9,
        'members #1 of alliances "We"',
        "'Hospital'",
        "",
        "",
    ),
    "alliance that ends before it begins": (
        TWO + ALLIANCE.format("Hospital", "Council") + "from = 13\nuntil = 12",
        12,
        'until of alliances "We"',
        "12",
        "at least 13",
        "",
    ),
    "alliance after the end": (
        TWO + ALLIANCE.format("Hospital", "Council") + "from = 121",
        11,
        'from of alliances "We"',
        "121",
        "1 to 120",
        "",
    ),
    "two alliances of one name": (
        TWO + 2 * ALLIANCE.format("Hospital", "Council"),
        12,
        'name of alliances "We"',
        "'We'",
        "",
        "",
    ),
    "alliance without ties": (
        TWO + SCHOOL + TIE + ALLIANCE.format("Hospital", "School"),
        14,
        'members of alliances "We"',
        None,
        "",
        "",
    ),
    "merger into itself": (
        TWO + DATED.format(9, 'merges = [{ from = "Council", into = "Council" }]'),
        10,
        "merges #1 of schedule #1",
        "'Council'",
        "",
        "",
    ),
    "merger with a stranger": (
        TWO + DATED.format(9, 'merges = [{ from = "Council", into = "Hopsital" }]'),
        10,
        "merges #1.into of schedule #1",
        "'Hopsital'",
        "",
        "Hospital",
    ),
    "merger into one that is gone": (
        TWO
        + SCHOOL
        + DATED.format(9, 'merges = [{ from = "Council", into = "School" }]')
        + DATED.format(12, 'merges = [{ from = "Hospital", into = "Council" }]'),
        16,
        "merges #1.into of schedule #2",
        "'Council'",
        "",
        "",
    ),
    "organisation that leaves before it comes": (
        TWO + DATED.format(12, 'joins = ["Council"]') + DATED.format(9, 'leaves = ["Council"]'),
        14,
        "leaves #1 of schedule #2",
        "'Council'",
        "",
        "",
    ),
    "organisation that comes twice": (
        TWO + DATED.format(9, 'joins = ["Council"]') + DATED.format(12, 'joins = ["Council"]'),
        14,
        "joins #1 of schedule #2",
        "'Council'",
        "",
        "",
    ),
    "organisation that leaves twice": (
        TWO + DATED.format(9, 'leaves = ["Council"]') + DATED.format(12, 'leaves = ["Council"]'),
        14,
        "leaves #1 of schedule #2",
        "'Council'",
        "",
        "",
    ),
    "last one leaves": (
        TWO + DATED.format(9, 'leaves = ["Council", "Hospital"]'),
        7,
        "schedule #1",
        None,
        "",
        "",
    ),
    "nobody at the start": (
        TWO + DATED.format(9, 'joins = ["Council", "Hospital"]'),
        7,
        "schedule",
        None,
        "",
        "",
    ),
    "tie of one that is gone": (
        TWO
        + SCHOOL
        + DATED.format(9, 'leaves = ["School"]')
        + DATED.format(12, 'ties = [{ from = "School", to = "Council" }]'),
        16,
        "ties #1.from of schedule #2",
        "'School'",
        "",
        "",
    ),
    "tie of a weight below 0": (
        TWO + DATED.format(9, 'ties = [{ from = "Hospital", to = "Council", weight = -1 }]'),
        10,
        "ties #1.weight of schedule #1",
        "-1",
        "at least 0",
        "",
    ),
    "dated tie to itself": (
        TWO + DATED.format(9, 'ties = [{ from = "Council", to = "Council" }]'),
        10,
        "ties #1 of schedule #1",
        "'Council'",
        "",
        "",
    ),
    "tie that ends before it begins": (
        TWO
        + SCHOOL
        + TIE
        + DATED.format(9, 'ties = [{ from = "School", to = "Council", weight = 0 }]')
        + DATED.format(12, 'ties = [{ from = "School", to = "Council" }]'),
        15,
        "ties #1 of schedule #1",
        "'School - Council'",
        "",
        "",
    ),
    "change of ties with an end": (
        TWO + DATED.format(9, 'until = 12\nties = [{ from = "Hospital", to = "Council", weight = 0 }]'),
        10,
        "until of schedule #1",
        "12",
        "",
        "",
    ),
    "change of ties after the end": (
        TWO + DATED.format(121, 'leaves = ["Council"]'),
        8,
        "month of schedule #1",
        "121",
        "1 to 120",
        "",
    ),
    "files without a file": ('[files]\nties = "ties.csv"', 2, "files.ties", "'ties.csv'", "", ""),
    "misspelt file": (
        '[files]\norganisation = "a.csv"',
        2,
        "files.organisation",
        "'a.csv'",
        "",
        "organisations",
    ),
    "given twice": ('"game.sharing" = 0.1\n[game]\nsharing = 0.2', 1, "game.sharing", None, "", ""),
    "not TOML": ("[game]\nsharing = 0,5", 2, "", None, "", ""),
    "key twice": ("[game]\nsharing = 0.5\nsharing = 0.4", 3, "", None, "", ""),
    "an integer without end": (f"months = {'9' * 5000}", None, "", None, "", ""),
    "nested without end": (f"months = {'[' * 50_000}", None, "", None, "", ""),
}


@pytest.mark.parametrize("text, line, name, value, allowed, near", ONE_FAULT.values(), ids=ONE_FAULT)
def test_one_fault_is_one_clear_line(
    text: str, line: int | None, name: str | None, value: str | None, allowed: str, near: str
) -> None:
    (fault,) = faults_of(text)
    assert fault.file == "my.toml"
    assert fault.line == line
    assert fault.name == (fault.name if name is None else name)
    said = str(fault)
    assert value is None or value in said
    assert allowed in fault.allowed
    assert fault.nearest == near
    assert said.startswith("my.toml:" if fault.line else "my.toml: ")
    assert "\n" not in said and len(said) < 700


LAST = 'months = 60\n[[schedule]]\nmonth = {}\nlabel = "x"\n'
TIERS = "[structure]\ntiers = {}\n[dialogue]\ntime_together = [{}]\n"
MADE = '[structure]\nnetwork = "{}"\norganisations = {}\n{} = {}\n'

# what just may be, what may not any more, part of what is said then
LIMITS = {
    "a change in the last month": (LAST.format(60), LAST.format(61), "after the end of the run"),
    "a change until the last month": (LAST.format(9) + "until = 60", LAST.format(9) + "until = 61", "after the end"),
    "values for five tiers": (TIERS.format(5, "0,0,0,0,0"), TIERS.format(4, "0,0,0,0,0"), "5 values for 4 tiers"),
    # 10,000 x 9,999 / 2 = 49,995,000 ties, one more organisation makes 50,005,000
    "a complete network": (
        MADE.format("complete", 10_000, "tiers", 1),
        MADE.format("complete", 10_001, "tiers", 1),
        "5e+07",
    ),
    # 10,000,000 organisations with 5 ties each, or with 6
    "a scale-free network": (
        MADE.format("scale-free", 10_000_000, "links", 5),
        MADE.format("scale-free", 10_000_000, "links", 6),
        "6e+07 ties",
    ),
    # and with half of 10 neighbours, or of 12
    "a ring": (
        MADE.format("ring", 10_000_000, "neighbours", 10),
        MADE.format("ring", 10_000_000, "neighbours", 12),
        "6e+07 ties",
    ),
    "a sector of the last organisation": (
        '[structure]\norganisations = 3\nsectors = 4\n[sectors."Sector 3"]',
        '[structure]\norganisations = 3\nsectors = 4\n[sectors."Sector 4"]',
        "a sector without organisations",
    ),
}


@pytest.mark.parametrize("right, wrong, said", LIMITS.values(), ids=LIMITS)
def test_a_limit_lies_where_it_is_said(right: str, wrong: str, said: str) -> None:
    loads(right)
    (fault,) = faults_of(wrong)
    assert said in str(fault)


@pytest.mark.parametrize("key", ["network", "neighbours", "rewiring", "links", "across", "wiring"])
def test_what_makes_a_network_has_no_effect_where_ties_are_listed(key: str) -> None:
    value = '"ring"' if key == "network" else "1" if key in ("rewiring", "across") else "2"
    text = f'structure.{key} = {value}\n{TWO}[[ties]]\nfrom = "Council"\nto = "Hospital"\n'
    (fault,) = faults_of(text)
    assert (fault.name, fault.message) == (f"structure.{key}", "has no effect, because the scenario lists its ties")


def test_of_many_misspelt_names_the_first_twenty_are_told_the_nearest() -> None:
    text = TWO + "".join(f'[[ties]]\nfrom = "Hospital"\nto = "Council {number}"\n' for number in range(30))
    assert [fault.nearest for fault in faults_of(text)] == ["Council"] * 20 + [""] * 10


def test_all_faults_at_once_in_the_order_of_the_file() -> None:
    text = TWO + NAMES[1] + "resources.scarcity = -1\n[game]\nsharing = 7\n[trust]\nrte = 1\nrate = nan\n"
    text += '[[ties]]\nfrom = "Hospital"\nto = "Nobody"\n[[schedule]]\nmonth = 500\nlabel = "late"\n'
    faults = faults_of(text)
    assert [fault.line for fault in faults] == [8, 10, 12, 14, 15, 18, 20]
    assert str(ScenarioError(faults)).count("\n") == 6


def test_a_dict_is_checked_like_a_file() -> None:
    faults = faults_of({"game.sharing": 2, "organisations": [{"name": "A", "trust": {"rate": "x"}}, {"name": "A"}]})
    assert {fault.name for fault in faults} == {
        "game.sharing",
        'trust.rate of organisations "A"',
        'name of organisations "A"',
    }
    assert {fault.file for fault in faults} == {"scenario"}
    assert {fault.line for fault in faults} == {None}


@pytest.mark.parametrize(
    "data",
    [
        {1: 2},
        {None: None},
        {"game": {None: 1}},
        {"organisations": 7},
        {"organisations": [7, None, [], {"name": 3}]},
        {"organisations": [{"name": ["a"], "sector": {}}]},
        {"ties": [{"from": 1, "to": 1}]},
        {"sectors": {"": {}, "x": 3, " x": {}}},
        {"schedule": [{"month": "x", "until": [], "label": None, "sector": 7}]},
        {"schedule": [{"month": True, "label": "x"}]},
        {"schedule": {}},
        {"files": 3},
        {"files": {"ties": 3, "graphml": "\0", "organisations": "../x"}},
        {"game": {"sharing": object()}},
        {"game": {"sharing": 10**5000}},
        {"title": "\ud800"},
        {"structure": {"organisations": "many", "network": [], "tiers": None}},
        {"game.sharing": 1, "game": 7},
    ],
    ids=lambda data: ",".join(str(key) for key in data),
)
def test_data_of_any_form_gives_faults(data: dict[object, object]) -> None:
    faults = faults_of(data)
    assert faults
    for fault in faults:
        assert "\n" not in str(fault)


def test_deep_data_gives_faults() -> None:
    deep: dict[str, object] = {}
    for _ in range(100_000):
        deep = {"game": deep}
    assert str(faults_of(deep)[0])


class TestFiles:
    def fault(self, path: Path | str) -> Fault:
        with pytest.raises(ScenarioError) as caught:
            load(path)
        (fault,) = caught.value.faults
        assert fault.file == str(path)
        return fault

    def test_missing_name(self) -> None:
        fault = self.fault("greater-manchster-2015")
        assert fault.nearest == "greater-manchester-2015"
        assert "plain" in fault.allowed

    def test_missing_file(self, tmp_path: Path) -> None:
        assert "no such file" in self.fault(tmp_path / "none.toml").message
        assert "no such file" in self.fault(str(tmp_path / "none.toml")).message

    @pytest.mark.parametrize("name", ["a\0b.toml", "x" * 5000 + ".toml", "", "."])
    def test_impossible_names(self, name: str) -> None:
        with pytest.raises(ScenarioError):
            load(name)

    def test_folder(self, tmp_path: Path) -> None:
        assert "folder" in self.fault(tmp_path).message
        assert "folder" in self.fault(str(tmp_path)).message

    def test_unreadable(self, tmp_path: Path) -> None:
        path = tmp_path / "secret.toml"
        path.write_text("")
        path.chmod(0)
        try:
            path.read_text()
        except PermissionError:
            assert "cannot be read" in self.fault(path).message
        else:
            pytest.skip("this user may read everything")

    def test_too_large_is_refused_unread(self, tmp_path: Path) -> None:
        path = tmp_path / "large.toml"
        with path.open("wb") as stream:
            stream.truncate(100_000_000)
        message = self.fault(path).message
        assert "100.0 MB" in message and "20 MB" in message

    def test_device(self) -> None:
        if not Path("/dev/zero").exists():
            pytest.skip("no such device here")
        assert "device" in self.fault(Path("/dev/zero")).message

    def test_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        import os

        os.mkfifo(tmp_path / "pipe.toml")
        assert "pipe" in self.fault(tmp_path / "pipe.toml").message

    def test_binary_rubbish(self, tmp_path: Path) -> None:
        path = tmp_path / "rubbish.toml"
        path.write_bytes(b"title = 'x'\n\x00\x01\x02")
        assert (self.fault(path).line, "binary" in self.fault(path).message) == (2, True)
        path.write_bytes(b"a = 1\nb = 2\n\xff\xfe\x41")
        assert (self.fault(path).line, "UTF-8" in self.fault(path).message) == (3, True)

    def test_windows_files_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "notepad.toml"
        path.write_bytes(b'\xef\xbb\xbftitle = "x"\r\n[game]\r\nsharing = 2\r\n')
        assert self.fault(path).line == 3


def test_faults_travel_between_processes() -> None:
    import pickle

    error = ScenarioError([Fault(file="a", message="b")])
    assert pickle.loads(pickle.dumps(error)).faults == error.faults


def test_a_long_list_of_faults_is_cut_short() -> None:
    faults = faults_of("\n".join(f"x{i} = 1" for i in range(200)))
    assert len(faults) == 200
    assert str(ScenarioError(faults)).endswith("... and 150 more")
