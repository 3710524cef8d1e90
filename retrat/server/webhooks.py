"""Telling other programs that a job ended, signed as Standard Webhooks says."""

import base64
import hashlib
import hmac
import http.client
import json
import logging
import threading
import time
from urllib.parse import urlsplit

from retrat.errors import RetratError
from retrat.runtime.outbox import Message
from retrat.server.fetch import AGENT, connect, path_of, target_of
from retrat.server.service import Service
from retrat.server.views import moment

_log = logging.getLogger(__name__)
_POLL_SECONDS = 1.0
_HELD_SECONDS = 60.0
_GONE = 410  # the receiver wants no more


def signed_headers(secret: str, message_id: str, at: int, body: bytes) -> dict[str, str]:
    """`webhook-id`, `webhook-timestamp` and `webhook-signature` of a body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = b".".join((message_id.encode(), str(at).encode(), body))
    digest = hmac.new(key, content, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


class Sender:
    """Sends what waits in the outbox, from a thread, until it is stopped."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def send_due(self) -> int:
        """Try everything that is due once; how many were tried."""
        messages = self._service.store.outbox.take(seconds=_HELD_SECONDS)
        for message in messages:
            if self._sent(message):
                self._service.store.outbox.delivered(message)
            elif self._service.store.outbox.failed(message) is None:
                _log.warning("webhook %s was given up", message.id)
        return len(messages)

    def _run(self) -> None:
        while not self._ended.wait(_POLL_SECONDS):
            try:
                self.send_due()
            except Exception:  # the store may be away; the next round tries again
                _log.exception("webhooks wait")

    def _sent(self, message: Message) -> bool:
        """Whether the receiver took it, or wants no more."""
        try:
            job = self._service.store.get(message.job_id)
            body = self._body(message)
            url = str(job.request["webhook_url"])
            private = self._service.options.allows_private_urls
            target = target_of(url, field="webhook_url", allows_private=private)
            headers = signed_headers(
                self._service.webhook_secret, message.id, int(time.time()), body
            )
            headers |= {"content-type": "application/json", "user-agent": AGENT}
            connection = connect(target)
            try:
                connection.request("POST", path_of(urlsplit(url)), body=body, headers=headers)
                status = connection.getresponse().status
            finally:
                connection.close()
        except (RetratError, OSError, http.client.HTTPException) as error:
            _log.warning("webhook %s was not delivered: %s", message.id, error)
            return False
        return 200 <= status < 300 or status == _GONE

    def _body(self, message: Message) -> bytes:
        job = self._service.store.get(message.job_id)
        told = {
            "type": message.kind,
            "timestamp": moment(message.at).isoformat(),
            "data": {
                "id": job.id,
                "state": str(job.state),
                "error": job.error_code and {"code": job.error_code, "message": job.error_message},
                "url": f"/v1/jobs/{job.id}",
            },
        }
        return json.dumps(told).encode()
