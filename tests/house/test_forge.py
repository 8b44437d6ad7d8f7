"""What a public forge, a package index and machines read fits its schema, and says what the project says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.docs.test_commands import MAIN

FORGE = ROOT / ".github"
WORKFLOWS = sorted((FORGE / "workflows").glob("*.yml"))
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": sorted((FORGE / "ISSUE_TEMPLATE").glob("[0-9]*.yml")),
    "github-issue-config": [FORGE / "ISSUE_TEMPLATE" / "config.yml"],
    "dependabot": [FORGE / "dependabot.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
    "compose-spec": [ROOT / "deploy" / "compose.yaml"],
}
"""Files by the schema that check-jsonschema has of them."""


def of_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # "on" stays a word


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)["project"]
    return table


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_file_for_machines_fits_its_schema(schema: str) -> None:
    assert SCHEMAS[schema]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    answer = subprocess.run([*command, *map(str, SCHEMAS[schema])], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_workflow_may_do_no_more_than_it_says() -> None:
    for path in WORKFLOWS:
        flow = of_yaml(path)
        assert "permissions" in flow, f"{path.name} takes what the forge gives by default"
        for name, job in flow["jobs"].items():
            assert "timeout-minutes" in job, f"{path.name}: {name} may hang for hours"
            for step in job["steps"]:
                typed = str(step.get("run", ""))
                assert not re.search(r"\$\{\{\s*github\.(event|ref_name|head_ref)", typed), (
                    f"{path.name}: {name}: {typed}"
                )


def test_every_python_from_the_oldest_to_the_newest_is_tried() -> None:
    versions = set(
        re.findall(r"python(?:-version)?: \"?(3\.\d+)", (FORGE / "workflows" / "check.yml").read_text("utf-8"))
    )
    versions |= set(of_yaml(FORGE / "workflows" / "check.yml")["jobs"]["quick"]["strategy"]["matrix"]["python"])
    named = {line.rpartition(" ")[2] for line in project()["classifiers"] if re.search(r":: 3\.\d+$", line)}
    assert versions == named
    assert project()["requires-python"].removeprefix(">=") in versions


def test_hooks_use_the_versions_of_the_lock() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    hooks = [hook for repo in of_yaml(ROOT / ".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]
    pins = {pin for hook in hooks for pin in hook.get("additional_dependencies", [])}
    assert pins
    assert pins <= set(lock)


def test_whoever_harvests_the_project_reads_the_same_version_and_name() -> None:
    meta = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert (meta["identifier"], meta["version"]) == (project()["name"], project()["version"])
    assert meta["license"].endswith(f"/{project()['license']}")
    assert meta["softwareHelp"]["url"].startswith("https://") or (ROOT / meta["softwareHelp"]["url"]).exists()
    needs = {re.split(r"[^A-Za-z0-9-]", line, maxsplit=1)[0].lower() for line in project()["dependencies"]}
    assert set(meta["softwareRequirements"]) <= needs


def test_the_way_in_leads_to_what_exists() -> None:
    """CONTRIBUTING names tests, folders and commands of make; each is there."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z]+)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for place in re.findall(r"(?:pytest )?((?:tests|sim|results|docs)/[\w/.-]*)", text):
        assert (ROOT / place).exists(), place


def test_the_conda_recipe_needs_what_the_wheel_needs() -> None:
    recipe = of_yaml(ROOT / "deploy" / "conda" / "recipe.yaml")
    assert recipe["context"]["version"] == project()["version"]
    run = dict(line.split(" ", 1) for line in recipe["requirements"]["run"])
    assert run.pop("python") == project()["requires-python"]
    names = {"matplotlib": "matplotlib-base", "SALib": "salib"}
    asked = [re.split(r"(?=[<>=])", line, maxsplit=1) for line in project()["dependencies"]]
    assert run == {names.get(name, name): bounds for name, bounds in asked}


def test_the_image_has_all_that_goes_into_the_wheel() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        wheel = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    copied = re.findall(r"^COPY (\w+) \1$", (ROOT / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)
    let_in = re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(wheel) == set(copied) == set(let_in) - {"LICENSE"}


def test_what_the_server_asks_of_its_environment_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")))
    asked |= set(re.findall(r"\{\$(\w+)\}", (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")))
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))


def test_the_image_begins_with_a_command_that_can_be_typed() -> None:
    entry = re.search(r"^ENTRYPOINT (.*)$", (ROOT / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert entry
    asked = json.loads(entry[1]) + of_yaml(ROOT / "deploy" / "compose.yaml")["services"]["silos"]["command"]
    known = {option for each in MAIN.commands[asked[1]].params for option in (*each.opts, *each.secondary_opts)}
    assert {word for word in asked if word.startswith("--")} <= known


def test_what_compiles_while_the_rest_is_installed_needs_little() -> None:
    """`make` installs ENGINE, then compiles beside the rest: everything else must be as good as absent."""
    engine = re.search(r"^ENGINE := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert engine
    names = [re.split(r"[^A-Za-z0-9-]", line, maxsplit=1)[0].lower() for line in project()["dependencies"]]
    absent = sorted({*names} - {"numpy", *engine[1].split()})
    code = f"import sys\nsys.modules.update(dict.fromkeys({absent}))\nimport tools.compile\n"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
