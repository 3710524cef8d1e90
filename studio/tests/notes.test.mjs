/** What of a request was not heeded stands beside its clip, and nothing where all was. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertSound, LONG_MS, openBrowser, openPage } from "./browser.mjs";

const BASE = process.env.STUDIO_URL;
let browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** A clip of a prompt, as the server tells it when it is made. */
async function made(page, prompt) {
  const request = { prompt, model: "tiny-random", seconds: 1, steps: 2, size: "320x192" };
  const { id } = await (await page.request.post(`${BASE}/v1/jobs`, { data: { request } })).json();
  const end = Date.now() + LONG_MS;
  for (;;) {
    const job = await (await page.request.get(`${BASE}/v1/jobs/${id}`)).json();
    if (job.result !== null) return job;
    assert.ok(job.finished === null && Date.now() < end, `${id} is ${job.state}`);
    await page.waitForTimeout(500);
  }
}

test("what was not heeded stands beside the clip, and only there", async () => {
  const { page, context, complaints } = await openPage(browser);
  const some = await made(page, "A woman jumps in a circus.");
  const none = await made(page, "A man in a park.");
  await page.goto(`${BASE}/gallery/${some.id}`);
  const notes = page.getByRole("list", { name: "Not heeded" });
  await notes.waitFor();
  const told = await notes.getByRole("listitem").allTextContents();
  assert.deepEqual(told, some.result.notes);
  assert.deepEqual(told.map((note) => note.split(" ")[0]), ["Jumping", "The"]);
  await page.locator(".verdict-intact").waitFor({ timeout: LONG_MS });
  await assertSound(page, "clip with notes");
  await page.goto(`${BASE}/gallery/${none.id}`);
  await page.locator(".clip-prompt").waitFor();
  assert.equal(await notes.count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("what will not be heeded is told while the prompt is written", async () => {
  const { page, context, complaints } = await openPage(browser);
  const asked = [];
  page.on("request", (request) => {
    if (request.url() === `${BASE}/v1/notes`) asked.push(request.postDataJSON());
  });
  await page.goto(BASE);
  const scene = page.getByLabel("What the camera sees", { exact: true });
  const notes = page.getByRole("list", { name: "Will not be heeded" });
  const prompt = "A woman jumps in a circus.";
  await scene.pressSequentially(prompt);
  await notes.getByText("Jumping").waitFor();
  assert.ok(asked.length < prompt.length / 2, `asked ${asked.length} times`);
  assert.equal(asked.at(-1).prompt, prompt);
  const answer = await page.request.post(`${BASE}/v1/notes`, { data: asked.at(-1) });
  const told = await notes.getByRole("listitem").allTextContents();
  assert.deepEqual(told, (await answer.json()).notes);
  assert.deepEqual(told.map((note) => note.split(" ")[0]), ["Jumping", "The"]);
  await assertSound(page, "create with notes");
  await scene.fill("A woman nods in a circus.");
  await notes.getByText("Jumping").waitFor({ state: "detached" });
  assert.deepEqual(await notes.getByRole("listitem").allTextContents(), told.slice(1));
  await scene.fill("A man in a park.");
  await notes.waitFor({ state: "detached" });
  await scene.fill(prompt);
  await notes.waitFor();
  await scene.fill("");
  await notes.waitFor({ state: "detached" });
  assert.ok(asked.every((wanted) => wanted.prompt !== ""), "nothing is asked of nothing");
  assert.deepEqual(complaints, []);
  await context.close();
});
