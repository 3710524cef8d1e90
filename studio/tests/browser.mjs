/** Chromium for the tests: headless, offline, an empty profile, and every complaint collected. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { chromium } from "playwright-core";

// A machine that is busy with other things needs more: STUDIO_PATIENCE=5.
const PATIENCE = Number(process.env.STUDIO_PATIENCE ?? 1);
/** How long something may take that the server computes. */
export const LONG_MS = 120_000 * PATIENCE;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
];

export function openBrowser(...flags) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [...FLAGS, ...flags],
  });
}

/** A page of its own, and what its console complained of: broken scripts, policies, missing files. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ locale: "en-US", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000 * PATIENCE);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { page, context, complaints };
}

/**
 * Fails with what axe finds in the page as it stands, as short sentences. React Aria's live region
 * is left out: for seconds after it was read, it may name a button that has gone since.
 */
export async function assertSound(page, where) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (tags) =>
      globalThis.axe.run(
        { exclude: ["[data-live-announcer]"] },
        { runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } } },
      ),
    TAGS,
  );
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`);
  assert.deepEqual(found, [], where);
}

/** Steps of one way: after one that failed the others have nothing to stand on. */
export function way() {
  let isBroken = false;
  return (name, act) =>
    test(name, async (context) => {
      if (isBroken) return context.skip("an earlier step failed");
      isBroken = true;
      await act();
      isBroken = false;
    });
}
