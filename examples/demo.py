"""The demonstration: a photo, a voice and a sentence become a clip, through the command line.

The person is made (a test person of the world that nano learned from), so nobody had to agree to
it; what this machine knows about you (its cast, its keys) is left alone.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PROMPT = 'A person on a beach at sunset says: "Hello from the sea."'


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("out/demo.mp4"))
    parser.add_argument("--model", default="nano")
    parser.add_argument("--seconds", type=float, default=4.0)
    given = parser.parse_args()
    given.output.parent.mkdir(parents=True, exist_ok=True)
    photo, voice = HERE / "person.jpg", HERE / "person.ogg"
    print(f"The photo     {photo}")
    print(f"the voice     {voice}")
    print(f"the sentence  {PROMPT}", flush=True)
    command = [sys.executable, "-c", "import sys; from retrat.cli import main; sys.exit(main())"]
    options = ["generate", PROMPT, "--reference", photo, "--voice", voice, "--consent", "self"]
    options += ["--model", given.model, "--seconds", given.seconds, "--seed", 1]
    options += ["-o", given.output, "--json"]
    with tempfile.TemporaryDirectory() as home:
        run = subprocess.run(
            [*command, *map(str, options)],
            env={**os.environ, "RETRAT_HOME": home},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if run.returncode != 0:
        return run.returncode
    told = json.loads(run.stdout)
    stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in told["seconds"].items())
    print(f"the clip      {told['path']}")
    print(f"seconds       {stages}")
    print(f"memory        {told['peak_memory_bytes'] / 1e9:.2f} GB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
