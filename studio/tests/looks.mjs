/**
 * Screenshots of every view, for people to look at: STUDIO_URL=... node tests/looks.mjs FOLDER
 * [LANGUAGE ...]. In English wide and light, narrow and dark; in other languages narrow and light.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openBrowser, openPage } from "./browser.mjs";

const BASE = process.env.STUDIO_URL ?? "http://127.0.0.1:8750";
const [folder = "looks", ...languages] = process.argv.slice(2);
const WIDE = { width: 1360, height: 900 };
const NARROW = { width: 390, height: 844 };
const LOOKS = languages.length > 0
  ? languages.map((language) => ({ language, name: `${language}-narrow`, viewport: NARROW, colorScheme: "light" }))
  : [
      { language: "en", name: "wide", viewport: WIDE, colorScheme: "light" },
      { language: "en", name: "narrow", viewport: NARROW, colorScheme: "dark" },
    ];

/** A draft in which everything is used. */
function draft(members, place) {
  return {
    scene: "Two lighthouse keepers on a windy pier at dusk, gulls above the water.",
    lines: [
      { id: "a", person: 1, words: "The sea was never this calm." },
      { id: "b", person: Math.min(2, Math.max(1, members.length)), words: "Listen, the gulls have gone." },
    ],
    mode: "reference",
    people: members.map(({ id }) => ({ cast: id, photos: [], voice: null, usesVoice: true })),
    place,
    seconds: 6,
    seed: 12,
  };
}

/** Where to go for each picture, and what to do there before it is taken. */
async function places(page) {
  const told = async (path) => (await page.request.get(BASE + path)).json();
  const { members } = await told("/v1/cast");
  const { jobs } = await told("/v1/jobs?state=done");
  const standing = members.filter((member) => member.state === "standing").slice(0, 2);
  const [a, b] = jobs.map((job) => job.id);
  const place = jobs.map((job) => job.request.place).find(Boolean) ?? null;
  return {
    "create-empty": ["/"],
    create: ["/", () => page.evaluate((kept) => localStorage.setItem("retrat.draft", JSON.stringify(kept)), draft(standing, place)).then(() => page.reload())],
    queue: ["/queue"],
    gallery: ["/gallery"],
    "gallery-none": ["/gallery", () => page.locator("input[type=search]").fill("zebra")],
    ...(a && { clip: [`/gallery/${a}`], share: [`/gallery/${a}`, () => page.locator(".clip-actions .button").nth(1).click()], longer: [`/gallery/${a}`, () => page.locator(".clip-actions .button").nth(2).click()] }),
    ...(b && { compare: [`/gallery/compare?a=${a}&b=${b}`] }),
    cast: ["/cast"],
    ...(members[0] && { member: ["/cast", () => page.locator(".people .person").first().click()] }),
    add: ["/cast", () => page.locator(".page-actions .button, .empty .button").first().click()],
    verify: ["/verify"],
    missing: ["/gallery/nobody"],
    shared: ["/r/nobody"],
  };
}

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
for (const { language, name, ...look } of LOOKS) {
  const { page, context } = await openPage(browser, look);
  await page.addInitScript((spoken) => localStorage.setItem("retrat.language", JSON.stringify(spoken)), language);
  const only = process.env.ONLY?.split(",");
  for (const [place, [path, act]] of Object.entries(await places(page))) {
    if (only !== undefined && !only.includes(place)) continue;
    await page.goto(BASE + path);
    await page.locator("h1").first().waitFor();
    await act?.();
    // Judges take some seconds; what has not come by then is looked at as it is.
    await page.waitForFunction(() => document.querySelector(".skeleton") === null, null, { timeout: 60_000 }).catch(() => undefined);
    await page.waitForTimeout(1_200);
    await page.screenshot({ path: join(folder, `${place}-${name}.png`), fullPage: true });
  }
  await context.close();
}
await browser.close();
