import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build, type Rolldown } from "vite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { serviceWorker } from "../../build/serviceWorker.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "site-"));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const FILES = {
  "index.html": '<script type="module" src="/src/main.ts"></script>',
  "src/main.ts":
    'for (const open of [() => import("./parts/history/Part"), () => import("./parts/hospitals/Part")]) open();',
  "src/parts/history/Part.ts":
    'import Registration from "./register?worker"; export const start = () => new Registration();',
  "src/parts/history/register.ts": "self.onmessage = () => self.postMessage(1);",
  "src/parts/hospitals/Part.ts":
    'import Clusters from "./cluster?worker"; export const start = () => new Clusters();',
  "src/parts/hospitals/cluster.ts": "self.onmessage = () => self.postMessage(2);",
  "sw.ts": "self.shell = __SHELL__; self.later = __LATER__; self.version = __VERSION__;",
};

it("a part that works offline is precached with the worker that it starts, and no other worker is", async () => {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const { output } = (await build({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [serviceWorker()],
    build: {
      write: false,
      assetsInlineLimit: 0,
      rollupOptions: {
        input: { index: join(root, "index.html"), sw: join(root, "sw.ts") },
        output: {
          entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  const worker = output.find(({ fileName }) => fileName === "sw.js") as Rolldown.OutputChunk;
  const precached = [...worker.code.matchAll(/assets\/(\w+)-[^"'`]+\.js/g)].map(([, name]) => name);
  expect(new Set(precached)).toEqual(new Set(["index", "Part", "register"]));
});
