"""How fast is nano here, and how fast is diffusers' pipeline at its size? Numbers, no claims.

    python -m retrat.evaluate.bench [--seconds 4 10] [--sizes 256x256 512x512] [--json FILE]

Each measurement is a process of its own: cold is its first clip (imports and loading included),
warm its second. Clips go the way users' clips go, reference, voice and delivery included. The first
frame counts as there once the first two latents are decoded.
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from retrat.evaluate.stopwatch import Measured, in_fresh_process, machine, peak_memory

MODULE = "retrat.evaluate.bench"
SIDE = 256
PROMPT = 'A person on a beach at sunset says: "Hello from the sea."'
PERSON = (Path("examples/person.jpg"), Path("examples/person.ogg"))
log = logging.getLogger(__name__)


def measure_clip(options: Measured) -> Measured:
    """A clip made twice in this process: what users wait for, cold and warm."""
    began = time.perf_counter()
    from retrat.evaluate.contestant import Contestant
    from retrat.runtime.engine import Watch
    from retrat.runtime.order import Order, size_from_text

    asked: list[float] = []  # the engine asks whether to stop after every step

    def go_on() -> bool:
        asked.append(time.perf_counter())
        return False

    order = Order(
        prompt=PROMPT,
        references=tuple(map(Path, options["references"])),
        voice=Path(options["voice"]) if options["voice"] else None,
        seconds=options["seconds"],
        size=size_from_text(options["size"]),
        steps=options["steps"],
        model=options["model"],
        seed=1,
    )
    with TemporaryDirectory() as folder, Contestant.of(options["model"]) as ours:
        imported = time.perf_counter()
        watch = Watch(should_stop=go_on)
        ours.make(order, Path(folder) / "cold.mp4", name="somebody", watch=watch)
        last_step = asked[-1]
        cold = time.perf_counter() - imported
        start = time.perf_counter()
        made = ours.make(order, Path(folder) / "warm.mp4", name="somebody")
        warm = time.perf_counter() - start
        first = first_frames_seconds(ours.components, options["seconds"])
    return {
        "seconds": options["seconds"],
        "import_seconds": imported - began,
        "cold_clip_seconds": cold,
        "warm_clip_seconds": warm,
        "warm_stages": dict(made.seconds),
        "cold_first_frame_seconds": last_step - began + first,
        "peak_memory_bytes": peak_memory(),
        "device": made.device,
        "compute": made.compute,
    }


def first_frames_seconds(parts: Any, seconds: float) -> float:
    """Decoding the first two latents alone: what stands between the last step and a picture."""
    import torch

    config = parts.transformer.config
    channels = config.video.token_channels // config.patch**2
    latents = torch.randn(1, channels, round(6 * seconds) + 1, SIDE // 16, SIDE // 16)
    with torch.inference_mode():
        start = time.perf_counter()
        next(iter(parts.video_vae.decode_chunks(latents.to(parts.device), latent_frames=2)))
    return time.perf_counter() - start


def measure_forwards(options: Measured) -> Measured:
    """One forward of both transformers, the same width, depth and tokens, random weights."""
    from retrat.evaluate.rivals import WAN_TEXT_TOKENS, our_forward, wan_forward, wan_transformer
    from retrat.models.transformer import Transformer

    config = Transformer.Config.nano()
    channels = config.video.token_channels // config.patch**2
    latents = (channels, round(6 * options["seconds"]) + 1, SIDE // 16, SIDE // 16)
    ours = our_forward(config, latents)
    model = wan_transformer(config, channels=channels)
    return {
        "tokens": latents[1] * (SIDE // 16 // config.patch) ** 2,
        "ours_seconds": ours,
        "wan_same_text_seconds": wan_forward(model, latents, text_tokens=config.video.text_tokens),
        "wan_512_text_seconds": wan_forward(model, latents, text_tokens=WAN_TEXT_TOKENS),
    }


def measure_wan(options: Measured) -> Measured:
    """Its whole pipeline; the codec's seconds are extrapolated from its first two latents."""
    from retrat.evaluate.rivals import wan_clip
    from retrat.models.transformer import Transformer

    frames = 4 * round(6 * options["seconds"]) + 1
    measured = wan_clip(Transformer.Config.nano(), frames=frames, side=SIDE, steps=options["steps"])
    total = measured["denoise_seconds"] + measured["decode"]["seconds"]
    return measured | {"clip_seconds": total, "peak_memory_bytes": peak_memory()}


TASKS: dict[str, Callable[[Measured], Measured]] = {
    "clip": measure_clip,
    "forwards": measure_forwards,
    "wan": measure_wan,
}


def run(given: argparse.Namespace) -> Measured:
    """Everything that was asked for, one process after the other."""
    report: Measured = {"machine": machine(), "model": given.model, "side": SIDE, "clips": {}}
    shared = {
        "model": given.model,
        "steps": given.steps,
        "references": [str(path) for path in given.reference],
        "voice": str(given.voice) if given.voice else None,
    }
    for size, seconds in product(given.sizes, given.seconds):
        name = f"{seconds:g} s, {size}"
        log.info("a clip of %s ...", name)
        options = shared | {"seconds": seconds, "size": size}
        report["clips"][name] = in_fresh_process(MODULE, "clip", options)
    if given.rival:
        log.info("one forward of both transformers ...")
        seconds = {"seconds": given.seconds[0]}
        report["forwards"] = in_fresh_process(MODULE, "forwards", seconds)
        log.info("diffusers' WanPipeline (minutes) ...")
        steps = given.steps or recommended_steps(given.model)
        report["wan"] = in_fresh_process(MODULE, "wan", seconds | {"steps": steps})
    return report


def recommended_steps(model: str) -> int:
    """The release's own number of steps; 4 where there is no release."""
    from retrat.errors import RetratError
    from retrat.runtime.models import release_named

    try:
        return int(release_named(model).settings["steps"])
    except (RetratError, KeyError):
        return 4


def table(report: Measured) -> str:
    """What was measured, for people."""
    where = report["machine"]
    lines = [
        f"{where['processor']}, {where['cores']} cores, {where['threads']} threads, torch "
        f"{where['torch']}, {where['cpu_capability']}, load {where['load_average']:.1f}",
        "",
        "| clip with sound | cold s | to its first frame s | warm s | warm, s a second of video "
        "| peak GB | stages, warm s |",
        "|---|---:|---:|---:|---:|---:|---|",
        *(_clip_row(name, found) for name, found in report["clips"].items()),
    ]
    if "forwards" in report:
        lines += ["", *_rival_lines(report)]
    return "\n".join(lines)


def _clip_row(name: str, found: Measured) -> str:
    if "error" in found:
        return f"| {name} | {found['error']} | | | | | |"
    stages = ", ".join(f"{name} {taken:.2f}" for name, taken in found["warm_stages"].items())
    warm = found["warm_clip_seconds"]
    cold = found["import_seconds"] + found["cold_clip_seconds"]
    return (
        f"| {name} | {cold:.2f} | {found['cold_first_frame_seconds']:.2f} "
        f"| {warm:.2f} | {warm / found['seconds']:.2f} | {found['peak_memory_bytes'] / 1e9:.2f} "
        f"| {stages} |"
    )


def _rival_lines(report: Measured) -> list[str]:
    """Ratios against diffusers, each with what it compares."""
    forwards, wan = report["forwards"], report["wan"]
    if "error" in forwards or "error" in wan:
        return [f"diffusers: {forwards.get('error') or wan.get('error')}"]
    lines = [
        "| against diffusers, float32, random weights | theirs s | ours s | ratio |",
        "|---|---:|---:|---:|",
    ]
    rows = [
        (f"one forward, {forwards['tokens']} picture tokens, {text}", forwards[key], ours)
        for text, key in (
            ("as much text", "wan_same_text_seconds"),
            ("512 text tokens", "wan_512_text_seconds"),
        )
        for ours in [forwards["ours_seconds"]]
    ]
    clip = next(iter(report["clips"].values()))
    if "error" not in clip:
        name = f"whole clip, {wan['frames']} frames, {wan['steps']} steps, no guidance"
        rows.append((name, wan["clip_seconds"], clip["warm_clip_seconds"]))
    lines += [
        f"| {name} | {theirs:.2f} | {ours:.2f} | {theirs / ours:.1f} |"
        for name, theirs, ours in rows
    ]
    return [*lines, "", _fine_print(wan)]


def _fine_print(wan: Measured) -> str:
    decode = wan["decode"]
    return (
        "Theirs, whole clip: WanPipeline with Wan 2.1's latents (4 x 8 x 8, "
        f"{wan['tokens']} tokens) and AutoencoderKLWan, without sound; "
        f"{wan['denoise_seconds']:.1f} s of steps measured, {decode['seconds']:.0f} s of decoding "
        f"extrapolated from its first {decode['measured_latents']} latents. Ours makes sound as "
        "well, from fewer tokens and with a smaller codec: that ratio mixes design with engine. "
        "The one-forward rows are engine alone (and erf-GELU, norms by head)."
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m retrat.evaluate.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, nargs="+", default=[4.0, 10.0])
    parser.add_argument("--sizes", nargs="+", default=[f"{SIDE}x{SIDE}", f"{2 * SIDE}x{2 * SIDE}"])
    parser.add_argument("--model", default="nano")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--reference", type=Path, nargs="*", default=_if_there(PERSON[:1]))
    parser.add_argument("--voice", type=Path, default=next(iter(_if_there(PERSON[1:])), None))
    parser.add_argument("--json", type=Path, help="write all numbers here")
    parser.add_argument("--no-rival", dest="rival", action="store_false")
    parser.add_argument("--task", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.task:
        name, options = given.task
        sys.stdout.write(json.dumps(TASKS[name](json.loads(options))) + "\n")
        return
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    report = run(given)
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(report, indent=1) + "\n")
    sys.stdout.write(table(report) + "\n")


def _if_there(paths: Sequence[Path]) -> list[Path]:
    return [path for path in paths if path.exists()]


if __name__ == "__main__":
    main()
