"""OpenAI's client in any version: `openai_client.py URL PHOTO` prints what it understood.

Run by test_server_clients.py in a process that has another version on its path.
"""

import json
import sys
from pathlib import Path

import openai


def main(url: str, photo: Path) -> None:
    client = openai.OpenAI(api_key="local", base_url=url, max_retries=0)
    video = client.videos.create_and_poll(prompt="Rain", model="sora-2", seconds="1")
    content = client.videos.download_content(video.id).read()
    remix = client.videos.remix(video.id, prompt="Snow")
    shown = client.videos.create_and_poll(prompt="Nod", seconds="1", input_reference=photo)
    try:
        client.videos.create(prompt="Rain", seconds="900")
        refused = None
    except openai.BadRequestError as error:
        refused = error.param
    told = {
        "version": openai.__version__,
        "status": video.status,
        "is_mp4": content[4:8] == b"ftyp",
        "remixed": remix.remixed_from_video_id == video.id,
        "listed": len(client.videos.list(limit=2).data),
        "with_photo": shown.error.code if shown.error else None,
        "refused": refused,
        "deleted": client.videos.delete(video.id).deleted,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
