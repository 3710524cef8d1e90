"""The built studio in the package is the one that its sources make."""

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STUDIO, STATIC = ROOT / "studio", ROOT / "retrat" / "server" / "static"
PLACES = ("src", "public", "tools", "index.html", "package-lock.json", "vite.config.ts")


def sources() -> list[Path]:
    """Every file that the build depends on; studio/tools/stamp.ts takes the same."""
    found = [STUDIO / place for place in PLACES]
    files = [path for place in found for path in (place.rglob("*") if place.is_dir() else [place])]
    return sorted((path for path in files if path.is_file()), key=name_of)


def name_of(path: Path) -> str:
    return path.relative_to(STUDIO).as_posix()


def test_build_is_of_these_sources() -> None:
    lines = (f"{name_of(p)} {hashlib.sha256(p.read_bytes()).hexdigest()}\n" for p in sources())
    expected = hashlib.sha256("".join(lines).encode()).hexdigest()
    built = (STATIC / "sources.sha256.txt").read_text().strip()
    assert built == expected, "the studio's sources changed: make studio"


def test_page_holds_no_inline_code() -> None:
    page = (STATIC / "index.html").read_text()
    assert not re.findall(r"<script(?![^>]* src=)[^>]*>|<style|style=|\son\w+=", page)


def test_nothing_comes_from_elsewhere() -> None:
    page = (STATIC / "index.html").read_text()
    styles = "".join(path.read_text() for path in STATIC.glob("assets/*.css"))
    assert "http" not in page.replace("http-equiv", "")
    assert not re.findall(r"url\(\s*[\"']?(?:https?:)?//", styles)


def test_lockfile_names_no_host() -> None:
    assert '"resolved"' not in (STUDIO / "package-lock.json").read_text()
