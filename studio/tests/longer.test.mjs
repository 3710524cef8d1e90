/** A finished clip is made longer: by keyboard from its page, and once more from its settings. */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { assertSound, LONG_MS, openBrowser, openPage, way } from "./browser.mjs";

const BASE = process.env.STUDIO_URL;
let browser, page, complaints, first, longer;

before(async () => {
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser));
  const request = { prompt: "Rain.", model: "tiny-random", seconds: 1, steps: 2, size: "320x192", label: "ca" };
  const made = await page.request.post(`${BASE}/v1/jobs`, { data: { request } });
  first = await ended((await made.json()).id);
});
after(() => browser.close());

const step = way();
const button = (name) => page.getByRole("button", { name, exact: true });
const scene = () => page.getByLabel("What the camera sees", { exact: true });
const kept = () => page.locator(".slot-kept video");

/** A job as it is when it has ended. */
async function ended(id) {
  const end = Date.now() + LONG_MS;
  for (;;) {
    const job = await (await page.request.get(`${BASE}/v1/jobs/${id}`)).json();
    if (job.finished !== null) return job;
    assert.ok(Date.now() < end, `${id} is still ${job.state}`);
    await page.waitForTimeout(500);
  }
}

step("its button is reached by keyboard, and leads to what comes next", async () => {
  await page.goto(`${BASE}/gallery/${first.id}`);
  await button("Make it longer").waitFor();
  await page.locator(".verdict-intact").waitFor({ timeout: LONG_MS });
  await assertSound(page, "clip");
  await page.getByRole("link", { name: /Download/ }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Make it longer");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "What comes next" }).waitFor();
  await kept().waitFor();
  await assertSound(page, "longer");
  assert.equal(await scene().inputValue(), "", "the words are new");
  assert.equal(await page.getByRole("radio", { name: "Picture" }).count(), 0);
  assert.equal(await page.getByRole("radio", { name: "Square" }).count(), 0, "its shape stays");
});

step("both are one clip", async () => {
  await scene().fill("Snow.");
  await page.getByRole("slider", { name: "Length" }).focus();
  await page.keyboard.press("Home");
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.url() === `${BASE}/v1/jobs` && one.request().method() === "POST"),
    button("Make the clip").click(),
  ]);
  longer = await ended((await answer.json()).id);
  assert.equal(longer.state, "done", longer.error?.message);
  const { size, seconds, new_from: from } = longer.result;
  assert.deepEqual([size, longer.request.label, longer.request.steps], ["320x192", "ca", 2]);
  assert.ok(seconds > 1.9 * first.result.seconds && from > 0.9 * first.result.seconds, `${from} of ${seconds}`);
});

step("its settings say what it goes on from, and keep it", async () => {
  await page.goto(`${BASE}/gallery/${longer.id}`);
  await page.locator(".settings dt", { hasText: "Goes on from" }).waitFor();
  await button("Use these settings").click();
  await kept().waitFor();
  assert.match(await kept().getAttribute("src"), new RegExp(longer.request.continues));
  await page.reload();
  await kept().waitFor();
  let asked;
  await page.route("**/v1/jobs", (route) => {
    asked = route.request().postDataJSON();
    return route.abort();
  });
  await button("Make the clip").click();
  await page.getByRole("alert").first().waitFor();
  await page.unroute("**/v1/jobs");
  assert.deepEqual({ ...asked.request, title: null }, { ...longer.request, title: null });
});

step("one that was asked for without a size has that of its clip", async () => {
  const { size: _, ...request } = longer.request;
  const waiting = await page.request.post(`${BASE}/v1/jobs`, { data: { request, is_paused: true } });
  const { id } = await waiting.json();
  await page.goto(`${BASE}/queue`);
  await page.locator(".row[role=row]").first().getByRole("button", { name: "Use these settings" }).click();
  await kept().waitFor();
  await page.waitForFunction(() => JSON.parse(localStorage.getItem("retrat.draft")).size === "320x192");
  await page.request.post(`${BASE}/v1/jobs/${id}/cancel`);
});

step("let go of, it is a clip of its own again", async () => {
  await page.getByRole("button", { name: "Begin anew instead" }).click();
  await page.getByRole("heading", { level: 1, name: "A new clip" }).waitFor();
  await page.getByRole("radio", { name: "Square" }).waitFor({ state: "attached" });
  assert.equal(await kept().count(), 0);
  for (const name of ["Wide", "Quick"]) assert.ok(await page.getByRole("radio", { name }).isChecked(), name);
});

step("settings that name no size have that of what was made", async () => {
  const { size: _, ...request } = first.request;
  await page.route(`**/v1/jobs/${first.id}`, (route) => route.fulfill({ json: { ...first, request } }));
  await page.goto(`${BASE}/gallery/${first.id}`);
  await button("Use these settings").click();
  for (const name of ["Wide", "Quick"]) {
    const chosen = page.getByRole("radio", { name });
    await chosen.waitFor({ state: "attached" });
    assert.ok(await chosen.isChecked(), name);
  }
  await page.unroute(`**/v1/jobs/${first.id}`);
});

step("a clip that is gone is missed in words, and let go of", async () => {
  await page.evaluate(() => localStorage.setItem("retrat.draft", JSON.stringify({ continues: "0".repeat(64) })));
  await page.reload();
  await page.getByText("is not here any more").waitFor();
  await button("Begin anew instead").click();
  await page.getByRole("heading", { level: 1, name: "A new clip" }).waitFor();
});

step("the queue offers it too", async () => {
  await page.goto(`${BASE}/queue`);
  await page.locator(".row", { hasText: "Snow." }).getByRole("button", { name: "Make it longer" }).click();
  await page.getByRole("heading", { level: 1, name: "What comes next" }).waitFor();
  await kept().waitFor();
  assert.deepEqual(complaints.filter((text) => !/net::ERR_FAILED|404/.test(text)), []);
});
