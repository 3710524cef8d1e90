/** Every view opens without a complaint and without a finding of axe, wide and narrow, light and dark. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertSound, openBrowser, openPage } from "./browser.mjs";

const BASE = process.env.STUDIO_URL;
const VIEWS = {
  "/": "A new clip",
  "/queue": "Queue",
  "/gallery": "Gallery",
  "/cast": "Cast",
  "/verify": "Where is it from?",
};
const LOOKS = [
  { viewport: { width: 1360, height: 900 }, colorScheme: "light" },
  { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
];
let browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

for (const look of LOOKS) {
  test(`views are sound: ${look.viewport.width} px, ${look.colorScheme}`, async () => {
    const { page, context, complaints } = await openPage(browser, look);
    for (const [path, title] of Object.entries(VIEWS)) {
      await page.goto(BASE + path);
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      await page.waitForLoadState("load");
      await assertSound(page, path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("the keyboard reaches everything, and shows where it is", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(BASE);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.className);
  assert.equal(first, "skip");
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press("Tab");
    const { name, ring } = await page.evaluate(() => {
      let element = document.activeElement;
      const name = element.outerHTML.slice(0, 80);
      // React Aria hides the real input of a radio; its ring is drawn by what stands around it.
      for (let up = 0; up < 4 && element; up++, element = element.parentElement) {
        const style = getComputedStyle(element);
        if (style.outlineStyle !== "none" && style.outlineWidth !== "0px") return { name, ring: true };
      }
      return { name, ring: false };
    });
    assert.ok(ring, `no ring on ${name}`);
  }
  await context.close();
});

test("the four languages and a chosen theme survive a reload", async () => {
  const { page, context } = await openPage(browser);
  for (const language of ["Català", "Español", "中文"]) {
    await page.goto(BASE);
    await page.locator(".preferences .picker-button").click();
    await page.getByRole("option", { name: language }).click();
    await page.reload();
    await page.locator(".preferences .picker-button", { hasText: language }).waitFor();
    assert.notEqual(await page.locator("h1").textContent(), "A new clip");
  }
  await page.locator(".preferences .icon-button").first().click();
  await page.reload();
  await page.locator("h1").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
  await context.close();
});

test("a shape and its detail are chosen by keyboard, kept by the draft, and asked for", async () => {
  const { page, context } = await openPage(browser);
  await page.route("**/v1/jobs", (route) => route.abort());
  const radio = (name) => page.getByRole("radio", { name });
  const size = async () => {
    const [asked] = await Promise.all([
      page.waitForEvent("requestfailed", (one) => one.method() === "POST" && one.url() === `${BASE}/v1/jobs`),
      page.getByRole("button", { name: "Make the clip" }).click(),
    ]);
    return asked.postDataJSON().request.size;
  };
  await page.goto(BASE);
  await page.getByLabel("What the camera sees", { exact: true }).fill("Rain over a city.");
  await radio("Square").waitFor({ state: "attached" });
  for (const name of ["Square", "Wide", "Tall", "Finest", "Sharp", "Quick"]) assert.equal(await radio(name).count(), 1, name);
  assert.equal(await size(), "512x512");
  await radio("Square").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await size(), "640x384", "another shape is as sharp");
  await radio("Sharp").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await size(), "320x192");
  await page.reload();
  await radio("Tall").waitFor({ state: "attached" });
  assert.ok((await radio("Wide").isChecked()) && (await radio("Quick").isChecked()), "kept by the draft");
  await radio("Wide").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await size(), "192x320", "another shape is as quick");
  await radio("Quick").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await size(), "720x1280");
  await radio("Tall").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await size(), "960x960", "and as fine");
  await context.close();
});

test("whatever sizes a server lists can be told apart and chosen", async () => {
  const told = {
    "256x256 320x192": ["Square 256 × 256", "Wide 320 × 192"],
    "384x384 256x256 1280x640 320x192 768x768": [
      "Square 1:1", "Wide 1280 × 640", "Wide 320 × 192", "Finest 768 × 768", "Sharp 384 × 384", "Quick 256 × 256",
    ],
  };
  const { page, context } = await openPage(browser);
  let sizes;
  await page.route("**/v1/settings", async (route) => {
    const settings = await (await route.fetch()).json();
    return route.fulfill({ json: { ...settings, limits: { ...settings.limits, sizes } } });
  });
  for (const [listed, names] of Object.entries(told)) {
    sizes = listed.split(" ");
    await page.goto(BASE);
    const options = page.locator(".callsheet .choice-option");
    await options.nth(names.length - 1).waitFor();
    const shown = await options.evaluateAll((all) =>
      all.map((one) => [...one.querySelectorAll(".choice-name, .choice-note")].map((part) => part.textContent).join(" ")),
    );
    assert.deepEqual(shown, names);
    await page.waitForFunction(() => JSON.parse(localStorage.getItem("retrat.draft"))?.size === "256x256");
    const chosen = await page.locator(".callsheet [data-selected] .choice-name").allTextContents();
    const hasDetail = names.some((name) => name.startsWith("Quick"));
    assert.deepEqual(chosen, ["Square", ...(hasDetail ? ["Quick"] : [])]);
    await assertSound(page, listed);
  }
  await context.close();
});

test("a visible label is chosen, kept by the draft, and asked for", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(BASE);
  await page.getByLabel("What the camera sees", { exact: true }).fill("Rain over a city.");
  const label = page.getByRole("button", { name: /Visible label/ });
  await label.click();
  await page.getByRole("option", { name: "Català" }).click();
  await page.reload();
  await label.getByText("Català").waitFor();
  let asked;
  await page.route("**/v1/jobs", (route) => {
    asked = route.request().postDataJSON();
    return route.abort();
  });
  await page.getByRole("button", { name: "Make the clip" }).click();
  await page.getByRole("alert").first().waitFor();
  assert.equal(asked.request.label, "ca");
  await context.close();
});

test("what a clip with people is for can be said, and need not be", async () => {
  const { page, context } = await openPage(browser);
  let asked;
  await page.route("**/v1/jobs", (route) => {
    asked = route.request().postDataJSON() ?? asked;
    return route.abort();
  });
  await page.goto(BASE);
  const make = async () => {
    await page.getByRole("button", { name: "Make the clip" }).click();
    await page.getByRole("alert").first().waitFor();
    return asked.request.purpose;
  };
  await page.getByLabel("What the camera sees", { exact: true }).fill("Somebody nods.");
  const purpose = page.getByRole("button", { name: /What it is for/ });
  assert.equal(await purpose.count(), 0, "nobody is asked");
  await page.locator(".choice-option", { hasText: /^Picture$/ }).click();
  const file = { name: "a.png", mimeType: "image/png", buffer: await page.screenshot() };
  await page.locator(".slot input[type=file]").first().setInputFiles(file);
  await page.locator(".slot-kept img").waitFor();
  assert.equal(await make(), null);
  await purpose.click();
  await page.getByRole("option", { name: "School or work" }).click();
  await page.reload();
  await purpose.getByText("School or work").waitFor();
  assert.equal(await make(), "school");
  await context.close();
});

test("what sends the draft and what it lacks are in sight, however small the screen", async () => {
  for (const { viewport } of LOOKS) {
    const { page, context } = await openPage(browser, { viewport });
    await page.goto(BASE);
    await page.getByRole("slider", { name: "Length" }).focus();
    await page.getByRole("button", { name: "Make the clip" }).click();
    const said = page.getByRole("alert").filter({ hasText: "Say in a sentence" });
    for (const seen of [said, page.getByRole("button", { name: "Make the clip" })]) {
      const { x, y, width, height } = await seen.boundingBox();
      const point = [x + width / 2, y + height / 2];
      const found = (element, [across, down]) => element.contains(document.elementFromPoint(across, down));
      assert.ok(await seen.evaluate(found, point), `hidden at ${viewport.width} px`);
    }
    await context.close();
  }
});

test("somebody whom a request names by their name is chosen", async () => {
  const { page, context } = await openPage(browser);
  const ada = { id: "c1", name: "Ada", state: "standing", covers: ["face"], photo_urls: [], voice_urls: [] };
  await page.route("**/v1/cast", (route) => route.fulfill({ json: { members: [ada], problems: {} } }));
  await page.addInitScript(() => {
    const people = [{ cast: "Ada", photos: [], voice: null, usesVoice: true }];
    localStorage.setItem("retrat.draft", JSON.stringify({ mode: "reference", people }));
  });
  await page.goto(BASE);
  await page.locator(".castpicker .person[data-selected]", { hasText: "Ada" }).waitFor();
  await context.close();
});

test("the gallery goes on for as long as there are clips", async () => {
  const { page, context } = await openPage(browser);
  const pages = { null: clips(["a", "b"], "two"), two: clips(["c"], null) };
  await page.route("**/v1/jobs?**", (route) => {
    const after = new URL(route.request().url()).searchParams.get("after");
    return route.fulfill({ json: pages[after] });
  });
  await page.goto(`${BASE}/gallery`);
  await page.locator(".frame").nth(1).waitFor();
  await page.getByRole("button", { name: "Show more" }).click();
  await page.locator(".frame").nth(2).waitFor();
  const shown = await page.locator(".frame-prompt").allTextContents();
  assert.deepEqual(shown, ["a", "b", "c"]);
  assert.equal(await page.getByRole("button", { name: "Show more" }).count(), 0);
  await context.close();
});

/** A page of finished clips as the server tells them, as far as the gallery looks. */
function clips(names, next) {
  const result = { url: "/none.mp4", thumbnail_url: null, seconds: 1, size: "256x256" };
  const jobs = names.map((name, number) => ({
    id: name,
    number,
    state: "done",
    mode: "text",
    request: { prompt: name },
    cast: [],
    result,
  }));
  return { jobs, next, total: 3 };
}
