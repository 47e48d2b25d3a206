"""Contents of the layer, the zip files and the image, and what programs import."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from scalp_deployment.paths import CARE_GUIDE, PLACE_NAMES, REFERENCE_STATISTICS, ROOT, TEMPLATE
from scalp_deployment.template import load
from support.fetch_emulator import REQUIREMENT
from support.lambda_package import DOCKERFILE, image_variables, instructions
from support.template import of_type, target

REQUIREMENTS = sorted(
    path
    for folder in ("layers/*", "functions/*", "infra", "infra/*", "training")
    for pattern in (f"{folder}/*.txt", f"{folder}/*.in")
    for path in ROOT.glob(pattern)
)


@pytest.fixture(scope="module")
def source() -> dict[str, Any]:
    """Return resources before the transform, with folders of code and build metadata."""
    resources: dict[str, Any] = load(TEMPLATE)["Resources"]
    return resources


def zip_files(source: dict[str, Any]) -> dict[str, Any]:
    """Return the functions that are zip files."""
    return {
        name: function
        for name, function in of_type(source, "AWS::Serverless::Function").items()
        if function.get("PackageType") != "Image"
    }


def test_the_layer_holds_the_shared_package_and_its_requirements_only(
    source: dict[str, Any],
) -> None:
    folder = ROOT / source["CoreLayer"]["Properties"]["ContentUri"]
    kept = {path.name for path in folder.iterdir() if path.suffix != ".egg-info"}
    listed = {"requirements.in", "requirements.txt"}
    assert kept - {"__pycache__"} == {"scalp_core"} | listed


def test_layer_and_functions_are_built_for_the_same_python(source: dict[str, Any]) -> None:
    layer = source["CoreLayer"]
    (runtime,) = {zip_files(source)[name]["Runtime"] for name in zip_files(source)}
    assert layer["Metadata"]["BuildMethod"] == runtime
    assert layer["Properties"]["CompatibleRuntimes"] == [runtime]
    version, digest = (line[0] for line in instructions("ARG"))
    assert version == f"PYTHON_VERSION={runtime.removeprefix('python')}"
    # `make pin-base` writes what Docker Hub says; nobody else can know it.
    assert re.fullmatch(r"PYTHON_DIGEST=(@sha256:[0-9a-f]{64})?", digest)


def test_all_code_is_built_for_the_processor_it_runs_on(
    source: dict[str, Any], resources: dict[str, Any]
) -> None:
    assert source["CoreLayer"]["Metadata"]["BuildArchitecture"] == "x86_64"
    for function in of_type(resources, "AWS::Lambda::Function").values():
        assert function["Architectures"] == ["x86_64"]


@pytest.mark.parametrize(
    ("name", "layers"), [("ApiFunction", 2), ("CatalogFunction", 1), ("StatisticsFunction", 1)]
)
def test_a_function_that_is_a_zip_file_has_its_layers(
    source: dict[str, Any], resources: dict[str, Any], name: str, layers: int
) -> None:
    assert name in zip_files(source)
    listed = resources[name]["Properties"]["Layers"]
    kinds = [resources[target(layer)]["Type"] for layer in listed]
    assert kinds == ["AWS::Lambda::LayerVersion"] * layers


@pytest.mark.parametrize(
    ("variable", "file"),
    [
        ("CARE_GUIDE", CARE_GUIDE),
        ("PLACE_NAMES", PLACE_NAMES),
        ("REFERENCE_STATISTICS", REFERENCE_STATISTICS),
    ],
)
def test_the_apis_variables_name_the_deployed_data(
    source: dict[str, Any], resources: dict[str, Any], variable: str, file: Path
) -> None:
    variables = resources["ApiFunction"]["Properties"]["Environment"]["Variables"]
    deployed = Path(variables[variable])
    assert deployed.parent == Path("/opt")
    assert ROOT / source["SeedLayer"]["Properties"]["ContentUri"] / deployed.name == file
    assert file.is_file()


def test_the_handlers_of_template_and_image_exist(source: dict[str, Any]) -> None:
    zips = zip_files(source).values()
    for function in zips:
        assert (ROOT / function["CodeUri"] / function["Handler"].split(".")[0]).is_dir()
    commands = [command.strip('[]"') for (command,) in instructions("CMD")]
    for handler in [*(function["Handler"] for function in zips), *commands]:
        module, _, function = handler.rpartition(".")
        spec = find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        assert f"def {function}(" in Path(spec.origin).read_text(encoding="utf-8")


def test_every_engine_is_a_target_of_the_image(source: dict[str, Any]) -> None:
    assert source["AssessFunction"]["Metadata"]["DockerBuildTarget"] == {"Ref": "Engine"}
    stages = {arguments[-1] for arguments in instructions("FROM")}
    engines = load(TEMPLATE)["Parameters"]["Engine"]["AllowedValues"]
    assert stages >= set(engines)


def test_no_stage_above_the_default_image_is_built_in_vain() -> None:
    """Docker's classic builder, which sam build asks for, builds every stage above its target."""
    sources: dict[str, set[str]] = {}
    for line in DOCKERFILE.read_text(encoding="utf-8").splitlines():
        match line.split():
            case ["FROM", source, "AS", stage]:
                sources[stage] = {source}
                current = stage
            case ["COPY", option, *_] if option.startswith("--from="):
                sources[current].add(option.removeprefix("--from="))
    needed, found = {"onnx"}, {"onnx"}
    while found:
        found = {one for stage in found for one in sources.get(stage, set())} - needed
        needed |= found
    above = list(sources)[: list(sources).index("onnx")]
    assert set(above) <= needed


def test_what_the_image_copies_exists_and_passes_the_dockerignore(source: dict[str, Any]) -> None:
    metadata = source["AssessFunction"]["Metadata"]
    assert ROOT / metadata["Dockerfile"] == DOCKERFILE
    context = ROOT / metadata["DockerContext"]
    lines = (context / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = [line.removeprefix("!") for line in lines if line.startswith("!")]
    assert [line for line in lines if not line.startswith(("#", "!"))] == ["*", "**/__pycache__"]
    copied = [one[0] for one in instructions("COPY") if not one[0].startswith("--from")]
    for path in copied:
        assert (context / path).exists()
        assert any(line == path or line.startswith(f"{path}/") for line in allowed), path


def test_the_workers_variable_names_the_folder_of_the_models(resources: dict[str, Any]) -> None:
    variables = resources["AssessFunction"]["Properties"]["Environment"]["Variables"]
    destinations = [one[-1] for one in instructions("COPY") if one[-2].endswith("model_artifacts")]
    assert set(destinations) == {variables["MODEL_ARTIFACTS"]}


def test_the_image_writes_to_tmp_only_and_sends_no_telemetry() -> None:
    variables = image_variables()
    homes = {variables[name] for name in ("HOME", "XDG_CACHE_HOME", "TORCH_HOME")}
    assert homes == {"/tmp"}
    assert variables["PYTHONDONTWRITEBYTECODE"] == "1"
    assert variables["ORT_DISABLE_TELEMETRY"] == "1"


def test_versions_are_pinned_and_the_same_everywhere() -> None:
    """A zip file's own copy of a package shadows the layer's, and tests see one copy only."""
    pins: dict[str, set[str]] = {}
    for path in REQUIREMENTS:
        for line in path.read_text(encoding="utf-8").splitlines():
            if not re.match("[A-Za-z]", line):
                continue
            requirement = Requirement(line.removesuffix("\\"))
            (pin,) = requirement.specifier
            assert pin.operator == "==", f"{path}: {line}"
            pins.setdefault(requirement.name.lower(), set()).add(pin.version.split("+")[0])
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}


def test_the_tests_use_the_emulator_of_the_pinned_sam_cli() -> None:
    brought = (ROOT / "tests" / "sam" / "requirements.in").read_text(encoding="utf-8").split()
    fetched = REQUIREMENT.read_text(encoding="utf-8")
    assert f"\n{brought[0]} --hash=" in fetched


@pytest.mark.parametrize(
    "other", [("scalp_local", "scalp_operator"), ("scalp_operator", "scalp_local")]
)
def test_local_stack_and_operator_do_not_import_each_other(other: tuple[str, str]) -> None:
    """Neither directly nor through what they share."""
    package, forbidden = other
    folders = {"scalp_local": "local", "scalp_operator": "operator"}
    files = [
        *(ROOT / "infra" / folders[package]).rglob("*.py"),
        *(ROOT / "infra" / "shared").rglob("*.py"),
    ]
    importing = re.compile(rf"^\s*(from|import) {forbidden}\b", re.MULTILINE)

    assert len(files) > 10
    assert [path for path in files if importing.search(path.read_text(encoding="utf-8"))] == []


def test_the_operators_verbs_start_without_moto_torch_or_the_api() -> None:
    program = "import sys, scalp_operator.__main__; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    packages = {name.partition(".")[0] for name in done.stdout.split()}

    assert {"scalp_operator", "typer"} <= packages
    heavy = {
        "moto",
        "samtranslator",
        "torch",
        "onnxruntime",
        "numpy",
        "fastapi",
        "httpx",
        "scalp_local",
    }
    assert packages & heavy == set()
