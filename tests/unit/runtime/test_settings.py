import ast
from dataclasses import fields, replace
from pathlib import Path

import pytest

import retrat
from retrat.errors import RequestError
from retrat.runtime.machine import Machine
from retrat.runtime.settings import Settings, compute_format, config_path, resolve_settings

EPYC = Machine(
    processor="e", cores=2, memory_bytes=1 << 34, instruction_sets=("avx2",), isa_limit=""
)
XEON = replace(EPYC, instruction_sets=("avx2", "avx512f", "amx_bf16", "amx_tile"))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"RETRAT_CONFIG": str(tmp_path / "retrat.toml")}


def test_flags_then_environment_then_file(environment: dict[str, str]) -> None:
    path = config_path(environment)
    path.write_text('threads = 3\ndtype = "float32"\nmodels = ["/a", "/b"]\n')
    environment |= {"RETRAT_THREADS": "2", "RETRAT_MEMORY_BUDGET": "8GiB"}
    found = resolve_settings({"threads": "1", "device": ""}, environment)
    assert found.settings.threads == 1
    assert found.settings.dtype == "float32"
    assert found.settings.memory_budget == 8 << 30
    assert found.settings.models == (Path("/a"), Path("/b"))
    assert found.sources["threads"] == "command line"
    assert found.sources["memory_budget"] == "environment"
    assert found.sources["dtype"] == str(path)
    assert found.sources["device"] == "default"


def test_nothing_given(environment: dict[str, str]) -> None:
    assert resolve_settings({}, environment).settings == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dtype", "float16"),
        ("device", "tpu"),
        ("threads", "-1"),
        ("memory_budget", "much"),
        ("models", "~nosuchuser/x"),
    ],
)
def test_values_that_are_refused(environment: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(RequestError, match=f"{name}='{value}' from environment") as caught:
        resolve_settings({}, environment | {f"RETRAT_{name.upper()}": value})
    assert caught.value.field == name


@pytest.mark.parametrize(
    "text", ["colour = 1", "threads = [", "device = '\xe9'", "models = [1]", "models = [[]]"]
)
def test_a_file_that_is_refused(environment: dict[str, str], text: str) -> None:
    config_path(environment).write_bytes(text.encode("latin-1"))
    with pytest.raises(RequestError, match=r"retrat\.toml"):
        resolve_settings({}, environment)


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_has_an_effect(name: str) -> None:
    """Something beside the doctor, who only prints it, reads it."""
    assert any(
        isinstance(node, ast.Attribute)
        and node.attr == name
        and ast.unparse(node.value).endswith("settings")
        for path in Path(retrat.__file__).parent.rglob("*.py")
        if path.name != "doctor.py"
        for node in ast.walk(ast.parse(path.read_text()))
    )


def test_the_processor_decides_the_number_format() -> None:
    assert compute_format(Settings(), EPYC, device="cpu")[0] == "float32"
    assert compute_format(Settings(), XEON, device="cpu")[0] == "bfloat16"
    limited = replace(XEON, isa_limit="AVX512_CORE_BF16")
    chosen, why = compute_format(Settings(), limited, device="cpu")
    assert chosen == "float32"
    assert "AVX512_CORE_BF16" in why
    assert compute_format(Settings(), EPYC, device="cuda")[0] == "bfloat16"
    assert compute_format(Settings(dtype="bfloat16"), EPYC, device="cpu")[0] == "bfloat16"
    assert compute_format(Settings(dtype="float32"), XEON, device="cpu")[0] == "float32"
