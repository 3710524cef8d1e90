/** The order of the queue: by dragging, by keyboard, and by its buttons. */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { assertSound, openBrowser, openPage, way } from "./browser.mjs";

const BASE = process.env.STUDIO_URL;
let browser, page, complaints;

before(async () => {
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser));
  for (const prompt of ["One", "Two", "Three"]) {
    const request = { prompt, model: "tiny-random", seconds: 1 };
    await page.request.post(`${BASE}/v1/jobs`, { data: { request, is_paused: true } });
  }
  await page.goto(`${BASE}/queue`);
  await page.getByText("Three", { exact: true }).waitFor();
});
after(async () => {
  const { jobs } = await (await page.request.get(`${BASE}/v1/jobs?state=paused`)).json();
  for (const job of jobs) await page.request.post(`${BASE}/v1/jobs/${job.id}/cancel`);
  await browser.close();
});

const step = way();
const WAITING = ".row[role=row] .row-prompt"; // below them stand clips that other tests made
const rows = () => page.locator(WAITING).allTextContents();
const stored = async () => {
  const answer = await page.request.get(`${BASE}/v1/jobs?state=paused&order=queue`);
  return (await answer.json()).jobs.map((job) => job.request.prompt);
};

/** The order on the screen and at the server; both, because either may be the one that is wrong. */
async function assertOrder(...wanted) {
  await page.waitForFunction(
    ([all, names]) => [...document.querySelectorAll(all)].map((row) => row.textContent).join() === names,
    [WAITING, wanted.join()],
  );
  assert.deepEqual(await rows(), wanted);
  assert.deepEqual(await stored(), wanted);
}

step("by pointer: the last is dragged to the top", async () => {
  await assertSound(page, "queue");
  const last = page.locator(".row", { hasText: "Three" });
  await last.dragTo(page.locator(".row", { hasText: "One" }), { targetPosition: { x: 200, y: 3 } });
  await assertOrder("Three", "One", "Two");
});

step("by keyboard: the first is moved down by one", async () => {
  const handle = page.locator(".row", { hasText: "Three" }).locator(".row-handle");
  await handle.focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-drop-target]").first().waitFor({ state: "attached" });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await assertOrder("One", "Three", "Two");
});

step("by its buttons: up and down", async () => {
  const row = page.locator(".row", { hasText: "Two" });
  await row.getByRole("button", { name: "Move up" }).click();
  await assertOrder("One", "Two", "Three");
  await page.locator(".row", { hasText: "One" }).getByRole("button", { name: "Move down" }).click();
  await assertOrder("Two", "One", "Three");
  assert.deepEqual(complaints, []);
});
