"""Writes studio/openapi.json: the native API, from which the studio's types are generated.

python tools/write_openapi.py            write it
python tools/write_openapi.py --check    end with 1 if it is out of date
"""

import json
import sys
from pathlib import Path

PLACE = Path(__file__).parents[1] / "studio" / "openapi.json"


def document() -> str:
    """The document as text, the same on every machine."""
    from retrat.server.app import create_app

    return json.dumps(create_app(None).openapi(), indent=1, sort_keys=True) + "\n"


def main() -> int:
    text = document()
    if "--check" in sys.argv[1:]:
        is_true = PLACE.exists() and PLACE.read_text() == text
        if not is_true:
            print(f"{PLACE.name} is out of date: python tools/write_openapi.py")
        return 0 if is_true else 1
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
