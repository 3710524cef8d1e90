"""The only place that opens pictures, sound and video, and the only one that writes them."""

from retrat.media.files import written_whole
from retrat.media.images import as_bytes, decode_image, from_bytes
from retrat.media.probe import Probe, probe
from retrat.media.sound import decode_audio, resample
from retrat.media.video import decode_video, encode_clip

__all__ = [
    "Probe",
    "as_bytes",
    "decode_audio",
    "decode_image",
    "decode_video",
    "encode_clip",
    "from_bytes",
    "probe",
    "resample",
    "written_whole",
]
