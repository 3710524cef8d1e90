"""The picture half of nano in one run: the world is rendered, then codec and tower learn.

python -m recipes.pictures --out RUN --minutes 9 --processes 14
python -m recipes.pictures --out RUN --minutes 120 --processes 2 --from retrat/weights/releases/nano
python -m recipes.pictures --out RUN --join retrat/weights/releases/nano
python -m recipes.pictures --score retrat/weights/releases/nano

The first wants a GPU. The second keeps a release's codec and lets its tower learn on, which two
cores can do. Each writes the picture tower in two parts, video_vae.safetensors if it learned, and a
sheet to look at; `--join` puts them into a release, and `--score` prints the loss of a release's
tower on people never seen, with the same noise for every release. A run is not repeatable bit by
bit: how much is rendered and how many steps fit into the minutes depends on the machine.
"""

from __future__ import annotations

import argparse
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float
from safetensors.torch import load_file, save_file
from torch import Tensor

from recipes.towers import portraits
from recipes.video_vae import nano_video_vae
from retrat.flow.schedule import shifted_sigmas
from retrat.models.transformer import Transformer
from retrat.models.video_vae import VideoVAE
from retrat.pipeline.request import Guidance
from retrat.train.checkpoint import current_commit
from retrat.train.data.assets import load_pack
from retrat.train.data.render import Renderer
from retrat.train.data.supply import Kind, Pack, Supply, portraits_pack
from retrat.train.loop import Learner, Loop, LoopConfig, Step, autocast, choose_device, seeded
from retrat.train.pictures import bytes_of, write_sheet
from retrat.train.pool import LatentPool, PixelPool, Ring, Rows
from retrat.train.retouch import finished, shown
from retrat.train.towers import compile_blocks, nano_towers
from retrat.train.transformer import TowerLoss, Towers, TowerStage
from retrat.train.vae import (
    VAEObjective,
    fit_linear,
    settle,
    structural_similarity,
    to_pixels,
)
from retrat.weights.minilm import load_minilm, minilm_tokenizer
from retrat.weights.modules import load_module, save_module
from retrat.weights.releases import Release, publish_part, read_release

MEASURED = 20  # steps
SCORED = range(9_500_000, 9_500_008)  # seeds of people whom no run has seen
FRESH = 6_000_000  # seeds from here on: a tower that goes on sees new people
GUIDANCE = Guidance(text=2.0, people=1.0, bridge=2.0)
INSIDE_WEIGHT = -0.7
PLACE_KEPT = 0.15  # of the batches: the tower has to light somebody in a place that is given
SHEET_STEPS = 12
SHEET_ROWS = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """How much of everything; `small` is for trying the run on two cores."""

    stills: int
    clips: int
    frames_of_clips: int
    fit_pictures: int
    begin_with: int
    """Packs of portraits before the first step."""
    tower_stills: int
    tower_living: int
    living_share: float
    latents: int
    living: int
    pixels: int
    moving: int
    shares: tuple[float, float, float]
    """Of the minutes: rendering, codec, tower."""
    learning_rate: float = 2e-3
    save_every: int = 10**9


GPU = Scale(
    stills=48, clips=16, frames_of_clips=5, fit_pictures=1024, begin_with=60, tower_stills=192,
    tower_living=40, living_share=0.2, latents=150_000, living=8_000, pixels=20_000, moving=5_000,
    shares=(0.14, 0.25, 0.55),
)  # fmt: skip
ON = Scale(
    stills=8, clips=2, frames_of_clips=5, fit_pictures=24, begin_with=60, tower_stills=48,
    tower_living=8, living_share=0.12, latents=80_000, living=1_000, pixels=1, moving=1,
    shares=(0.1, 0.0, 0.82), learning_rate=1e-3, save_every=100,
)  # fmt: skip
SMALL = Scale(
    stills=2, clips=1, frames_of_clips=5, fit_pictures=24, begin_with=2, tower_stills=4,
    tower_living=1, living_share=0.2, latents=400, living=40, pixels=100, moving=20,
    shares=(0.3, 0.3, 0.3),
)  # fmt: skip


class Clock:
    """Seconds since the start, said with every line."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    @property
    def now(self) -> float:
        return time.monotonic() - self.start

    def say(self, *words: object) -> None:
        print(f"[{self.now:6.1f}]", *words, flush=True)


class Timed(Loop):
    """A loop that finds out from its first steps how many more fit into its seconds."""

    def run_for(self, seconds: float, clock: Clock) -> None:
        begun = clock.now
        self.config = replace(self.config, steps=10**9)
        while self.step < MEASURED:
            self._one()
        each = (clock.now - begun) / MEASURED
        clock.say(f"{self.folder.name}: {each:.3f} s a step at first")
        while (left := begun + seconds - clock.now) > each:
            # The rate follows the clock, not a number of steps that was guessed.
            self.config = replace(self.config, steps=self.step + max(1, int(left / each)))
            before = clock.now
            for _ in range(MEASURED):
                losses = self._one()
            each = (clock.now - before) / MEASURED
            if self.step % self.config.save_every == 0:
                self.save()
            if self.step % (10 * MEASURED) == 0:
                values = {name: round(float(value), 4) for name, value in losses.items()}
                clock.say(f"{self.folder.name} step {self.step}, {each:.3f} s each", values)

    def _one(self) -> dict[str, Tensor]:
        return self.train_step(self.batch(self.step))


class Run:
    """One run: its supply, its pools, its clock."""

    def __init__(
        self, out: Path, minutes: float, scale: Scale, supply: Supply, begun: Release | None
    ) -> None:
        self.out, self.scale, self.supply, self.begun = out, scale, supply, begun
        self.seconds, self.clock = 60 * minutes, Clock()
        self.device = choose_device("auto")
        self.rng = np.random.default_rng(0)
        self.pixels = PixelPool(
            stills=Ring(scale.pixels, self.device), moving=Ring(scale.moving, self.device)
        )
        self.kept: dict[Kind, list[Pack]] = {"portraits": [], "living": []}
        self.taken: dict[Kind, int] = {"portraits": 0, "living": 0, "moving": 0}
        out.mkdir(parents=True, exist_ok=True)

    def go(self) -> None:
        rendering, codec, tower = (share * self.seconds for share in self.scale.shares)
        rendering *= self.supply.is_rendering
        if self.begun is None:
            self.render(rendering)
            vae = self.codec(codec)
            save_module(vae, self.out / "video_vae.safetensors", metadata=self.notes())
            latents = self.latents(vae)
        else:
            vae = load_module(VideoVAE, self.begun.path("video_vae"))
            latents = self.latents_meanwhile(vae, rendering)
        towers = self.tower(latents, tower)
        self.write_tower(towers, latents)

    def notes(self) -> dict[str, str]:
        seconds = f"{self.clock.now:.0f}"
        return {"commit": current_commit(), "recipe": "pictures", "seconds": seconds}

    def render(self, seconds: float) -> None:
        """Packs, for so long; nothing learns meanwhile."""
        while self.clock.now < seconds or self.taken["portraits"] < self.scale.begin_with:
            assert self.supply.is_alive, "a process that renders has ended"
            before = sum(self.taken.values())
            self.take_pixels()
            if sum(self.taken.values()) == before:
                time.sleep(0.1)
        self.supply.stop()
        while sum(len(list(self.supply.folder.glob(f"{kind}-*.npz"))) for kind in self.taken):
            self.take_pixels()
        self.clock.say("rendered", self.taken)

    def take_pixels(self) -> None:
        for pack in self._packs("portraits", 8):
            self.pixels.add_portraits(pack)
            self.kept["portraits"].append(pack)
        for pack in self._packs("moving", 16):
            self.pixels.add_moving(pack)
        self.kept["living"].extend(self._packs("living", 8))

    def _packs(self, kind: Kind, most: int) -> Iterator[Pack]:
        for pack in self.supply.take(kind, most):
            self.taken[kind] += 1
            yield pack

    def codec(self, seconds: float) -> VideoVAE:
        run, scale = nano_video_vae(), self.scale
        torch.manual_seed(0)
        vae = VideoVAE(run.model).to(self.device)

        def pictures() -> Iterator[Float[Tensor, "n 3 y x"]]:
            rng = np.random.default_rng(1)
            for _ in range(0, scale.fit_pictures, 32):
                batch = self.pixels.stills_batch(min(32, scale.fit_pictures), rng)
                yield to_pixels(batch["pixels"])[:, :, 0]

        fit_linear(vae, pictures, run.latent_noise)
        vae.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

        def batch(step: int) -> Rows:
            if step % 3 == 0:
                return self.pixels.stills_batch(scale.stills, self.rng)
            return self.pixels.moving_batch(scale.clips, scale.frames_of_clips, self.rng)

        config = replace(run.loop, learning_rate=1.5e-3, ema_decay=0.998, device=str(self.device))
        run = replace(run, weights=replace(run.weights, structure=0.2))
        learner = Learner(name="vae", module=vae, loss=VAEObjective(vae, run, None))
        loop = Timed(config, self.out / "codec", [learner], batch)
        loop.run_for(seconds, self.clock)
        average = loop.averages["vae"]
        assert isinstance(average, VideoVAE)
        rng = np.random.default_rng(2)
        settle(
            average,
            (to_pixels(self.pixels.moving_batch(scale.clips, 5, rng)["pixels"]) for _ in range(20)),
        )
        self._score(average)
        return average

    @torch.no_grad()
    def _score(self, vae: VideoVAE) -> None:
        rng = np.random.default_rng(3)
        for name, batch in (
            ("stills", self.pixels.stills_batch(self.scale.stills, rng)),
            ("moving", self.pixels.moving_batch(self.scale.clips, 9, rng)),
        ):
            pixels = to_pixels(batch["pixels"])
            copies = vae.decode(vae.encode(pixels))
            error = (copies - pixels).square().mean(dim=(1, 2, 3, 4)) / 4
            self.clock.say(
                "codec on", name, "PSNR", round(float((-10 * error.log10()).mean()), 2), "SSIM",
                round(float(structural_similarity(copies, pixels)), 4),
            )  # fmt: skip

    def pool(self, vae: VideoVAE) -> LatentPool:
        return LatentPool(
            vae=vae,
            text_encoder=load_minilm().to(self.device),
            tokenize=minilm_tokenizer(64),
            stills=Ring(self.scale.latents, self.device),
            living=Ring(self.scale.living, self.device),
        )

    def latents(self, vae: VideoVAE) -> LatentPool:
        pool = self.pool(vae)
        portraits = self.kept["portraits"]
        for index, pack in enumerate(portraits):
            pool.add_portraits(pack, self.rng)
            pool.add_together(portraits[max(0, index - 2) : index + 1], self.rng)
        for pack in self.kept["living"]:
            pool.add_living(pack, self.rng)
        self.kept = {"portraits": [], "living": []}
        return self.counted(pool)

    def latents_meanwhile(self, vae: VideoVAE, seconds: float) -> LatentPool:
        """Packs for so long and as many as are asked for, each forgotten when it is encoded."""
        pool, before = self.pool(vae), deque[Pack](maxlen=3)
        with autocast(self.device):
            while self.clock.now < seconds or self.taken["portraits"] < self.scale.begin_with:
                assert self.supply.is_alive, "a process that renders has ended"
                time.sleep(0.1)
                self._encode(pool, before)
            self.supply.stop()
            while self._encode(pool, before):
                pass
        return self.counted(pool)

    def _encode(self, pool: LatentPool, before: deque[Pack]) -> bool:
        """What lies there becomes latents; whether anything did."""
        taken = sum(self.taken.values())
        for pack in self._packs("portraits", 8):
            before.append(pack)
            pool.add_portraits(pack, self.rng)
            if len(before) > 1:
                pool.add_together(list(before), self.rng)
        for pack in self._packs("living", 8):
            pool.add_living(pack, self.rng)
        return sum(self.taken.values()) > taken

    def counted(self, pool: LatentPool) -> LatentPool:
        self.clock.say("latents of", len(pool.stills), "pictures", len(pool.living), "stretches")
        return pool

    def stage(self) -> TowerStage:
        return replace(
            portraits().stage,
            keep_text=0.9,
            # A clip without a photo casts a made person's: where a tower goes on, hardly any of
            # what it learns is spent on people whom nobody gave.
            keep_references=0.85 if self.begun is None else 0.97,
            unread=0.6 if self.begun is None else 0.8,
            first_frame=1.0,
            face_weight=0.0,
            # People are kept from the photo, and only their light is the tower's; what is behind
            # them is all its own.
            inside_weight=INSIDE_WEIGHT,
            place_kept=PLACE_KEPT,
            shift_video=2.5,
            shift_moving=4.0,
        )

    def towers(self) -> Towers:
        """New ones, or with those of the release that the run goes on from."""
        towers = nano_towers(seed=0)
        if self.begun is not None:
            towers.transformer = load_module(Transformer, self.begun.path("transformer"))
        return towers

    def tower(self, pool: LatentPool, seconds: float) -> Towers:
        towers = self.towers()
        for name, parameter in towers.named_parameters():
            parameter.requires_grad_(name.startswith("transformer.video."))
        no_text = self.no_text(pool)
        loss = TowerLoss(towers, self.stage(), no_text)

        def batch(_: int) -> Rows:
            living = bool(self.rng.random() < self.scale.living_share)
            count = self.scale.tower_living if living else self.scale.tower_stills
            return pool.batch(count, self.rng, living=living)

        config = LoopConfig(
            steps=1, optimizer="muon", learning_rate=self.scale.learning_rate, warmup_steps=100,
            final_learning_rate=0.03, ema_decay=0.999, device=str(self.device),
            save_every=self.scale.save_every,
        )  # fmt: skip
        loop = Timed(
            config, self.out / "tower", [Learner(name="towers", module=towers, loss=loss)], batch
        )
        compile_blocks(towers)
        loop.run_for(seconds, self.clock)
        averaged = loop.averages["towers"]
        assert isinstance(averaged, Towers)
        self.clock.say("tower of", loop.step, "steps on", len(pool.stills), "pictures")
        return averaged

    def no_text(self, pool: LatentPool) -> Float[Tensor, "s e"]:
        rows = pool.text([""])
        return rows["text"][0, : int(rows["text_count"][0])].float()

    def write_tower(self, towers: Towers, pool: LatentPool) -> None:
        weights = {
            name: (value.bfloat16() if value.ndim > 1 else value).contiguous().cpu()
            for name, value in towers.transformer.video.state_dict().items()
        }
        names = sorted(weights)
        for part, some in enumerate((names[: len(names) // 2], names[len(names) // 2 :])):
            path = self.out / f"tower-{part}.safetensors"
            save_file({name: weights[name] for name in some}, path, metadata=self.notes())
        rows = pool.batch(SHEET_ROWS, np.random.default_rng(5), living=False)
        levels = shifted_sigmas(SHEET_STEPS, shift=2.0).tolist()
        with torch.inference_mode(), autocast(self.device):
            made = finished(towers.transformer, GUIDANCE, rows, self.no_text(pool), levels, seed=5)
            columns = [
                bytes_of(rearrange(shown(pool.vae, x).float(), "n c y x -> c n y x"))
                for x in (rows["references"][:, 0], rows["video"][:, :, 0], made.float())
            ]
        write_sheet(
            self.out / "tower.png",
            [("reference | true | made", pictures) for pictures in zip(*columns, strict=True)],
        )
        self.clock.say("written")


def join(run: Path, release: Path) -> None:
    """Put the codec and the picture tower of a run into a release."""
    notes = {"commit": current_commit(), "recipe": "pictures"}
    if (run / "video_vae.safetensors").exists():
        codec = load_module(VideoVAE, run / "video_vae.safetensors")
        publish_part(release, "video_vae", codec, metadata=notes)
    tower = {
        name: value.float()
        for part in sorted(run.glob("tower-*.safetensors"))
        for name, value in load_file(part).items()
    }
    transformer = Transformer(Transformer.Config.nano())
    transformer.video.load_state_dict(tower, strict=True)
    ours = transformer.state_dict()
    before = load_file(read_release(release).path("transformer"))
    kept = {
        name: value.float()
        for name, value in before.items()
        if not name.startswith("video.") and name in ours and value.shape == ours[name].shape
    }
    transformer.load_state_dict({**ours, **kept}, strict=True)
    publish_part(release, "transformer", transformer, metadata=notes)


@torch.no_grad()
def score(release: Path) -> None:
    """Print the tower's loss on people never seen, for one and for several of them."""
    begun, renderer = read_release(release), Renderer(load_pack())
    packs = [portraits_pack(seed, renderer) for seed in SCORED]
    with TemporaryDirectory() as folder, Supply(Path(folder), {}) as supply:
        run = Run(Path(folder), 1.0, ON, supply, begun)
        vae = load_module(VideoVAE, begun.path("video_vae")).to(run.device)
        pools = {"one": run.pool(vae), "several": run.pool(vae)}
        loss = TowerLoss(run.towers().to(run.device).eval(), run.stage(), run.no_text(pools["one"]))
        with autocast(run.device):
            for pack in packs:
                pools["one"].add_portraits(pack, run.rng)
            for pair in pairwise(packs):
                pools["several"].add_together(pair, run.rng)
            for name, pool in pools.items():
                losses = []
                for number in range(8):
                    torch.manual_seed(number)
                    rows = pool.batch(48, np.random.default_rng(number), living=False)
                    step = Step(number, seeded(0, number), run.device)
                    losses.append(float(loss(rows, step)["video"]))
                run.clock.say(f"loss, {name} in a picture:", round(fmean(losses), 4))


def shared(processes: int, *, moving: bool) -> dict[Kind, int]:
    """How many processes render what; none where all lies there already."""
    if processes == 0:
        return {}
    living, moves = max(1, processes // 4), max(1, processes // 7) if moving else 0
    return {"portraits": max(1, processes - living - moves), "moving": moves, "living": living}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--minutes", type=float, default=9.0)
    parser.add_argument("--processes", type=int, default=14)
    parser.add_argument("--packs", type=Path, help="where rendered packs lie until they are taken")
    parser.add_argument(
        "--from",
        type=Path,
        dest="begun",
        help="a release whose codec stays and whose tower goes on",
    )
    parser.add_argument("--seed", type=int, help="the first that is rendered: other people")
    parser.add_argument("--small", action="store_true", help="a try of the whole way, on two cores")
    parser.add_argument("--join", type=Path, help="a release's folder; trains nothing")
    parser.add_argument("--score", type=Path, help="a release's folder; trains nothing")
    given = parser.parse_args()
    if given.score:
        score(given.score)
        return
    if given.out is None:
        parser.error("--out is missing: where the run is to lie")
    if given.join:
        join(given.out, given.join)
        return
    torch.set_float32_matmul_precision("high")
    packs = given.packs or given.out / "packs"
    begun = read_release(given.begun) if given.begun else None
    scale = SMALL if given.small else GPU if begun is None else ON
    seed = given.seed if given.seed is not None else 0 if begun is None else FRESH
    with Supply(packs, shared(given.processes, moving=begun is None), seed=seed) as supply:
        Run(given.out, given.minutes, scale, supply, begun).go()


if __name__ == "__main__":
    main()
