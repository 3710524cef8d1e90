/** The whole way: a person, a clip of them, its proof and link, a cancelled clip, a revoked consent. */
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { assertSound, LONG_MS, openBrowser, openPage, way } from "./browser.mjs";

const BASE = process.env.STUDIO_URL;
const { PHOTO, VOICE } = process.env;
const FOLDER = mkdtempSync(join(tmpdir(), "studio-"));
const FILE = join(FOLDER, "clip.mp4");
let browser, page, complaints;

before(async () => {
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser, { acceptDownloads: true }));
});
after(() => browser.close());

const step = way();
const button = (name) => page.getByRole("button", { name, exact: true });
const jobs = async () => (await (await page.request.get(`${BASE}/v1/jobs`)).json()).jobs;

step("a person is added from files", async () => {
  await page.goto(`${BASE}/cast`);
  await button("Add a person").click();
  await page.getByLabel("Name", { exact: true }).fill("Ada");
  await button("Continue").click();
  await page.locator("input[type=file]").first().setInputFiles(PHOTO);
  await page.getByText("Can be used").waitFor({ timeout: LONG_MS });
  await button("Continue").click();
  await page.locator("input[type=file]").first().setInputFiles(VOICE);
  await page.getByText("Can be used").waitFor({ timeout: LONG_MS });
  await button("Continue").click();
  await page.getByText("I, Ada, agree that my face and my voice").first().waitFor();
  assert.ok(await button("Add Ada").isDisabled(), "nobody is added without consent");
  await page.getByText("Ada has read the statement and agrees to it").click();
  await button("Add Ada").click();
  await page.locator(".person-name", { hasText: "Ada" }).waitFor();
});

step("a place that shows somebody is refused before anything is made", async () => {
  await page.goto(BASE);
  const slot = page.locator("section.slot", { hasText: "Place, if you like" });
  await slot.locator("input[type=file]").setInputFiles(PHOTO);
  await slot.getByText("shows somebody").waitFor({ timeout: LONG_MS });
  await slot.getByRole("button", { name: "Remove the file" }).click();
  await slot.getByText("Choose a picture of it").waitFor();
  await page.locator(".choice-option", { hasText: /^Picture$/ }).click();
  await slot.waitFor({ state: "detached" });
});

step("a draft survives a reload and becomes a job", async () => {
  await page.goto(BASE);
  await page.locator(".choice-option", { hasText: /^Person$/ }).click();
  await page.getByLabel("What the camera sees", { exact: true }).fill("A person in a library.");
  await page.locator(".castpicker .person", { hasText: "Ada" }).click();
  await button("Add a line").click();
  await page.getByLabel("Line 1", { exact: true }).fill("Read this.");
  const length = page.getByRole("slider", { name: "Length" });
  await length.focus();
  await page.keyboard.press("Home");
  await page.getByLabel("Steps", { exact: true }).fill("30"); // there is a picture once a second
  await page.reload();
  assert.equal(await page.getByLabel("What the camera sees", { exact: true }).inputValue(), "A person in a library.");
  assert.equal(await page.getByLabel("Line 1", { exact: true }).inputValue(), "Read this.");
  await page.locator(".castpicker .person[data-selected]", { hasText: "Ada" }).waitFor();
  await button("Make the clip").click();
  await page.waitForURL("**/queue");
  await page.getByText('A person in a library. The person says: "Read this."').first().waitFor();
});

step("its preview is seen, also after a reload in the middle", async () => {
  const isSeen = () => document.querySelector(".running-picture img")?.naturalWidth > 0;
  await page.waitForFunction(isSeen, null, { timeout: LONG_MS });
  await page.reload();
  await page.waitForFunction(isSeen);
});

step("another is cancelled while this one is made", async () => {
  const [first] = await jobs();
  const request = { ...first.request, seed: 7 };
  const made = await page.request.post(`${BASE}/v1/jobs`, { data: { request, is_paused: true } });
  assert.equal(made.status(), 201);
  const row = page.locator(".row[role=row]").first();
  await row.waitFor();
  await row.getByRole("button", { name: "Cancel" }).click();
  const { id } = await made.json();
  const ended = async () => (await jobs()).find((job) => job.id === id)?.state;
  for (let tries = 0; tries < 50 && (await ended()) !== "cancelled"; tries += 1) {
    await page.waitForTimeout(100);
  }
  assert.equal(await ended(), "cancelled");
  await page.locator(".state-cancelled").first().waitFor(); // other tests may have left some
});

step("the result is played, and its own marks are read", async () => {
  await page.locator(".state-done").first().waitFor({ timeout: LONG_MS });
  await page.goto(`${BASE}/gallery`);
  await page.locator(".frame-link").first().click();
  const video = page.locator("video.clip-video");
  await video.waitFor();
  const played = await video.evaluate(async (player) => {
    player.muted = true;
    await player.play();
    await new Promise((resolve) => setTimeout(resolve, 700));
    return { time: player.currentTime, width: player.videoWidth };
  });
  assert.ok(played.time > 0 && played.width === 512, JSON.stringify(played));
  await page.locator(".verdict-intact").waitFor({ timeout: LONG_MS });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /Download/ }).click(),
  ]);
  await download.saveAs(FILE);
  await assertSound(page, "clip");
});

step("its spoken words are captions, and a file of them", async () => {
  const said = await page.locator("video").evaluate((player) =>
    [...player.textTracks[0].cues].map((cue) => [cue.text, cue.startTime < cue.endTime]),
  );
  assert.deepEqual(said, [["Read this.", true]]);
  const address = await page.getByRole("link", { name: "Captions" }).getAttribute("href");
  assert.match(decodeURIComponent(address), /^data:text\/vtt.*,WEBVTT\n\n00:00:00\.\d{3} --> 00:00:0[01]\.\d{3}\nRead this\.\n$/);
});

step("what deletes it asks first", async () => {
  await button("Delete").click();
  const asked = page.getByRole("dialog", { name: "Delete this clip?" });
  await asked.waitFor();
  await assertSound(page, "delete");
  await asked.getByRole("button", { name: "Keep it" }).click();
  await asked.waitFor({ state: "detached" });
});

step("a private link shows the clip alone, until it is taken back", async () => {
  await button("Private link").click();
  await button("Make a link").click();
  const address = await page.locator(".share-url").textContent();
  await page.getByText("Phones can't reach it").waitFor();
  await assertSound(page, "share");
  const other = await openPage(browser);
  await other.page.goto(address);
  await other.page.locator("video").waitFor();
  assert.equal(await other.page.locator("nav").count(), 0);
  await button("Take back").click();
  await page.getByText(/^Taken back/).waitFor();
  await other.page.reload();
  await other.page.getByText("This link leads nowhere").waitFor();
  await other.context.close();
});

step("two clips play together, and what differs is marked", async () => {
  const done = (await jobs()).find((job) => job.state === "done");
  const request = { ...done.request, seed: 8 };
  await page.request.post(`${BASE}/v1/jobs`, { data: { request } });
  await page.goto(`${BASE}/gallery`);
  await page.locator(".frame").nth(1).waitFor({ timeout: LONG_MS });
  await button("Compare").click();
  for (const at of [0, 1]) await page.locator(".frame-pick").nth(at).click();
  await button("Beside each other").click();
  await page.waitForURL("**/gallery/compare?**");
  await page.waitForFunction(() => [...document.querySelectorAll("video")].every((one) => one.readyState > 2));
  await button("Play both").click();
  await page.waitForFunction(() => [...document.querySelectorAll("video")].every((one) => one.currentTime > 0.2));
  const times = await page.locator("video").evaluateAll((all) => all.map((one) => one.currentTime));
  assert.ok(Math.abs(times[0] - times[1]) < 0.25, `apart: ${times}`);
  assert.deepEqual(await page.locator(".is-different th").allTextContents(), ["Seed"]);
  await assertSound(page, "compare");
});

step("a file is verified, and gives its settings back", async () => {
  await page.goto(`${BASE}/verify`);
  await page.locator("input[type=file]").setInputFiles(FILE);
  await page.getByText("Made with AI, untouched since").waitFor({ timeout: LONG_MS });
  await page.goto(BASE);
  await button("Start over").click();
  await page.locator(".restore input[type=file]").setInputFiles(FILE);
  await page.getByText("The clip's settings are here.").waitFor({ timeout: LONG_MS });
  const scene = await page.getByLabel("What the camera sees", { exact: true }).inputValue();
  assert.match(scene, /A person in a library/);
});

step("a person who revoked is refused", async () => {
  const before = (await jobs()).length;
  await page.goto(`${BASE}/cast`);
  await page.locator(".person", { hasText: "Ada" }).click();
  await button("Withdraw consent").click();
  await page.getByRole("dialog", { name: "Withdraw consent" }).getByRole("button", { name: "Withdraw consent" }).click();
  await page.getByText("Ada is refused from now on").waitFor();
  assert.deepEqual(complaints, []);
  await page.goto(BASE);
  await page.getByText("A person in a library").waitFor();
  await button("Make the clip").click();
  await page.getByText(/withdrew consent/).first().waitFor({ timeout: LONG_MS });
  const made = await jobs();
  assert.ok(made.length === before || made[0].state === "failed", "nothing is generated");
});
