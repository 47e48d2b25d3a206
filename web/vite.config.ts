import { defineConfig } from "vitest/config";
import { basemap } from "./basemap/plugin.ts";

export default defineConfig({
  plugins: [basemap()],
  build: {
    // The CSP allows no data: fonts, and a 1 KB request costs less than a hole in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // The sample photo is imported from infra/local, outside this folder: one copy in the repository.
    fs: { allow: [".."] },
    // `make run` in another terminal gives the API.
    proxy: { "/api": process.env["API_URL"] ?? "http://127.0.0.1:8000" },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
