import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/** Puts the licences of every package whose code is in the build beside it. */
export function bundleLicences(): Plugin {
  return {
    name: "bundle-licences",
    apply: "build",
    generateBundle(_, bundle) {
      const folders = new Map<string, string>();
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.type === "chunk" ? chunk.moduleIds : []) {
          const found = PACKAGE.exec(id);
          if (found?.[1] !== undefined && found[2] !== undefined) folders.set(found[2], found[1]);
        }
      }
      const texts = [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(licenceOf);
      this.emitFile({ type: "asset", fileName: "licences/packages.txt", source: texts.join("\n") });
    },
  };
}

function licenceOf([name, folder]: [string, string]): string {
  const card = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    version: string;
    license?: string;
  };
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file !== undefined && existsSync(join(folder, file))
    ? readFileSync(join(folder, file), "utf8").trim()
    : "The package carries no text of its licence.";
  return `${name} ${card.version} (${card.license ?? "see below"})\n\n${text}\n\n${"-".repeat(80)}\n`;
}
