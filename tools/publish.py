"""Puts files of weights into a release, matrices in bfloat16, with sizes and hashes in its card.

python tools/publish.py retrat/weights/releases/nano video_vae=CODECS/video_vae.safetensors ...
"""

import sys
from pathlib import Path

from retrat.runtime.models import PARTS
from retrat.weights.modules import load_module, metadata_of
from retrat.weights.releases import publish_part


def main(folder: str, *given: str) -> None:
    for each in given:
        part, _, source = each.partition("=")
        module = load_module(PARTS[part], source)
        entry = publish_part(Path(folder), part, module, metadata=metadata_of(source))
        print(f"{part}: {entry.bytes_ / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
