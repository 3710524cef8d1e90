"""Uploads as DashScope's clients make them: a policy first, then files under one folder of names.

A policy authorises any number of files below its folder until it ends; a name that was taken by
other bytes is refused, since the client builds the address of the file by itself.
"""

import base64
import hashlib
import json
import secrets
import time
from datetime import UTC, datetime
from typing import IO, Any

from filelock import FileLock

from retrat.provenance.home import private_folder, write_private
from retrat.runtime.assets import MOST_BYTES, UnknownAsset
from retrat.server.missing import BadSignature, NameTaken
from retrat.server.service import Service
from retrat.server.signing import signature

POLICY_SECONDS = 300
KEPT_SECONDS = 48 * 3600
SCHEME = "oss://"
_PURPOSE = "uploads"


def policy(service: Service, address: str) -> dict[str, Any]:
    """Permission to upload, in the fields that the clients read."""
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    folder = f"dashscope-instant/{secrets.token_hex(8)}/{day}/{secrets.token_hex(16)}"
    content = {"upload_dir": folder, "expires": int(time.time()) + POLICY_SECONDS}
    text = base64.b64encode(json.dumps(content).encode()).decode()
    return {
        "policy": text,
        "signature": signature(service.secret(_PURPOSE), text),
        "upload_dir": folder,
        "upload_host": f"{address}/oss",
        "expire_in_seconds": POLICY_SECONDS,
        "max_file_size_mb": max(MOST_BYTES.values()) >> 20,
        "capacity_limit_mb": service.assets.most_bytes >> 20,
        "oss_access_key_id": "retrat",
        "x_oss_object_acl": "private",
        "x_oss_forbid_overwrite": "true",
    }


def take(service: Service, fields: dict[str, str], file: IO[bytes], *, now: float) -> None:
    """Keep an uploaded file under the name that its client chose, if its policy allows it."""
    key = fields.get("key", "")
    _require_policy(service, fields.get("policy", ""), fields.get("Signature", ""), key, now)
    asset = service.assets.keep(file, name=key.rsplit("/", 1)[-1], field="file")
    note = _note(service, key)
    with FileLock(f"{note}.lock"):
        known = _read(service, key)
        if known is not None and known != asset.id:
            text = f"{key.rsplit('/', 1)[-1]!r} was uploaded with other bytes. Rename one of them."
            raise NameTaken(text, field="key")
        content = {"asset": asset.id, "expires": now + KEPT_SECONDS}
        write_private(note, json.dumps(content).encode())


def uploaded(service: Service, address: str, *, field: str) -> str:
    """The asset behind an oss:// address."""
    found = _read(service, address.removeprefix(SCHEME))
    if found is None:
        text = f"{address[:60]!r} was not uploaded here, or has ended. Upload the file again."
        raise UnknownAsset(text, field=field)
    return found


def _require_policy(service: Service, text: str, given: str, key: str, now: float) -> None:
    ours = signature(service.secret(_PURPOSE), text)
    if not secrets.compare_digest(ours.encode(), given.encode()):
        raise BadSignature
    content = json.loads(base64.b64decode(text))
    folder, name = content["upload_dir"], key.rsplit("/", 1)[-1]
    if now > content["expires"] or key != f"{folder}/{name}" or not name:
        raise BadSignature


def _note(service: Service, key: str) -> Any:
    folder = private_folder(service.places.root / "uploads")
    return folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"


def _read(service: Service, key: str) -> str | None:
    try:
        content = json.loads(_note(service, key).read_bytes())
    except (OSError, ValueError):
        return None
    return str(content["asset"]) if content["expires"] > time.time() else None
