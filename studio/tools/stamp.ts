import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

const ROOT = join(import.meta.dirname, "..");
const PLACES = ["src", "public", "tools", "index.html", "package-lock.json", "vite.config.ts"];

/** Every file that the build depends on, by its path from here. */
function sources(): string[] {
  return PLACES.flatMap((place) => {
    const path = join(ROOT, place);
    if (/\.\w+$/.test(place)) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  }).sort();
}

/** One hash of all sources; tests/architecture/test_studio_build.py computes the same. */
export function sourceHash(): string {
  const hash = createHash("sha256");
  const named = sources().map((path) => [relative(ROOT, path).split(sep).join("/"), path] as const);
  for (const [name, path] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const content = createHash("sha256").update(readFileSync(path)).digest("hex");
    hash.update(`${name} ${content}\n`);
  }
  return hash.digest("hex");
}

/** Writes beside the build which sources it was made from. */
export function stampSources(): Plugin {
  return {
    name: "stamp-sources",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "sources.sha256.txt", source: `${sourceHash()}\n` });
    },
  };
}
