import { defineConfig } from "vitest/config";
import { basemap } from "./basemap/plugin.ts";
import oldest from "./browsers.json" with { type: "json" };
import { address } from "./build/address.ts";
import { boot } from "./build/boot.ts";
import { fonts } from "./build/fonts.ts";
import { serviceWorker } from "./build/serviceWorker.ts";

export default defineConfig({
  plugins: [basemap(), fonts(), boot(), address(), serviceWorker()],
  build: {
    target: Object.entries(oldest).map(([browser, version]) => `${browser}${version}`),
    // The CSP allows no data: fonts, and a 1 KB request costs less than a hole in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the built scripts contain of others, with their licences; the footer links to it.
    license: { fileName: "licences.txt" },
    rollupOptions: {
      input: { sw: "worker/sw.ts" },
      output: {
        // A worker's address must stay, and decides by its folder which pages it serves.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: {
    // The sample photo is imported from infra/local, outside this folder: one copy in the repository.
    fs: { allow: [".."] },
    // `make run` in another terminal gives the API.
    proxy: { "/api": process.env.API_URL ?? "http://127.0.0.1:8000" },
  },
  test: { include: ["tests/**/*.test.{ts,tsx}"] },
});
