import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from files import write_photo

from retrat.runtime.retention import Tidied
from retrat.server import housekeeping
from retrat.server.housekeeping import Housekeeper
from retrat.server.service import Service


def test_what_nobody_uses_goes_after_the_days_of_the_options(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with write_photo(tmp_path / "a.png").open("rb") as file:
        service.assets.keep(file, name="a.png")
    keeper, now = Housekeeper(service), time.time()
    assert keeper.tidy() == Tidied(uploads=0, leftovers=0)
    later = now + (service.options.keep_uploads_days + 1) * 86_400
    monkeypatch.setattr(housekeeping, "time", SimpleNamespace(time=lambda: later))
    assert keeper.tidy() == Tidied(uploads=1, leftovers=0)


def test_a_round_that_fails_is_not_the_last(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "_FIRST_SECONDS", 0.0)
    monkeypatch.setattr(housekeeping, "_EVERY_SECONDS", 0.01)
    again, rounds = threading.Event(), []

    def fail(*_: object, **__: object) -> None:
        rounds.append(1)
        if len(rounds) > 1:
            again.set()
        raise OSError("the disk is away")

    monkeypatch.setattr(housekeeping, "tidy", fail)
    keeper = Housekeeper(service)
    keeper.start()
    assert again.wait(20)
    keeper.stop()
