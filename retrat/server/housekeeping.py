"""Putting away what nobody needs, from a thread, while the server runs."""

import logging
import threading
import time

from retrat.runtime.retention import Tidied, tidy
from retrat.server.service import Service

_log = logging.getLogger(__name__)
_FIRST_SECONDS, _EVERY_SECONDS = 60.0, 3600.0


class Housekeeper:
    """Tidies a minute after the start and then every hour, until it is stopped."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def tidy(self) -> Tidied:
        """Once, now."""
        service = self._service
        days = service.options.keep_uploads_days
        return tidy(service.store, service.assets, service.places, days=days, now=time.time())

    def _run(self) -> None:
        wait = _FIRST_SECONDS
        while not self._ended.wait(wait):
            wait = _EVERY_SECONDS
            try:
                self.tidy()
            except Exception:  # the store or the disk may be away; the next round tries again
                _log.exception("housekeeping waits")
