import { readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { defineConfig } from "vitest/config";
import { world } from "./world.ts";

const EVERY_PAGE = /\/src\/shared\/(fallback|save|sortable|tables|theme|words)\.ts$/;
const VIEWS =
  /preload-helper|\/node_modules\/@?preact\/|\/src\/shared\/([^/]+|map\/labels|matrix\/(kinds|order))\.tsx?$/;
const pages = join(import.meta.dirname, "src/pages");

/**
 * One entry for each file of `src/pages`; the server finds what to load in the manifest.
 *
 * What pages share comes in few files: each file of a first view costs a slow machine more than its bytes.
 */
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
    rolldownOptions: {
      input: Object.fromEntries(
        readdirSync(pages).map((file) => [basename(file, extname(file)), join(pages, file)]),
      ),
      output: {
        codeSplitting: {
          groups: [
            { name: "every-page", test: EVERY_PAGE, priority: 2 },
            { name: "views", test: VIEWS, priority: 1 },
          ],
        },
      },
    },
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"] },
});
