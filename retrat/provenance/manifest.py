"""The C2PA manifest of a file: how it was made, signed last and without a network, and read back.

It says that a trained model made the file, which one, with which settings and under which consent
records (hashes: no face, no name), names the mark inside as its soft binding, and asks not to be
trained on. Thumbnails are off: they would embed the reference pictures.
"""

import io
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import c2pa
from PIL import Image

from retrat.errors import ProvenanceError, RequestError
from retrat.provenance.certificate import Certificate, anchors, signing_certificate
from retrat.provenance.consent import PURPOSES, Grant
from retrat.provenance.home import Home
from retrat.provenance.log import spell_time, utc_now
from retrat.provenance.payload import Payload

GENERATOR = "retrat"
MARK_ALGORITHM = "org.retrat.1"
CONSENT_LABEL, MAKING_LABEL = "org.retrat.consent", "org.retrat.making"
_AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_FORMATS = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".flac": "audio/flac",
    ".avi": "video/x-msvideo",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Making:
    """How one file was made: what its manifest tells everybody.

    `settings` may hold numbers and words that say nothing about a person: seed, steps, size. The
    prompt and the names of files stay out. `purpose` is told of clips with people alone.
    """

    payload: Payload
    version: str
    model: str
    weights_sha256: str
    mode: str
    seconds: float
    settings: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    grants: Sequence[Grant] = ()
    purpose: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a file's manifest says and whether it can be believed.

    `state`: "none", "invalid" (the file or the manifest was changed), "valid" (intact, the signer
    is unknown here) or "trusted" (intact, and this machine knows the signer).
    """

    state: str
    problems: tuple[str, ...] = ()
    generator: str | None = None
    is_ai: bool = False
    file_name: str | None = None
    signed_by: str | None = None
    signed_at: str | None = None
    making: Mapping[str, Any] = field(default_factory=dict)
    consent_records: tuple[str, ...] = ()
    purpose: str | None = None


def sign(home: Home, source: Path, output: Path, making: Making) -> bytes:
    """Write `source` with its manifest to `output`; returns the manifest for the local record."""
    certificate = signing_certificate(home)
    definition = _definition(making, output.name, _format(output))
    try:
        with (
            _signer(certificate) as signer,
            c2pa.Builder(definition, _context(certificate.anchor)) as builder,
        ):
            for name in _ingredients(making):
                described = {"title": name, "relationship": "inputTo"}
                builder.add_ingredient_from_stream(
                    json.dumps(described | {"label": name, "instance_id": name}), *_blank()
                )
            manifest: bytes = builder.sign_file(str(source), str(output), signer)
    except c2pa.C2paError as error:
        raise ProvenanceError(
            f"The manifest of {output.name} could not be signed ({error}). Nothing was written."
        ) from None
    return manifest


def require_signing(certificate: Certificate) -> None:
    """Sign one pixel and read it back: C2PA asks more of a certificate than that it has a key."""
    action = {"action": "c2pa.created", "digitalSourceType": _AI}
    form, pixel = _blank()
    definition = {
        "claim_generator_info": [{"name": GENERATOR}],
        "format": form,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
    }
    context, signed = _context(certificate.anchor), io.BytesIO()
    try:
        with _signer(certificate) as signer, c2pa.Builder(definition, context) as builder:
            builder.sign(signer, form, pixel, signed)
        signed.seek(0)
        with c2pa.Reader(form, signed, context=context) as reader:
            state = str(reader.get_validation_state()).lower()
        why = "it is not issued by the next one of its chain" if state != "trusted" else ""
    except c2pa.C2paError as error:
        why = _short(error)
    if why:
        text = f"C2PA refuses the certificate ({why})"
        raise RequestError(
            f"{text}. Give one that is made for signing documents or e-mail, with its whole chain.",
            field="certificate",
        )


def read(path: Path, home: Home | None = None, *, manifest: bytes | None = None) -> Manifest:
    """A file's manifest, or with `manifest` what another one says about this file."""
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        return Manifest(state="none")
    context = _context(anchors(home) if home is not None else None)
    try:
        with path.open("rb") as stream:
            given = {} if manifest is None else {"manifest_data": manifest}
            with c2pa.Reader(form, stream, context=context, **given) as reader:
                told = json.loads(reader.json())
                state = str(reader.get_validation_state()).lower()
    except c2pa.C2paError.ManifestNotFound:
        return Manifest(state="none")
    except (c2pa.C2paError, ValueError) as error:
        if "ManifestNotFound" in str(error) or "NotSupported" in str(error):
            return Manifest(state="none")
        return Manifest(state="invalid", problems=(_short(error),))
    try:
        return _told(told, state)
    except (AttributeError, KeyError, TypeError, IndexError):  # not as C2PA has it
        return Manifest(state="invalid", problems=("manifest.unreadable",))


def _signer(certificate: Certificate) -> c2pa.Signer:
    info = c2pa.C2paSignerInfo(
        alg=certificate.algorithm.encode(),
        sign_cert=certificate.chain,
        private_key=certificate.key,
        ta_url=None,
    )
    return c2pa.Signer.from_info(info)


def _told(told: Mapping[str, Any], state: str) -> Manifest:
    active = told.get("manifests", {}).get(told.get("active_manifest"), {})
    assertions = {a["label"]: a.get("data", {}) for a in active.get("assertions", [])}
    actions: dict[str, Any] = next(
        (d for name, d in assertions.items() if name.startswith("c2pa.actions")), {}
    )
    results = told.get("validation_results", {}).get("activeManifest", {})
    problems = tuple(item["code"] for item in results.get("failure", []))
    generators = active.get("claim_generator_info") or [{}]
    signature = active.get("signature_info", {})
    making = _mapping(assertions.get(MAKING_LABEL))
    consent = _mapping(assertions.get(CONSENT_LABEL))
    consents, purpose = consent.get("records"), consent.get("purpose")
    return Manifest(
        state=state,
        problems=tuple(p for p in problems if p != "signingCredential.untrusted"),
        generator=_text(generators[0].get("name")),
        is_ai=any(a.get("digitalSourceType") == _AI for a in actions.get("actions", [])),
        file_name=_text(making.get("file_id")),
        signed_by=signature.get("common_name") or signature.get("issuer"),
        signed_at=_text(making.get("made")),
        making=making,
        consent_records=tuple(map(str, consents)) if isinstance(consents, list) else (),
        purpose=purpose if purpose in PURPOSES else None,
    )


def _mapping(value: object) -> Mapping[str, Any]:
    """What anybody may have signed is not always what it should be."""
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _definition(making: Making, title: str, form: str) -> dict[str, Any]:
    ingredients = _ingredients(making)
    agent = {"name": GENERATOR, "version": making.version}
    created: dict[str, Any] = {
        "action": "c2pa.created",
        "digitalSourceType": _AI,
        "softwareAgent": agent,
    }
    if ingredients:
        created["parameters"] = {"ingredientIds": list(ingredients)}
    binding = {
        "alg": MARK_ALGORITHM,
        "alg-params": "picture=63 bits, bch255; sound=40 bits",
        "blocks": [
            {
                "scope": {"timespan": {"start": 0, "end": round(making.seconds * 1000)}},
                "value": b64encode(bytes.fromhex(making.payload.name)).decode(),
            }
        ],
    }
    refused = {"use": "notAllowed"}
    entries = {"cawg.ai_generative_training": refused, "cawg.data_mining": refused}
    assertions: list[dict[str, Any]] = [
        {
            "label": "c2pa.actions.v2",
            "data": {"actions": [created, {"action": "c2pa.watermarked.bound"}]},
        },
        {"label": "c2pa.soft-binding", "data": binding},
        {"label": "cawg.training-mining", "data": {"entries": entries}},
        {"label": MAKING_LABEL, "data": _making(making)},
    ]
    if making.grants:
        assertions.append({"label": CONSENT_LABEL, "data": _consent(making)})
    return {
        "claim_generator_info": [agent],
        "title": f"{making.payload.name}{Path(title).suffix}",
        "format": form,
        "assertions": assertions,
    }


def _making(making: Making) -> dict[str, Any]:
    return {
        "file_id": making.payload.name,
        "made": spell_time(utc_now()),
        "model": making.model,
        "weights_sha256": making.weights_sha256,
        "mode": making.mode,
        "settings": dict(making.settings),
    }


def _consent(making: Making) -> dict[str, Any]:
    """Hashes of the records and what they were asked for: who they are about stays here."""
    records = sorted({f"sha256:{grant.record_sha256}" for grant in making.grants})
    told = {"records": records, "expires": min(grant.expires for grant in making.grants)}
    return told if making.purpose is None else {**told, "purpose": making.purpose}


def _ingredients(making: Making) -> tuple[str, ...]:
    """References by kind and number: `face 1`, `voice 1`."""
    counts = {"face": 0, "voice": 0}
    names = []
    for grant in making.grants:
        counts[grant.kind] += 1
        names.append(f"reference-{grant.kind}-{counts[grant.kind]}")
    return tuple(names)


def _blank() -> tuple[str, Any]:
    """One grey pixel in place of the reference, so that nothing of it can end up in the file."""
    stream = io.BytesIO()
    Image.new("L", (1, 1), 128).save(stream, "PNG")
    stream.seek(0)
    return "image/png", stream


def _context(anchor: str | None) -> c2pa.Context:
    settings: dict[str, Any] = {
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
        "builder": {"thumbnail": {"enabled": False}},
    }
    if anchor is not None:
        settings["trust"] = {"user_anchors": anchor}
    return c2pa.Context.from_dict(settings)


def _format(path: Path) -> str:
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        known = ", ".join(sorted(_FORMATS))
        raise ProvenanceError(f"{path.name}: a manifest goes into {known}. Choose one of them.")
    return form


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
