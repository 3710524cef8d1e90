import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { bundleLicences } from "./tools/licences.ts";
import { stampSources } from "./tools/stamp.ts";

// The build goes into the Python package: whoever installs that needs no Node.
export default defineConfig({
  plugins: [
    react(),
    // React Aria speaks thirty languages; the studio four (it has no Catalan of its own).
    { ...optimizeLocales.vite({ locales: ["en-US", "es-ES", "zh-CN"] }), enforce: "pre" },
    bundleLicences(),
    stampSources(),
  ],
  build: {
    outDir: "../retrat/server/static",
    emptyOutDir: true,
    target: "es2022",
    // Fonts inside the style sheet would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { "/v1": "http://127.0.0.1:8750" } },
});
