"""Blender's path tracer, in a Python of its own: `RETRAT_BLENDER` names one that has bpy.

By default it is `python` of a folder `blender` (`python3.11 -m venv blender; blender/bin/pip
install bpy`): bpy needs an older numpy than Retrat, so scripts that use it are run by path.
"""

import os
import subprocess
from pathlib import Path


def traced(script: Path, told: Path, picture: Path, *words: object) -> None:
    """Runs a script that draws a picture of what a file tells; refuses to go on without one."""
    blender = os.environ.get("RETRAT_BLENDER", "blender/bin/python")
    command = [blender, *map(str, (script, told, picture, *words))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not picture.exists():
        said = f"{done.stderr[-2000:]}{done.stdout[-500:]}"
        raise RuntimeError(f"Blender could not draw {picture.name}: {said}")
