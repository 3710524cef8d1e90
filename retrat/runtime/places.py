"""Where the server keeps what people sent and what was made, inside the installation's home.

home/server/jobs.db          the queue (or a PostgreSQL database, by URL)
            assets/          files that were given, by hash
            results/         finished clips, their thumbnails and sheets of moments
            previews/        small pictures of work in progress, removed when it ends
            checkpoints/     where interrupted work goes on
            work/            what an attempt has under its hands, a folder for each job
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrat.provenance.home import Home, private_folder


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """The server's folders; `jobs` names the queue's store."""

    root: Path
    jobs: str

    @classmethod
    def of(cls, home: Home, jobs: str | None = None) -> "Places":
        root = private_folder(home.root / "server")
        return cls(root=root, jobs=jobs or str(root / "jobs.db"))

    @property
    def assets(self) -> Path:
        return private_folder(self.root / "assets")

    def bench(self, job_id: str) -> Path:
        """The folder in which a job's file is made; a killed attempt may leave something there."""
        return self.root / "work" / job_id

    def result(self, job_id: str) -> Path:
        return private_folder(self.root / "results") / f"{job_id}.mp4"

    def thumbnail(self, job_id: str) -> Path:
        return private_folder(self.root / "results") / f"{job_id}.webp"

    def spritesheet(self, job_id: str) -> Path:
        return private_folder(self.root / "results") / f"{job_id}.sheet.webp"

    def quality(self, job_id: str) -> Path:
        """What the judges said of a job's result, if they were asked."""
        return private_folder(self.root / "results") / f"{job_id}.quality.json"

    def forget(self, job_id: str) -> None:
        """Delete a job's result and the pictures of it."""
        for path in (
            self.result(job_id),
            self.thumbnail(job_id),
            self.spritesheet(job_id),
            self.quality(job_id),
        ):
            path.unlink(missing_ok=True)

    def belongings(self) -> Iterator[tuple[str, Path]]:
        """Everything here that belongs to one job, with whose it is."""
        for folder in ("results", "previews", "checkpoints", "work"):
            for path in sorted((self.root / folder).glob("job_*")):
                yield path.name.split(".")[0], path

    @property
    def characters(self) -> Path:
        return private_folder(self.root / "characters")

    def preview(self, job_id: str) -> Path:
        return private_folder(self.root / "previews") / f"{job_id}.webp"

    def checkpoint(self, job_id: str) -> Path:
        return private_folder(self.root / "checkpoints") / f"{job_id}.safetensors"
