"""The training loop that every stage shares.

A stage gives learners (a module and the loss that trains it) and a function from a step's number to
its batch. The loop
does the rest: warm-up and cosine, clipping, averaged weights, log and curve, samples, checkpoints,
a limit in minutes.

    loop = Loop(config, folder, [Learner(name="vae", module=vae, loss=loss)], batch)
    loop.run()                       # continues from the folder's checkpoint if there is one
    loop.averages["vae"]             # the averaged module

Everything random comes from (seed, step): `batch(step)` must be a pure function, and the loss draws
from `Step.rng` or
from torch's global generator, which the loop seeds anew each step. So a resumed run equals an
uninterrupted one, and no
generator state is ever saved.
"""

from __future__ import annotations

import contextlib
import math
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor, nn

from retrat.train.checkpoint import load_checkpoint, save_checkpoint
from retrat.train.curve import Log
from retrat.train.ema import Ema
from retrat.train.muon import Muon

BLOCK_MATRIX = re.compile(r"\bblocks\.\d+\..*(attention|feed_forward)\..*weight$")
"""Names of the matrices that are hidden layers: neither the way in nor the way out."""

Losses = dict[str, Tensor]
Batch = Any
SampleWriter = Callable[[int, dict[str, nn.Module], Path], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class LoopConfig:
    steps: int
    learning_rate: float
    warmup_steps: int = 100
    final_learning_rate: float = 0.05
    """The cosine's end, as a share of `learning_rate`; 1 keeps the rate constant."""
    weight_decay: float = 0.01
    betas: tuple[float, float] = (0.9, 0.99)
    optimizer: Literal["adamw", "muon"] = "adamw"
    """Muon moves the matrices inside blocks, AdamW everything else."""
    gradient_clip: float = 1.0
    ema_decay: float = 0.999
    seed: int = 0
    device: str = "auto"
    compile: bool = False
    minutes: float | None = None
    """Stop (saved, resumable) after this much time in this process."""
    log_every: int = 20
    save_every: int = 500
    sample_every: int = 1000
    prefetch: int = 2
    """Batches made ahead in a background thread; 0 makes them in the loop."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a loss may know besides its batch."""

    index: int
    rng: torch.Generator
    device: torch.device


@dataclass(frozen=True, kw_only=True, slots=True)
class Learner:
    """A module and its loss. `loss` returns named scalars: "loss" is minimised, the others are
    only logged.
    """

    name: str
    module: nn.Module
    loss: Callable[[Batch, Step], Losses]
    learning_rate_scale: float = 1.0


class Loop:
    """One run in one folder: checkpoint.pt, log.jsonl, log.csv, curve.png, samples/."""

    def __init__(
        self,
        config: LoopConfig,
        folder: Path,
        learners: Sequence[Learner],
        batch: Callable[[int], Batch],
        samples: SampleWriter | None = None,
    ) -> None:
        self.config, self.folder, self.learners = config, folder, tuple(learners)
        self.batch, self.samples = batch, samples
        self.device = choose_device(config.device)
        for learner in self.learners:
            learner.module.to(self.device)
        self.emas = {le.name: Ema(le.module, decay=config.ema_decay) for le in self.learners}
        self.optimizers = {le.name: _optimizers(le, config, self.device) for le in self.learners}
        self.step, self.seconds = 0, 0.0
        self.log = Log(folder)
        self._stopping = threading.Event()
        self._resume()
        if config.compile:
            for learner in self.learners:
                learner.module.compile()

    @property
    def averages(self) -> dict[str, nn.Module]:
        return {name: ema.module for name, ema in self.emas.items()}

    def run(self) -> None:
        """Train until the steps or the minutes are used up, or a signal (TERM, INT) asks to stop;
        then save.
        """
        started, first_seconds = time.monotonic(), self.seconds
        batches = _Prefetched(
            self.batch, first=self.step, last=self.config.steps, ahead=self.config.prefetch
        )
        with batches, _stop_on_signals(self._stopping):
            while self.step < self.config.steps and not self._stopping.is_set():
                losses = self.train_step(to_device(batches.next(), self.device))
                self.seconds = first_seconds + time.monotonic() - started
                self._report(losses)
                if self.config.minutes and time.monotonic() - started > 60 * self.config.minutes:
                    break
        self.save()
        self.log.draw()

    def train_step(self, batch: Batch) -> Losses:
        """One update of every learner in turn; advances `self.step`."""
        config = self.config
        logged: Losses = {}
        step = Step(self.step, seeded(config.seed, self.step), self.device)
        torch.manual_seed(step.rng.initial_seed())
        for learner in self.learners:
            rate = learning_rate(config, self.step) * learner.learning_rate_scale
            optimizers = self.optimizers[learner.name]
            for optimizer in optimizers:
                for group in optimizer.param_groups:
                    group["lr"] = rate
                optimizer.zero_grad(set_to_none=True)
            with autocast(self.device):
                losses = learner.loss(batch, step)
            losses["loss"].backward()
            norm = nn.utils.clip_grad_norm_(learner.module.parameters(), config.gradient_clip)
            if torch.isfinite(norm):  # one broken batch must not cost the run
                for optimizer in optimizers:
                    optimizer.step()
                self.emas[learner.name].update(learner.module)
            prefix = f"{learner.name}/" if len(self.learners) > 1 else ""
            logged |= {prefix + key: value.detach() for key, value in losses.items()}
            logged |= {prefix + "gradient": norm.detach(), prefix + "rate": torch.tensor(rate)}
        self.step += 1
        return logged

    def save(self) -> None:
        save_checkpoint(
            self.folder,
            {
                "step": self.step,
                "seconds": self.seconds,
                "config": asdict(self.config),
                "modules": {le.name: le.module.state_dict() for le in self.learners},
                "emas": {name: ema.state_dict() for name, ema in self.emas.items()},
                "optimizers": {
                    name: [optimizer.state_dict() for optimizer in optimizers]
                    for name, optimizers in self.optimizers.items()
                },
            },
        )

    def _resume(self) -> None:
        state = load_checkpoint(self.folder, device=self.device)
        if state is None:
            return
        for learner in self.learners:
            if learner.name not in state["modules"]:
                continue  # it joins later, as an adversary does
            learner.module.load_state_dict(state["modules"][learner.name], strict=True)
            self.emas[learner.name].load_state_dict(state["emas"][learner.name])
            saved = state["optimizers"][learner.name]
            for optimizer, values in zip(self.optimizers[learner.name], saved, strict=True):
                optimizer.load_state_dict(values)
        self.step, self.seconds = state["step"], state["seconds"]
        self.log.forget_after(self.step)

    def _report(self, losses: Losses) -> None:
        config, last = self.config, self.step == self.config.steps
        if self.step % config.log_every == 0 or last:
            values = {key: float(value) for key, value in losses.items()}
            self.log.write(self.step, self.seconds, values)
        if self.samples and (self.step % config.sample_every == 0 or last):
            folder = self.folder / "samples"
            folder.mkdir(exist_ok=True)
            with torch.no_grad(), autocast(self.device):
                self.samples(self.step, self.averages, folder)
            self.log.draw()
        if self.step % config.save_every == 0 and not last:
            self.save()


def learning_rate(config: LoopConfig, step: int) -> float:
    """Linear warm-up, then half a cosine down to `final_learning_rate` of the peak at the last
    step.
    """
    if step < config.warmup_steps:
        return config.learning_rate * (step + 1) / config.warmup_steps
    done = min(1.0, (step - config.warmup_steps) / max(1, config.steps - config.warmup_steps))
    cosine = 0.5 * (1 + math.cos(math.pi * done))
    return config.learning_rate * (
        config.final_learning_rate + (1 - config.final_learning_rate) * cosine
    )


def seeded(seed: int, step: int) -> torch.Generator:
    """A generator for this step of the run with this seed, on the CPU so that every device draws
    the same numbers.
    """
    return torch.Generator().manual_seed((seed * 1_000_003 + step * 7_919 + 12_345) % 2**63)


def choose_device(name: str) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)


def autocast(device: torch.device) -> contextlib.AbstractContextManager[object]:
    """bfloat16 where the device is fast at it (a GPU, a CPU with AMX tiles), float32 elsewhere."""
    if device.type == "cuda" or (device.type == "cpu" and torch.cpu._is_amx_tile_supported()):
        return torch.autocast(device.type, dtype=torch.bfloat16)
    return contextlib.nullcontext()


def to_device(batch: Batch, device: torch.device) -> Batch:
    """The same structure of dicts, lists and tuples with its tensors on `device`."""
    if isinstance(batch, Tensor):
        return batch.to(device, non_blocking=True)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch


def _optimizers(
    learner: Learner, config: LoopConfig, device: torch.device
) -> list[torch.optim.Optimizer]:
    """AdamW, and Muon for the matrices of blocks if the configuration wants it; vectors (norms,
    biases, gates) are not decayed.
    """
    trained = [(name, p) for name, p in learner.module.named_parameters() if p.requires_grad]
    in_blocks = [p for name, p in trained if p.ndim == 2 and BLOCK_MATRIX.search(name)]
    by_muon = in_blocks if config.optimizer == "muon" else []
    taken = {id(p) for p in by_muon}
    rest = [p for _, p in trained if id(p) not in taken]
    groups = [
        {"params": [p for p in rest if p.ndim > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in rest if p.ndim <= 1], "weight_decay": 0.0},
    ]
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(
            [group for group in groups if group["params"]],
            lr=config.learning_rate,
            betas=config.betas,
            fused=device.type in ("cpu", "cuda"),
        )
    ]
    if by_muon:
        decay = config.weight_decay
        optimizers.append(Muon(by_muon, lr=config.learning_rate, weight_decay=decay))
    return optimizers


class _Prefetched:
    """batch(first), batch(first + 1), … in order, made `ahead` of need by one background thread."""

    def __init__(self, batch: Callable[[int], Batch], *, first: int, last: int, ahead: int) -> None:
        self.batch, self.ahead, self.last = batch, ahead, last
        self.upcoming = first
        self.waiting: list[Future[Batch]] = []
        self.pool = ThreadPoolExecutor(max_workers=1) if ahead else None

    def next(self) -> Batch:
        if self.pool is None:
            self.upcoming += 1
            return self.batch(self.upcoming - 1)
        while len(self.waiting) <= self.ahead and self.upcoming < self.last:
            self.waiting.append(self.pool.submit(self.batch, self.upcoming))
            self.upcoming += 1
        return self.waiting.pop(0).result()

    def __enter__(self) -> _Prefetched:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _stop_on_signals(stopping: threading.Event) -> Iterator[None]:
    """TERM and INT finish the step in hand; only the main thread may listen for signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        s: signal.signal(s, lambda *_: stopping.set()) for s in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
