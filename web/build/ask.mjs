/**
 * Answers questions on the command line by the code of the site's question box.
 *
 * Vite's module runner loads TypeScript and the guide as the site's build does.
 */

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";

const BUILD = dirname(fileURLToPath(import.meta.url));
const USAGE = 2;

const { values } = parseArgs({
  options: {
    question: { type: "string" },
    file: { type: "string" },
    language: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = USAGE;
}

async function main() {
  const { question, file, language, json } = values;
  const questions = file ? await linesOf(file) : question ? [question] : [];
  if (questions.length === 0) {
    throw new Error('No question given. Run: make ask Q="…" or make ask FILE=questions.txt');
  }
  if (language && language !== "ko" && language !== "en") {
    throw new Error(`No guide in ${language}. Run: make ask LANGUAGE=ko or LANGUAGE=en`);
  }
  const plugin = (await runnerImport(join(BUILD, "careQuestions.ts"))).module.careQuestions();
  const { module } = await runnerImport(join(BUILD, "..", "src", "parts", "ask", "print.ts"), {
    plugins: [plugin],
  });
  for (const line of module.answers(questions, language, json)) {
    process.stdout.write(`${line}\n`);
  }
}

/** @param {string} file */
async function linesOf(file) {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`${file}: no such file`);
  });
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
