"""Clients of other vendors, as they are published, against a running server with tiny models."""

import asyncio
import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from files import write_photo, write_sound
from serving import Server

from retrat.media import probe

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the clients themselves
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
OLD_CLIENT = Path(__file__).parent / "openai_client.py"
dashscope = pytest.importorskip("dashscope")
openai = pytest.importorskip("openai")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("home")).start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def address(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashscope, "base_http_api_url", f"{server.url}/api/v1")
    monkeypatch.setattr(dashscope, "api_key", "sk-local")


def is_a_clip(url: str, folder: Path) -> bool:
    path = folder / "clip.mp4"
    path.write_bytes(httpx.get(url).raise_for_status().content)
    found = probe(path)
    return found.video is not None and found.settings is not None


def test_dashscope_makes_a_clip_and_lists_it(tmp_path: Path) -> None:
    from dashscope import VideoSynthesis

    answer = VideoSynthesis.call(
        model="wan2.6-t2v", prompt="Rain", size="1280*720", duration=1, seed=3, audio=True
    )
    assert answer.status_code == 200, answer
    assert answer.output.task_status == "SUCCEEDED", answer
    assert answer.usage.size == "1280*720"
    assert is_a_clip(answer.output.video_url, tmp_path)
    listed = VideoSynthesis.list(page_size=5)
    assert listed.output["tasks"][0]["task_id"] == answer.output.task_id


def test_dashscope_refuses_in_its_own_words(server: Server, tmp_path: Path) -> None:
    from dashscope import VideoSynthesis

    wrong = VideoSynthesis.async_call(model="wan2.6-t2v", prompt="x", seed=-1)
    assert (wrong.status_code, wrong.code) == (400, "InvalidParameter")
    unknown = VideoSynthesis.fetch("00000000-0000-0000-0000-000000000000")
    assert (unknown.status_code, unknown.output.task_status) == (200, "UNKNOWN")
    photo, voice = write_photo(tmp_path / "face.jpg"), write_sound(tmp_path / "voice.wav")
    nobody = VideoSynthesis.call(
        model="wan2.7-r2v",
        prompt='Image 1 says "Hello."',
        duration=2,
        media=[
            {"type": "reference_image", "url": str(photo), "reference_voice": str(voice)},
        ],
    )
    assert nobody.output.task_status == "FAILED"
    assert nobody.output.code == "DataInspectionFailed"
    assert "cast add" in nobody.output.message


def test_dashscope_cancels(server: Server) -> None:
    from dashscope import VideoSynthesis

    httpx.post(f"{server.url}/v1/queue/pause").raise_for_status()
    try:
        task = VideoSynthesis.async_call(model="wan2.6-t2v", prompt="Rain", duration=1)
        assert task.output.task_status == "PENDING"
        assert VideoSynthesis.cancel(task).status_code == 200
        assert VideoSynthesis.fetch(task).output.task_status == "CANCELED"
        again = VideoSynthesis.cancel(task)
        assert (again.status_code, again.code) == (400, "UnsupportedOperation")
    finally:
        httpx.post(f"{server.url}/v1/queue/resume").raise_for_status()


def test_dashscope_async(tmp_path: Path) -> None:
    from dashscope.aigc.video_synthesis import AioVideoSynthesis

    answer = asyncio.run(
        AioVideoSynthesis.call(model="wan2.6-t2v", prompt="Rain", duration=1, seed=4)
    )
    assert answer.output.task_status == "SUCCEEDED", answer
    assert is_a_clip(answer.output.video_url, tmp_path)


def test_dashscope_two(server: Server, tmp_path: Path) -> None:
    client = dashscope.Client(api_key="sk-local", base_url=f"{server.url}/api/v1")
    job = client.videos.generate(
        model="wan2.7-t2v", prompt="Rain", resolution="720P", ratio="9:16", duration=1, seed=5
    )
    assert job.succeeded, job  # it waits by itself
    assert is_a_clip(job.video_url, tmp_path)
    client.close()


def test_dashscope_two_asynchronously(server: Server, tmp_path: Path) -> None:
    from dashscope.v2.errors import NotFoundError

    async def ask():
        client = dashscope.AsyncClient(api_key="sk-local", base_url=f"{server.url}/api/v1")
        try:
            job = await client.videos.generate(
                model="wan2.7-t2v", prompt="Rain", duration=1, seed=6, poll_interval=0.5
            )
            with pytest.raises(NotFoundError):
                await client.videos.jobs.create(model="other", prompt="Rain")
            return job, await client.videos.jobs.list(page_size=2)
        finally:
            await client.aclose()

    job, listed = asyncio.run(ask())
    assert job.succeeded, job
    assert is_a_clip(job.video_url, tmp_path)
    assert job.task_id in [each.task_id for each in listed.tasks]


def test_dashscope_enrols_a_voice_and_uses_it(server: Server, tmp_path: Path) -> None:
    from dashscope import VideoSynthesis
    from dashscope.audio.tts_v2 import VoiceEnrollmentException, VoiceEnrollmentService

    service = VoiceEnrollmentService()
    recording = base64.b64encode(write_sound(tmp_path / "voice.wav").read_bytes()).decode()
    url = f"data:audio/wav;base64,{recording}"
    voice = service.create_voice(target_model="cosyvoice-v2", prefix="ana", url=url)
    assert [each["voice_id"] for each in service.list_voices(prefix="ana")] == [voice]
    assert service.query_voice(voice)["status"] == "OK"
    media = [
        {
            "type": "reference_image",
            "url": str(write_photo(tmp_path / "face.jpg")),
            "reference_voice": voice,
        }
    ]
    task = VideoSynthesis.async_call(model="wan2.7-r2v", prompt="Image 1 waves", media=media)
    assert task.status_code == 200, task
    VideoSynthesis.cancel(task)
    service.delete_voice(voice)
    with pytest.raises(VoiceEnrollmentException, match="InvalidParameter"):
        service.query_voice(voice)


def test_openai_edits_extends_and_knows_characters(server: Server, tmp_path: Path) -> None:
    client = openai.OpenAI(api_key="sk-local", base_url=f"{server.url}/v1", max_retries=0)
    video = client.videos.create_and_poll(prompt="Rain", seconds="1", size="1280x720")
    path = tmp_path / "clip.mp4"
    client.videos.download_content(video.id).write_to_file(path)
    edit = client.videos.edit(prompt="Snow", video=path)
    extension = client.videos.extend(prompt="It clears up", seconds="2", video=path)
    assert (extension.seconds, extension.size) == ("2", "1280x720")
    done = [client.videos.poll(each.id) for each in (edit, extension)]
    assert [each.status for each in done] == ["completed"] * 2
    assert 2.9 < float(done[1].seconds or 0) < 3.0, "the clip and what comes after it, as one"
    sheet = client.videos.download_content(extension.id, variant="spritesheet").read()
    assert sheet[8:12] == b"WEBP"
    with pytest.raises(openai.BadRequestError, match="face"):
        client.videos.create_character(name="Nobody", video=path)
    with pytest.raises(openai.NotFoundError):
        client.videos.get_character("char_none")


def test_openai_as_it_was_a_year_ago(server: Server, tmp_path: Path) -> None:
    """2.8 in a folder of its own, before this environment's version on the path."""
    folder = tmp_path / "packages"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
    wanted = ["openai==2.8.0", "distro", "sniffio"]  # what else it needs is here
    installed = subprocess.run([*pip, *wanted], capture_output=True, text=True)
    if installed.returncode != 0:
        pytest.skip(f"openai 2.8.0 could not be installed: {installed.stderr.strip()[-200:]}")
    photo = write_photo(tmp_path / "me.png")
    ran = subprocess.run(
        [sys.executable, str(OLD_CLIENT), f"{server.url}/v1", str(photo)],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "version": "2.8.0",
        "status": "completed",
        "is_mp4": True,
        "remixed": True,
        "listed": 2,
        "with_photo": "consent_missing",
        "refused": "seconds",
        "deleted": True,
    }


def test_openai_makes_polls_lists_and_deletes(server: Server, tmp_path: Path) -> None:
    client = openai.OpenAI(api_key="sk-local", base_url=f"{server.url}/v1")
    video = client.videos.create_and_poll(prompt="Rain", model="sora-2", seconds="1")
    assert (video.status, video.progress, video.seconds) == ("completed", 100, "1")
    path = tmp_path / "clip.mp4"
    client.videos.download_content(video.id).write_to_file(path)
    assert probe(path).video is not None
    still = client.videos.download_content(video.id, variant="thumbnail").read()
    assert still[:4] == b"RIFF"
    remix = client.videos.remix(video.id, prompt="Snow")
    assert remix.remixed_from_video_id == video.id
    listed = [each.id for each in client.videos.list(limit=1)]  # page by page, others' too
    assert listed[:2] == [remix.id, video.id]
    assert client.videos.poll(remix.id).status == "completed"
    assert client.videos.delete(remix.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.videos.retrieve(remix.id)
    with pytest.raises(openai.BadRequestError, match="seconds"):
        client.videos.create(prompt="Rain", model="sora-2", seconds="900")


def test_openai_with_a_photo_and_what_others_add(server: Server, tmp_path: Path) -> None:
    client = openai.OpenAI(api_key="sk-local", base_url=f"{server.url}/v1", max_retries=0)
    photo = write_photo(tmp_path / "face.jpg")
    video = client.videos.create(
        prompt="She nods",
        model="tiny-random",
        seconds="1",
        size="832x480",
        input_reference=photo,
        extra_body={"seed": 7, "negative_prompt": "blur", "lora": ["a", "b"]},
    )
    assert video.size == "640x384"
    assert any("negative_prompt" in text for text in video.warnings)
    failed = client.videos.poll(video.id)
    assert (failed.status, failed.error.code) == ("failed", "consent_missing")
