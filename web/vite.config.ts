import { defineConfig } from "vitest/config";
import { basemap } from "./basemap/plugin.ts";
import oldest from "./browsers.json" with { type: "json" };
import { address } from "./build/address.ts";
import { boot } from "./build/boot.ts";
import { careQuestions } from "./build/careQuestions.ts";
import { firstChunk } from "./build/firstChunk.ts";
import { fonts } from "./build/fonts.ts";
import { retest } from "./build/retest.ts";
import { serviceWorker } from "./build/serviceWorker.ts";

export default defineConfig({
  plugins: [basemap(), fonts(), boot(), address(), firstChunk(), careQuestions(), serviceWorker()],
  define: { __RETEST__: retest() },
  build: {
    target: Object.entries(oldest).map(([browser, version]) => `${browser}${version}`),
    // The CSP forbids data: URLs for fonts; a request of 1 KB is better than a weaker policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Licences of the bundled packages; the footer links to the file.
    license: { fileName: "licences.txt" },
    rollupOptions: {
      input: { sw: "worker/sw.ts" },
      output: {
        // A service worker needs a stable URL, whose folder is its scope.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: {
    // The sample photo is imported from infra/local, so that there is one copy in the repository.
    fs: { allow: [".."] },
    // `make run` in another terminal serves the API.
    proxy: { "/api": process.env.API_URL ?? "http://127.0.0.1:8000" },
  },
  test: {
    include: ["tests/**/*.test.{ts,tsx}"],
    // A tenth less processor time than a process for each file.
    pool: "threads",
    // Half the processor time: each module is loaded once. Component tests start the site anew (`freshSite`).
    isolate: false,
    // Generous, so that slow machines do not fail.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
