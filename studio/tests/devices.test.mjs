/** Enrolment by camera and microphone, which Chromium plays from files; axe at every step. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertSound, LONG_MS, openBrowser, openPage, way } from "./browser.mjs";

const BASE = process.env.STUDIO_URL;
const { FILM, VOICE } = process.env;
let browser, page, complaints;

before(async () => {
  browser = await openBrowser(
    `--use-file-for-fake-video-capture=${FILM}`,
    `--use-file-for-fake-audio-capture=${VOICE}`,
  );
  ({ page, complaints } = await openPage(browser, { viewport: { width: 390, height: 844 } }));
});
after(() => browser.close());

const step = way();
const button = (name) => page.getByRole("button", { name, exact: true });
const seen = (text) => page.getByText(text, { exact: true }).first().waitFor({ timeout: LONG_MS });

step("who they are", async () => {
  await page.goto(`${BASE}/cast`);
  await button("Add a person").click();
  await page.getByLabel("Name", { exact: true }).waitFor();
  await assertSound(page, "who");
  assert.ok(await button("Continue").isDisabled(), "a name is needed");
  await page.getByLabel("Name", { exact: true }).fill("Mercè");
  await button("Continue").click();
});

step("a picture by the camera, looked at while it is live", async () => {
  await button("Use the camera").click();
  await seen("Light is good");
  await page.locator(".looks .is-good", { hasText: "Sharp" }).waitFor();
  await assertSound(page, "camera");
  await button("Take the picture").click();
  await seen("Can be used");
  await page.getByText("faces: 1").waitFor();
  assert.equal(await page.locator(".facebox").count(), 1);
  await assertSound(page, "pictures");
  await button("Turn it off").click();
  assert.equal(await page.locator("video").count(), 0, "the camera is let go");
  await button("Continue").click();
});

step("a voice by the microphone, measured while it is recorded", async () => {
  await button("Record").click();
  await seen("Loud enough");
  await page.waitForTimeout(3_000);
  await assertSound(page, "microphone");
  await button("Done").click();
  await seen("Can be used");
  await page.getByText(/s of speech/).waitFor();
  await assertSound(page, "voice");
  await button("Continue").click();
});

step("the statement, then they are in the cast", async () => {
  await page.getByText("I, Mercè, agree that my face and my voice").first().waitFor();
  await assertSound(page, "statement");
  const agrees = page.getByText("Mercè has read the statement and agrees to it");
  await agrees.click();
  assert.ok(await button("Add Mercè").isEnabled());
  for (let back = 0; back < 3; back++) await button("Back").click();
  await page.getByText("School or work", { exact: true }).click();
  for (let on = 0; on < 3; on++) await button("Continue").click();
  await page.getByText("I, Mercè, agree that my face and my voice").first().waitFor();
  assert.ok(await button("Add Mercè").isDisabled(), "another statement is agreed to anew");
  await agrees.click();
  await button("Add Mercè").click();
  await page.locator(".person-name", { hasText: "Mercè" }).waitFor();
  await page.locator(".person img").waitFor();
  await assertSound(page, "cast");
});

step("who they are, and what is asked before they are erased", async () => {
  await page.locator(".person", { hasText: "Mercè" }).click();
  await page.getByRole("dialog", { name: "Mercè" }).waitFor();
  await assertSound(page, "member");
  await button("Erase").click();
  const asked = page.getByRole("dialog", { name: "Erase" });
  await asked.getByText("Clips with them that wait or run now: 0.").waitFor();
  await assertSound(page, "erase");
  await asked.getByRole("button", { name: "Keep it" }).click();
  await asked.waitFor({ state: "detached" });
});

step("with a second consent and a clip that waits, it is asked which is meant", async () => {
  const { request } = page;
  const [first] = (await (await request.get(`${BASE}/v1/cast`)).json()).members;
  const buffer = await (await request.get(BASE + first.photo_urls[0])).body();
  const multipart = { file: { name: "me.jpg", mimeType: "image/jpeg", buffer } };
  const posted = async (path, body) => (await request.post(`${BASE}/v1/${path}`, body)).json();
  const { id } = await posted("assets", { multipart });
  const wanted = { name: "Mercè", purposes: ["publish"] };
  const { text } = await posted("cast/statement", { data: { ...wanted, covers: ["face"] } });
  await posted("cast", { data: { ...wanted, photos: [id], statement: text, has_agreed: true } });
  const clip = { prompt: "x", people: [{ cast: first.id }], model: "tiny-random" };
  await posted("jobs", { data: { request: clip, is_paused: true } });
  await page.reload();
  await page.locator(".person-standing", { hasText: "face · voice" }).click();
  await button("Withdraw consent").click();
  const asked = page.getByRole("dialog", { name: "Withdraw consent" });
  await asked.getByText("Mercè has given 2 consents").waitFor();
  await asked.getByText("1 with this consent, 1 with any of them").waitFor();
  await asked.getByRole("button", { name: "All 2" }).waitFor();
  await assertSound(page, "which consent");
  await asked.getByRole("button", { name: "Only this one" }).click();
  await page.getByText("another one stands. Clips that were stopped: 1.").waitFor();
  const { members } = await (await request.get(`${BASE}/v1/cast`)).json();
  assert.deepEqual(members.map(({ state }) => state).sort(), ["revoked", "standing"]);
});

step("all that there is of them is erased", async () => {
  await button("Erase").click();
  const asked = page.getByRole("dialog", { name: "Erase" });
  await asked.getByText("There are 2 consents of Mercè").waitFor();
  await asked.getByRole("button", { name: "All 2" }).click();
  await page.getByText("Nobody is here yet").waitFor();
  assert.deepEqual(complaints, []);
});

test("a camera that is refused, or hidden from the page, says what to do", async () => {
  const acts = {
    "Allow it in the address bar": () => {
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException("no", "NotAllowedError"));
    },
    "retrat serve --https": () => {
      Object.defineProperty(navigator, "mediaDevices", { value: undefined });
    },
  };
  for (const [words, act] of Object.entries(acts)) {
    const other = await openPage(browser);
    await other.page.addInitScript(act);
    await other.page.goto(`${BASE}/cast`);
    await other.page.getByRole("button", { name: "Add a person" }).click();
    await other.page.getByLabel("Name", { exact: true }).fill("Ona");
    await other.page.getByRole("button", { name: "Continue" }).click();
    await other.page.getByRole("button", { name: "Use the camera" }).click();
    await other.page.getByRole("alert").getByText(words).waitFor();
    await other.context.close();
  }
});
