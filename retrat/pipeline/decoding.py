"""Latents become pixels and sound, and what moves is moved: the last part of the way to a clip."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float, UInt8
from torch import Tensor

from retrat.conditioning.camera import before_a_picture, camera_moves
from retrat.conditioning.film import film_in
from retrat.conditioning.hands import hand_in
from retrat.conditioning.lines import Plan, loudness_of, said, turns_of
from retrat.conditioning.mattes import matte_of
from retrat.conditioning.motions import HEADS, motions_in
from retrat.conditioning.props import prop_in
from retrat.conditioning.sizes import enlarged
from retrat.conditioning.speech import PHONE_RATE
from retrat.conditioning.stream import Geometry, target_latents, unpatchify
from retrat.conditioning.subtitles import cues_of, wants_subtitles
from retrat.models.lip_sync import STEPS
from retrat.pipeline.ambience import in_its_place
from retrat.pipeline.camera import Filming, filmed
from retrat.pipeline.clouds import drifting
from retrat.pipeline.components import Components
from retrat.pipeline.curves import around
from retrat.pipeline.daylight import in_the_light
from retrat.pipeline.delivering import delivered
from retrat.pipeline.face_windows import FacePlace, FindFaces, found_small, nobody
from retrat.pipeline.film import developed
from retrat.pipeline.gestures import (
    STILLER,
    Moved,
    drinking,
    gestures_of,
    gesturing,
    is_still,
    within,
)
from retrat.pipeline.hands import raise_in
from retrat.pipeline.keeping import corner_of, detailed, keeping, laid, steadied
from retrat.pipeline.layers import in_bytes
from retrat.pipeline.lips import speaking
from retrat.pipeline.living import before_people, enlivened
from retrat.pipeline.motions import body_of, idle, moves_body
from retrat.pipeline.outside import going_by
from retrat.pipeline.passing import passed
from retrat.pipeline.players import APART, Player, framed, players_of, turns_in_frames
from retrat.pipeline.prepared import Prepared, Sight
from retrat.pipeline.reaching import Raise, sides_of, sip_at
from retrat.pipeline.request import GenerateRequest
from retrat.pipeline.seams import without_seams
from retrat.pipeline.standing import players_in_place, standing
from retrat.pipeline.subtitles import subtitled
from retrat.pipeline.taken_out import coming_away, in_motion, taken_out
from retrat.types import Audio, AVStream, Clip

LOUDEST, KNEE = 0.7, 0.5  # of full scale: no sample is louder; from where on they give way
BURST, EVENED = 0.14, 0.67  # root mean square from where on it gives way, by that power
BURST_SECONDS = 0.04
SOFTLY = 20  # hundredths of a second in which somebody begins to speak softly
AMBIENCE = 0.008  # of full scale, root mean square: a place in which nobody speaks (-42 dB)


def decoded(
    stream: AVStream, made: Prepared, parts: Components, find_faces: FindFaces = nobody
) -> Clip:
    """The targets as pixels and sound, cut to the length that was asked for.

    What was given comes back as it was given: the first frame and the recording, not the codecs'
    idea of them, and people and places as sharp as they are, where the clip is larger than made.
    Sound, seams and what moves pixels are computed in float32 wherever it runs: a
    wave's phase and a tenth of a pixel are lost in bfloat16.
    """
    request = made.made.request
    geometry = made.plan.geometry
    latents = unpatchify(target_latents(stream.video), geometry.shape, geometry.patch)
    frames = parts.frame_rate.frames_in(request.seconds)
    if not made.plan.moves:  # but for people, whose pixels move below
        latents = latents[:, :, :1]
    pixels = rearrange(parts.video_vae.decode(latents), "1 c f y x -> f c y x")[:frames].float()
    audio = None
    with torch.autocast(pixels.device.type, enabled=False):
        if parts.recommended.seamed:
            pixels = without_seams(pixels, parts.recommended.seamed)
        pixels = pixels.clamp(-1, 1)
        if made.plan.windows is not None and made.plan.windows.is_anchored:
            pixels = steadied(pixels)
        pixels = _as_given(pixels, made)
        if not made.plan.moves:
            pixels = pixels.repeat(frames, 1, 1, 1)
        if stream.audio is not None:
            audio = sound_of(stream, request, parts)
        players: Sequence[Player] = ()
        shares = None
        if parts.lip_sync is not None or parts.animator is not None:
            turns = _turns(request, parts, geometry, frames)
            players = _players(pixels[0], made.shown, turns, find_faces)
            players = _asked(players, made.shown)
            players = _saying(players, request, parts, frames)
            for player in players:
                pixels = _spoken(pixels, stream, geometry, parts, player)
            for number, player in enumerate(players):
                pixels, where = _gesturing(pixels, audio, made.shown.request, parts, player, number)
                shares = where if shares is None or where is None else torch.maximum(shares, where)
        if shares is None and made.shown.person is not None:
            still = laid(made.shown.person.matte, *pixels.shape[-2:], scale=made.shown.scale)
            shares = in_bytes(still).repeat(frames, 1, 1, 1)
        if audio is not None and request.audio is None:
            audio = in_its_place(audio, made.shown.request, players)
        _raise_hands(Moved(pixels, shares), made.shown.request, parts, players)
        pixels = _going_about(Moved(pixels, shares), made, parts, players)
        pixels = _filmed(pixels, made, parts, players, shares)
        if request.image is None:  # which stays as it was given
            pixels = developed(pixels, film_in(request.casting_prompt), seed=request.seed)
        if request.speaks and request.audio is None and wants_subtitles(request.casting_prompt):
            cues = cues_of(request.lines, parts, frames / parts.frame_rate.value)
            pixels = subtitled(pixels, cues, parts.frame_rate.value)
    if audio is not None:
        audio = audio.on(torch.device("cpu"))
    return Clip(pixels=pixels.clamp_(-1, 1).cpu(), frame_rate=parts.frame_rate, audio=audio)


def _as_given(pixels: Float[Tensor, "f 3 y x"], made: Prepared) -> Float[Tensor, "f 3 v u"]:
    """The clip in the size in which it is shown, with the pixels of whatever was given."""
    person, shown = made.made.person, made.shown
    fine = None if shown.scale == 1 else shown.person
    place, image = shown.request.place, shown.request.image
    if place is not None:
        pixels = standing(pixels[0], place, person, fine)
    elif person is not None:
        pixels = keeping(pixels, person, fine, shown.scale)
    else:
        pixels = enlarged(pixels, shown.scale).clamp_(-1, 1)
    if image is not None:
        pixels = detailed(pixels, image)
    if shown.person is not None:
        pixels = in_the_light(pixels, shown.person, shown.scale)
    return pixels


def _players(
    first: Float[Tensor, "3 y x"], shown: Sight, turns: Float[Tensor, "f p"], find_faces: FindFaces
) -> Sequence[Player]:
    place, person = shown.request.place, None
    find_faces = found_small(find_faces, shown.scale)
    if shown.person is not None and shown.group is None:
        find_faces = _or_framed(find_faces, shown)
    if shown.person is not None:
        height, width = first.shape[1:]
        person = laid(shown.person.matte, height, width, scale=shown.scale)
    if place is None:
        players = players_of(first, shown.group, turns, find_faces)
        is_alone = shown.group is None and person is not None and len(players) == 1
        return [replace(each, matte=person) for each in players] if is_alone else players
    return players_in_place(first, place, person, shown.group, turns, find_faces)


def _asked(players: Sequence[Player], shown: Sight) -> Sequence[Player]:
    """The same, with what their bodies are asked to do, where they are cut out, or their heads."""
    prompt, people = shown.request.prompt, len(players)
    found = []
    for number, player in enumerate(players, start=1):
        does = motions_in(prompt, number, people)
        if shown.person is None:
            does = tuple(each for each in does if each.motion in HEADS)
        held = None if shown.person is None else prop_in(prompt, number, people)
        found.append(replace(player, does=does, drinks=held is not None and held.sips))
    return found


def _saying(
    players: Sequence[Player], request: GenerateRequest, parts: Components, frames: int
) -> Sequence[Player]:
    """The same, with when they say their sentences; of a recording nobody knows."""
    if not request.speaks or not request.lines:
        return players
    rate, found = parts.frame_rate.value, []
    spans = said(request.lines, parts, round(frames / rate * PHONE_RATE)).sentences
    for number, player in enumerate(players, start=1):
        says = torch.zeros(frames)
        for span in spans:
            if len(players) == 1 or request.lines[span.line].person == number:
                says[round(span.start * rate) : round(span.end * rate)] = 1
        found.append(replace(player, says=says))
    return found


def _or_framed(find_faces: FindFaces, shown: Sight) -> FindFaces:
    """Finds the face of the one who is shown where their bust has it, if it is not found there."""
    assert shown.person is not None
    size = tuple(shown.person.picture.shape[1:])

    def found(picture: Float[Tensor, "3 y x"]) -> Sequence[FacePlace]:
        height, width = picture.shape[1:]
        top, left = corner_of(size, height, width, shown.scale)
        return find_faces(picture) or [framed(size[1], top, left)]

    return found


def _turns(
    request: GenerateRequest, parts: Components, geometry: Geometry, frames: int
) -> Float[Tensor, "f p"]:
    """Who speaks in which frame; a recording speaks for the first person."""
    people = max(1, len(request.references))
    if not request.speaks:
        return torch.zeros(frames, people)
    speakers = torch.ones(geometry.audio_latents, dtype=torch.long)
    if request.lines:
        speakers = turns_of(request.lines, parts, geometry.audio_latents)
    rate = geometry.audio_rate / geometry.frame_rate.value
    return turns_in_frames(speakers, people, frames, rate)


def _spoken(
    pixels: Float[Tensor, "f 3 y x"],
    stream: AVStream,
    geometry: Geometry,
    parts: Components,
    player: Player,
) -> Float[Tensor, "f 3 y x"]:
    """The pictures with a mouth that follows the sound, in the frames in which somebody speaks."""
    if parts.lip_sync is None or stream.audio is None or not bool(player.turn.any()):
        return pixels
    return speaking(
        pixels,
        rearrange(target_latents(stream.audio).float(), "b a c -> b c a"),
        player.face,
        parts.lip_sync,
        steps_per_frame=STEPS * geometry.audio_rate / geometry.frame_rate.value,
        turn=player.turn,
    )


def _gesturing(
    pixels: Float[Tensor, "f 3 y x"],
    audio: Audio | None,
    request: GenerateRequest,
    parts: Components,
    player: Player,
    number: int,
) -> Moved:
    """The pictures with a head and eyes that are never quite still."""
    if parts.animator is None:
        return Moved(pixels, None)
    frames, rate = len(pixels), parts.frame_rate.value
    seed = request.seed + number * APART
    gestures = gestures_of(
        frames=frames,
        rate=rate,
        seed=seed,
        prompt=request.prompt,
        sound=player.said(audio) if audio is not None and bool(player.turn.any()) else None,
        attends=player.attends,
    )
    still = is_still(request.prompt)
    body = idle(frames, rate, seed, liveliness=STILLER if still else 1.0)
    gestures = within(gestures + body_of(player.does, frames, rate, seed).gestures)
    if player.drinks:
        seconds = torch.arange(frames) / rate
        gestures = within(gestures + drinking(sip_at(seconds, frames / rate, player.words)))
    body = replace(body, gestures=gestures)
    return gesturing(pixels, body, player, parts.animator, parts.matting, request.scale)


def _raise_hands(
    moved: Moved, request: GenerateRequest, parts: Components, players: Sequence[Player]
) -> None:
    """Draws the hands that people raise, where they are cut out of a photo."""
    if parts.made_hands is None:
        return
    for number, player in enumerate(players):
        others = [other.face for other in players if other is not player]
        seed, side = request.seed + number * APART, None
        for find in (prop_in, hand_in):  # what one hand holds, and what the other does
            hand = find(request.prompt, number + 1, len(players))
            if hand is None:
                continue
            asked = Raise(player=player, hand=hand, others=others, seed=seed, side=side)
            raise_in(moved, asked, parts.made_hands, parts.frame_rate.value)
            side = -sides_of(asked, moved.pixels.shape[-1])[0]


def _going_about(
    clip: Moved, made: Prepared, parts: Components, players: Sequence[Player]
) -> Float[Tensor, "f 3 y x"]:
    """The pictures with what lives in a made place, and people who do with their bodies what is
    asked of them before it, where they are cut out.
    """
    (pixels, shares), shown, rate = clip, made.shown, parts.frame_rate.value
    if shares is None and made.living is not None and players and parts.matting is not None:
        still = in_bytes(matte_of(pixels[0], parts.matting, shown.scale))
        shares = still.expand(len(pixels), -1, -1, -1)  # in a first frame that is given
        return _enlivened(pixels, made, parts, shares)
    if shares is None or not any(moves_body(player.does) for player in players):
        return _enlivened(pixels, made, parts, shares)
    people = taken_out(pixels, shares, shown.request.place)
    bodies = [
        (player.face, body_of(player.does, len(pixels), rate, shown.request.seed + number * APART))
        for number, player in enumerate(players)
    ]
    people = in_motion(people, bodies, shown.scale)
    living = made.living
    if living is not None:
        made = replace(made, living=replace(living, falls_before=False))
    pixels = _enlivened(pixels, made, parts, None)
    motions = [each.motion for player in players for each in player.does]
    pixels = people.over(coming_away(pixels, motions, rate, shown.scale))
    if living is None:
        return pixels
    return before_people(pixels, living, rate=rate, seed=shown.request.seed)


def _enlivened(
    pixels: Float[Tensor, "f 3 y x"],
    made: Prepared,
    parts: Components,
    shares: UInt8[Tensor, "f 1 y x"] | None,
) -> Float[Tensor, "f 3 y x"]:
    """The pictures with what lives in a made place; `shares` is where people are in each."""
    shown = made.shown
    if made.living is None:
        return pixels
    rate, seed = parts.frame_rate.value, shown.request.seed
    if (around := made.living.around) is not None:
        place = shown.request.place
        assert place is not None, "things pass in made places"
        for passes in (drifting, going_by, passed):
            pixels = passes(pixels, place, shares, around, rate=rate, seed=seed)
    return enlivened(
        pixels,
        made.living,
        people=shares,
        rate=rate,
        seed=seed,
        scale=shown.scale,
    )


def _filmed(
    pixels: Float[Tensor, "f 3 y x"],
    made: Prepared,
    parts: Components,
    players: Sequence[Player],
    people: UInt8[Tensor, "f 1 y x"] | None,
) -> Float[Tensor, "f 3 y x"]:
    """The pictures as the camera sees them that the prompt asks for; `people` is where they are."""
    request, scale, face = made.shown.request, made.shown.scale, None
    moves = camera_moves(request.prompt)
    if not moves and not players and request.image is not None and not made.plan.moves:
        moves = () if made.living is not None else before_a_picture(request.prompt)
    if players:
        faces = [each.face for each in players]
        face = fmean(each.x for each in faces), fmean(each.y for each in faces)
    if people is None and moves and players and parts.matting is not None:
        people = in_bytes(matte_of(pixels[0], parts.matting, scale)).expand(len(pixels), -1, -1, -1)
    filming = Filming(
        moves=moves,
        rate=parts.frame_rate.value,
        seed=request.seed,
        begins_given=request.image is not None,
        scale=scale,
    )
    return filmed(pixels, filming, people=people, face=face)


def sound_of(stream: AVStream, request: GenerateRequest, parts: Components) -> Audio:
    """The sound, as long as the picture."""
    assert stream.audio is not None, "asked for sound of a silent clip"
    seconds = parts.frame_rate.frames_in(request.seconds) / parts.frame_rate.value
    rate = round(parts.audio_rate * parts.audio_hop)
    if request.audio is not None:
        samples = request.audio.mono
    else:
        tokens = target_latents(stream.audio).float()
        samples = parts.audio_vae.decode(rearrange(tokens, "b a c -> b c a"))[0]
    count = round(seconds * rate)
    samples = F.pad(samples[:count], (0, max(0, count - len(samples))))
    if request.audio is None:
        # Where the sound is not made first everybody speaks in a time of their own.
        if request.lines and parts.recommended.windows is not None:
            samples = delivered(samples, _plan_of(request, parts, seconds), rate)
        samples = levelled(samples, speaks=request.speaks, rate=rate)
        samples = _softly(samples, loudness_of(request.lines, parts, seconds))
    return Audio(samples=samples[None], sample_rate=rate)


def _plan_of(request: GenerateRequest, parts: Components, seconds: float) -> Plan:
    return said(request.lines, parts, round(seconds * PHONE_RATE))


def _softly(samples: Float[Tensor, " z"], louder: Float[Tensor, " f"]) -> Float[Tensor, " z"]:
    """As loud as every line is to be, changing softly."""
    curve = around(louder.to(samples), SOFTLY // 2)
    return samples * F.interpolate(curve[None, None], len(samples), mode="linear")[0, 0]


def levelled(samples: Float[Tensor, " z"], *, speaks: bool, rate: int) -> Float[Tensor, " z"]:
    """Made sound at a level to listen to: no word bursts out of a sentence, hisses do not clip, and
    a place alone does not roar. Codecs overshoot, so there is room above.
    """
    if not speaks:
        loudness = samples.square().mean().sqrt().clamp(min=1e-6)
        samples = samples * (AMBIENCE / loudness).clamp(max=1)
    reach = round(BURST_SECONDS * rate / 2)
    level = around(samples.square(), reach).sqrt().clamp(min=1e-6)
    samples = samples * around((BURST / level).clamp(max=1).pow(EVENED), reach)
    room = LOUDEST - KNEE
    over = KNEE + room * torch.tanh((samples.abs() - KNEE) / room)
    return torch.where(samples.abs() > KNEE, samples.sign() * over, samples)
