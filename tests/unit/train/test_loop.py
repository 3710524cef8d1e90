import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from torch import Tensor, nn

from retrat.train.checkpoint import CHECKPOINT, export_weights, load_checkpoint, save_checkpoint
from retrat.train.loop import Learner, Loop, LoopConfig, Losses, Step, learning_rate, seeded

CONFIG = LoopConfig(
    steps=12,
    learning_rate=1e-2,
    warmup_steps=3,
    log_every=1,
    save_every=5,
    sample_every=6,
    device="cpu",
)


def batch(step: int) -> dict[str, Tensor]:
    return {"x": torch.randn(8, 4, generator=seeded(1, step))}


def tiny_loop(folder: Path, config: LoopConfig = CONFIG, samples=None) -> Loop:
    torch.manual_seed(0)
    module = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Dropout(0.2), nn.Linear(8, 4))

    def loss(batch: dict[str, Tensor], step: Step) -> Losses:
        noise = torch.randn(batch["x"].shape, generator=step.rng)
        error = (module(batch["x"] + 0.1 * noise) - batch["x"]).square().mean()
        return {"loss": error, "twice": 2 * error}

    return Loop(config, folder, [Learner(name="net", module=module, loss=loss)], batch, samples)


def weights(loop: Loop) -> dict[str, Tensor]:
    own = {f"own.{k}": v for k, v in loop.learners[0].module.state_dict().items()}
    return own | {f"average.{k}": v for k, v in loop.averages["net"].state_dict().items()}


def test_resumed_equals_uninterrupted(tmp_path: Path) -> None:
    whole = tiny_loop(tmp_path / "whole")
    whole.run()
    first = tiny_loop(tmp_path / "parts")
    for _ in range(7):
        first.train_step(batch(first.step))
    first.save()
    first.train_step(batch(first.step))  # a step after the checkpoint, lost in the crash
    second = tiny_loop(tmp_path / "parts")
    assert second.step == 7
    second.run()
    assert second.step == CONFIG.steps
    for (name, a), b in zip(weights(whole).items(), weights(second).values(), strict=True):
        assert torch.equal(a, b), name


def test_log_has_every_step_once_after_a_crash(tmp_path: Path) -> None:
    loop = tiny_loop(tmp_path)
    loop.run()
    state = load_checkpoint(tmp_path)
    assert state is not None
    save_checkpoint(tmp_path, state | {"step": 8})
    tiny_loop(tmp_path).run()
    steps = [json.loads(line)["step"] for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert steps == list(range(1, CONFIG.steps + 1))
    assert (tmp_path / "curve.png").stat().st_size > 0
    assert (tmp_path / "log.csv").read_text().startswith("step,seconds,loss,twice")


def test_averages_follow_slowly(tmp_path: Path) -> None:
    loop = tiny_loop(tmp_path)
    before = loop.averages["net"][0].weight.clone()
    loop.run()
    moved = (loop.learners[0].module[0].weight - before).norm()
    averaged = (loop.averages["net"][0].weight - before).norm()
    assert 0 < averaged < moved


def test_a_broken_batch_changes_nothing(tmp_path: Path) -> None:
    loop = tiny_loop(tmp_path)
    before = [p.clone() for p in loop.learners[0].module.parameters()]
    loop.train_step({"x": torch.full((8, 4), torch.nan)})
    after = loop.learners[0].module.parameters()
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))


def test_minutes_stop_the_run_and_it_can_go_on(tmp_path: Path) -> None:
    loop = tiny_loop(tmp_path, replace(CONFIG, minutes=1e-9))
    loop.run()
    assert loop.step == 1
    again = tiny_loop(tmp_path)
    assert again.step == 1


def test_a_damaged_write_leaves_the_old_checkpoint(tmp_path: Path) -> None:
    save_checkpoint(tmp_path, {"step": 1})
    with pytest.raises(Exception, match="pickle"):
        save_checkpoint(tmp_path, {"step": 2, "bad": lambda: None})
    assert load_checkpoint(tmp_path) == {"step": 1}
    save_checkpoint(tmp_path, {"step": 3})
    (tmp_path / CHECKPOINT).unlink()
    assert load_checkpoint(tmp_path) == {"step": 1}


def test_samples_see_the_averages(tmp_path: Path) -> None:
    seen: list[int] = []

    def samples(step: int, averages: dict[str, nn.Module], folder: Path) -> None:
        assert set(averages) == {"net"}
        assert folder.is_dir()
        seen.append(step)

    tiny_loop(tmp_path, samples=samples).run()
    assert seen == [6, 12]


def test_learning_rate_warms_up_and_falls() -> None:
    rates = [learning_rate(CONFIG, step) for step in range(CONFIG.steps + 1)]
    assert rates[0] < rates[1] < rates[2] == pytest.approx(CONFIG.learning_rate)
    assert all(a >= b for a, b in itertools.pairwise(rates[3:]))
    assert rates[-1] == pytest.approx(CONFIG.learning_rate * CONFIG.final_learning_rate)


def test_exported_weights_are_float32_with_history(tmp_path: Path) -> None:
    module = nn.Linear(2, 2).to(torch.bfloat16)
    export_weights(tmp_path / "w.safetensors", module, {"recipe": "tiny", "steps": "3"})
    with safe_open(tmp_path / "w.safetensors", "pt") as file:
        metadata = file.metadata()
        assert metadata["recipe"] == "tiny"
        assert metadata["commit"]
        assert file.get_tensor("weight").dtype == torch.float32
