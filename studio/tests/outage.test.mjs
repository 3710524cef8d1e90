/** The server and its worker are killed while a clip is made: the page comes back by itself. */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { LONG_MS, openBrowser, openPage, way } from "./browser.mjs";

const BASE = process.env.STUDIO_URL;
const { SWITCH } = process.env;
const REQUEST = { prompt: "Rain over a city.", model: "tiny-random", seconds: 2, steps: 30, seed: 5 };
let browser, page, job;

before(async () => {
  browser = await openBrowser();
  ({ page } = await openPage(browser));
});
after(() => browser.close());

const step = way();
const told = async () => (await page.request.get(`${BASE}/v1/jobs/${job}`)).json();
const turn = async (act) => {
  const answer = await fetch(`${SWITCH}/${act}`, { method: "POST" });
  assert.equal(answer.status, 204, act);
};

step("a clip is being made", async () => {
  await page.goto(BASE);
  await page.getByRole("button", { name: "Make the clip" }).waitFor();
  await page.getByRole("link", { name: "Queue" }).click();
  const made = await page.request.post(`${BASE}/v1/jobs`, { data: { request: REQUEST } });
  job = (await made.json()).id;
  await page.locator(".phases [aria-current]", { hasText: "Generating" }).waitFor({ timeout: LONG_MS });
  await page.evaluate(() => {
    globalThis.isSamePage = true;
  });
});

step("killed: the page says so, and takes nothing that it could lose", async () => {
  await turn("kill");
  await page.locator(".machine", { hasText: "Not connected" }).waitFor();
  await page.locator(".running").waitFor();
  await page.getByRole("link", { name: "Create" }).click();
  await page.getByLabel("What the camera sees", { exact: true }).fill("A storm.");
  await page.getByRole("button", { name: "Make the clip" }).click();
  await page.getByRole("alert").getByText("The server does not answer").first().waitFor();
});

step("started again: the page comes back and the clip is finished", async () => {
  await page.getByRole("link", { name: "Queue" }).click();
  await turn("start");
  await page.locator(".machine", { hasText: "On this machine" }).waitFor({ timeout: LONG_MS });
  const row = page.locator(".row", { hasText: REQUEST.prompt });
  await row.locator(".state-done").waitFor({ timeout: LONG_MS });
  assert.ok(await page.evaluate(() => globalThis.isSamePage), "nobody reloaded the page");
  const { state, attempts } = await told();
  assert.deepEqual([state, attempts > 1], ["done", true]);
  await page.getByRole("link", { name: "Create" }).click();
  assert.equal(await page.getByLabel("What the camera sees", { exact: true }).inputValue(), "A storm.");
});
