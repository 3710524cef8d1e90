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
