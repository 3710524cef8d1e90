"""A run of the towers: what learns together, where it begins, what to look at, what ships."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn

from retrat.conditioning.stream import unpatchify
from retrat.models.audio_vae import AudioVAE
from retrat.models.identity_encoder import IdentityEncoder
from retrat.models.speech_encoder import SpeechEncoder
from retrat.models.transformer import Transformer
from retrat.models.video_vae import VideoVAE
from retrat.models.voice_encoder import VoiceEncoder
from retrat.train.checkpoint import current_commit, load_checkpoint
from retrat.train.latents import Cache
from retrat.train.loop import Learner, Loop, LoopConfig, SampleWriter, Step, seeded
from retrat.train.pictures import bytes_of, write_sheet, write_spectrograms
from retrat.train.transformer import (
    PICTURE_TOKENS,
    TowerLoss,
    Towers,
    TowerStage,
    draw_batch,
    geometry_of,
    paint,
)
from retrat.weights.modules import load_module, metadata_of, save_module
from retrat.weights.releases import CARD, publish_part, read_release

SHOWN = 6
PAINT_STEPS = 12


def nano_towers(*, seed: int) -> Towers:
    """Nano's towers and their encoders, before any training."""
    torch.manual_seed(seed)
    return Towers(
        Transformer(Transformer.Config.nano()),
        IdentityEncoder(IdentityEncoder.Config.nano()),
        VoiceEncoder(VoiceEncoder.Config.nano()),
        SpeechEncoder(SpeechEncoder.Config.nano()),
    )


KINDS = 32  # of batches and blocks: stills, stretches, given places, references read or not, ...


def compile_blocks(towers: Towers) -> None:
    """Compile what the blocks of both towers compute: the loss never calls a module as a whole.

    After the averages are copied, which must not take compiled functions with them.
    """
    for tower in (towers.transformer.video, towers.transformer.audio):
        for block in () if tower is None else tower.blocks:
            for name in ("mix", "mix_references", "feed"):
                each = torch.compile(  # type: ignore[call-overload]  # its overloads lack the limit
                    getattr(block, name), dynamic=False, recompile_limit=KINDS
                )
                setattr(block, name, each)


def begin_from(towers: Towers, earlier: Iterable[Path]) -> None:
    """Take over averaged weights of earlier runs: each gives what its own stage has trained.

    A run of sound alone gives the audio tower and the encoders of voice and speech; a run of
    pictures the video tower and the identity encoder; a run of both, and a release, everything.
    """
    for folder in earlier:
        if (folder / CARD).exists():
            _begin_from_release(towers, folder)
            continue
        averaged, prefixes = _averaged(_checkpoint(folder)), trained_by(_stage_of(folder))
        chosen = {name: value for name, value in averaged.items() if name.startswith(prefixes)}
        towers.load_state_dict({**towers.state_dict(), **chosen}, strict=True)


def _begin_from_release(towers: Towers, folder: Path) -> None:
    release = read_release(folder)
    for name, part in towers.parts.items():
        if name in release.files:
            part.load_state_dict(load_module(type(part), release.path(name)).state_dict())


def trained_by(stage: str) -> tuple[str, ...]:
    """Beginnings of the names of what a stage trains."""
    return {
        "sound": ("transformer.audio.", "voice_encoder.", "speech_encoder."),
        "picture": ("transformer.video.", "identity_encoder."),
        "motion": ("transformer.video.", "transformer.to_video.", "identity_encoder."),
        "both": ("",),
    }[stage]


def tower_loop(
    towers: Towers,
    stage: TowerStage,
    config: LoopConfig,
    latents: Iterable[Path],
    folder: Path,
    codecs: Path | None,
) -> Loop:
    """The run in `folder`, new or continued; without `codecs` it draws no samples."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stage").write_text(stage.trains)
    cache = Cache(latents)
    for name, parameter in towers.named_parameters():
        parameter.requires_grad_(name.startswith(trained_by(stage.trains)))
    loss = TowerLoss(towers, stage, cache.no_text)
    samples = None if codecs is None else _sample_writer(stage, cache, codecs)
    learner = Learner(name="towers", module=towers, loss=loss)
    plain = replace(config, compile=False)
    loop = Loop(plain, folder, [learner], draw_batch(cache, stage, config.seed), samples)
    if config.compile:
        compile_blocks(towers)
    return loop


def export_towers(folders: Sequence[Path], out: Path, parts: Iterable[str] = ()) -> None:
    """The averaged weights of runs, one file for each part, with their history.

    Each run gives what its stage has trained, later ones over earlier ones; `parts` leaves out
    the others. In a release's folder only what was trained is written anew, and its card gets
    sizes and hashes too.
    """
    towers = nano_towers(seed=0)
    begin_from(towers, folders)
    runs = [folder for folder in folders if not (folder / CARD).exists()]
    states = [_checkpoint(folder) for folder in runs]
    metadata = {
        "commit": current_commit(),
        "recipe": " ".join(f"towers.{_stage_of(folder)}" for folder in runs),
        "steps": " ".join(str(state["step"]) for state in states),
        "seconds": " ".join(str(round(state["seconds"])) for state in states),
        "seed": str(states[-1]["config"]["seed"]),
    }
    out.mkdir(parents=True, exist_ok=True)
    trained = {prefix.split(".")[0] for run in runs for prefix in trained_by(_stage_of(run))}
    for name, module in towers.parts.items():
        if parts and name not in parts:
            continue
        if (out / CARD).exists():
            if name in trained or "" in trained:
                publish_part(out, name, module, metadata=_gone_on(out, name, metadata))
        else:
            save_module(module, out / f"{name}.safetensors", metadata=metadata)


def _gone_on(release: Path, name: str, metadata: dict[str, str]) -> dict[str, str]:
    """The notes of a part, with the recipes that it had learned by before."""
    file = read_release(release).files.get(name)
    before = "" if file is None else metadata_of(release / file.name).get("recipe", "")
    return {**metadata, "recipe": f"{before} {metadata['recipe']}".strip()}


def _checkpoint(folder: Path) -> dict[str, Any]:
    state = load_checkpoint(folder)
    if state is None:
        raise FileNotFoundError(f"no checkpoint in {folder}")
    return state


def _stage_of(folder: Path) -> str:
    return (folder / "stage").read_text().strip()


def _averaged(state: dict[str, Any]) -> dict[str, Tensor]:
    """The averaged weights of a checkpoint, named as the modules name them."""
    averaged = state["emas"]["towers"]["module"]
    assert isinstance(averaged, dict)
    return averaged


def _sample_writer(stage: TowerStage, cache: Cache, codecs: Path) -> SampleWriter:
    """Paints the same few samples again and again, beside what is true."""
    shown = TowerStage(
        **{**asdict(stage), "first_frame": 0.0, "given_sound": 0.0, "begun_sound": 0.0}
    )
    certain = {name: 1.0 for name in asdict(stage) if name.startswith("keep_")}
    shown = TowerStage(**{**asdict(shown), **certain, "open_bridge": 1.0})
    frames = max(stage.latent_frames)
    size = SHOWN * PICTURE_TOKENS * (frames + stage.pictures)
    shown = TowerStage(
        **{**asdict(shown), "latent_frames": (frames,), "tokens": size, "sound_batch": SHOWN}
    )

    def write(step: int, averages: dict[str, nn.Module], folder: Path) -> None:
        towers = averages["towers"]
        assert isinstance(towers, Towers)
        device = next(towers.parameters()).device
        rows = {k: v.to(device) for k, v in draw_batch(cache, shown, seed=77)(0).items()}
        batch = TowerLoss(towers, shown, cache.no_text).given(rows, Step(0, seeded(7, 0), device))
        geometry = geometry_of(rows, patch=towers.transformer.config.patch)
        values = paint(towers, batch, geometry, steps=PAINT_STEPS, shift=3.0, seed=5)
        if stage.trains != "sound":
            painted = unpatchify(values.video, geometry.shape, geometry.patch)
            _write_pictures(folder / f"{step:07d}.png", rows, painted, codecs)
        if values.audio is not None:
            sound = rearrange(values.audio, "b a c -> b c a")
            _write_sounds(folder / f"{step:07d}-sound.png", rows["sound"], sound, codecs)

    return write


def _write_pictures(
    path: Path, rows: dict[str, Tensor], painted: Float[Tensor, "b c t h w"], codecs: Path
) -> None:
    vae = load_module(VideoVAE, codecs / "video_vae.safetensors").to(painted.device)
    shown = []
    for index in range(len(painted)):
        true, made = (vae.decode(x[index : index + 1])[0] for x in (rows["video"], painted))
        reference = vae.decode(rearrange(rows["references"][index, :1], "r c h w -> 1 c r h w"))[0]
        first, last = 0, made.shape[1] - 1
        pictures = [bytes_of(reference)[0], bytes_of(true)[first], bytes_of(true)[last]]
        pictures += [bytes_of(made)[first], bytes_of(made)[last // 2], bytes_of(made)[last]]
        shown.append(("reference | true first, last | made first, middle, last", pictures))
    write_sheet(path, shown)


def _write_sounds(
    path: Path, true: Float[Tensor, "b c a"], made: Float[Tensor, "b c a"], codecs: Path
) -> None:
    vae = load_module(AudioVAE, codecs / "audio_vae.safetensors").to(made.device)
    pairs = torch.stack([true, made], dim=1)[:3].flatten(0, 1)
    write_spectrograms(path, list(vae.decode(pairs)))
