import { readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { defineConfig } from "vitest/config";
import { world } from "./world.ts";

const pages = join(import.meta.dirname, "src/pages");

/** One entry for each file of `src/pages`; the server finds what to load in the manifest. */
export default defineConfig({
  base: "/static/ui/",
  publicDir: false,
  plugins: [world()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../static/ui",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: Object.fromEntries(
        readdirSync(pages).map((file) => [basename(file, extname(file)), join(pages, file)]),
      ),
    },
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"] },
});
