// Published clients for Node against a running server: node clients.mjs URL PHOTO VIDEO.
// Prints what they understood, as JSON; tests/e2e/test_server_node.py reads it.
import { createReadStream } from "node:fs";
import { createAlibaba } from "@ai-sdk/alibaba";
import { experimental_generateVideo as generateVideo } from "ai";
import OpenAI, { BadRequestError, NotFoundError } from "openai";

const [url, photo, clip] = process.argv.slice(2);

async function ended(client, id) {
  for (;;) {
    const { data, response } = await client.videos.retrieve(id).withResponse();
    if (data.status === "completed" || data.status === "failed") return data;
    const wait = Number(response.headers.get("openai-poll-after-ms"));
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function openaiVideos() {
  const client = new OpenAI({ apiKey: "local", baseURL: `${url}/v1`, maxRetries: 0 });
  const prompt = "Rain";
  const made = await client.videos.create({ prompt, model: "sora-2", seconds: "1" });
  const done = await ended(client, made.id);
  const content = await client.videos.downloadContent(made.id);
  const sheet = await client.videos.downloadContent(made.id, { variant: "spritesheet" });
  const extension = await client.videos.extend({
    prompt: "It clears up", seconds: "1", video: { id: made.id },
  });
  const edit = await client.videos.edit({ prompt: "Snow", video: { id: made.id } });
  const ofFile = await client.videos.edit({ prompt: "Hail", video: createReadStream(clip) })
    .catch((error) => error);
  const withPhoto = await client.videos.create({
    prompt: "She nods", seconds: "1", input_reference: createReadStream(photo),
  });
  const inline = await client.videos.create({
    prompt: "She nods", seconds: "1", input_reference: { image_url: `data:image/png;base64,${
      Buffer.from("not a picture".repeat(9)).toString("base64")}` },
  }).catch((error) => error);
  for (const each of [extension, edit, withPhoto]) await ended(client, each.id);
  const listed = [];
  for await (const video of client.videos.list({ limit: 2 })) listed.push(video.id);
  const deleted = await client.videos.delete(edit.id);
  const gone = await client.videos.retrieve(edit.id).catch((error) => error);
  return {
    status: done.status,
    bytes: (await content.arrayBuffer()).byteLength,
    sheet: sheet.headers.get("content-type"),
    extension: extension.seconds,
    remixedFrom: edit.remixed_from_video_id === made.id,
    strange: [ofFile instanceof BadRequestError, ofFile.param],
    inline: [inline instanceof BadRequestError, inline.param],
    withPhoto: (await client.videos.retrieve(withPhoto.id)).error?.code,
    listed: listed.length,
    deleted: deleted.deleted,
    gone: gone instanceof NotFoundError,
  };
}

async function aiSdk() {
  const alibaba = createAlibaba({ apiKey: "local", videoBaseURL: url });
  const options = { alibaba: { pollIntervalMs: 500 } };
  const made = await generateVideo({
    model: alibaba.video("wan2.6-t2v"), prompt: "Rain", resolution: "1280x720", duration: 1,
    seed: 3, providerOptions: options,
  });
  const refused = await generateVideo({
    model: alibaba.video("wan2.6-t2v"), prompt: " ", maxRetries: 0, providerOptions: options,
  }).catch((error) => error);
  return {
    type: made.video.mediaType,
    bytes: made.video.uint8Array.byteLength,
    refused: [refused.statusCode, String(refused.message).includes("prompt")],
  };
}

console.log(JSON.stringify({ openai: await openaiVideos(), ai: await aiSdk() }));
