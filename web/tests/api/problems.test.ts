import { describe, expect, it } from "vitest";
import openapi from "../../../docs/openapi.json";
import table from "../../../functions/api/scalp_api/problems.py?raw";
import { codeOfStatus } from "../../src/api/client";
import { uploadProblem } from "../../src/assessment/upload";
import en from "../../src/i18n/en/app.json";
import ko from "../../src/i18n/ko/app.json";

/** Return the codes of all error responses with an example in docs/openapi.json. */
function documentedCodes(): string[] {
  const found = JSON.stringify(openapi).matchAll(/urn:scalpspectra:problem:(\w+)/g);
  return [...found].map(([, code]) => code!);
}

const s3 = (code: string, message = "") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

/** Responses of S3 to a presigned POST, with the expected problem code. */
const ANSWERS: [number, string, string][] = [
  [
    400,
    s3("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"),
    "upload_too_large",
  ],
  [400, s3("EntityTooSmall", "Your proposed upload is smaller than the minimum"), "upload_empty"],
  [400, s3("ExpiredToken", "The provided token has expired."), "upload_expired"],
  [400, s3("RequestTimeout", "Your socket connection was not read from"), "network"],
  [403, s3("AccessDenied", "Invalid according to Policy: Policy expired."), "upload_expired"],
  [
    403,
    s3(
      "AccessDenied",
      'Invalid according to Policy: Policy Condition failed: ["eq", "$Content-Type", "image/jpeg"]',
    ),
    "upload_wrong_type",
  ],
  [403, s3("SignatureDoesNotMatch"), "upload_refused"],
  [403, "", "upload_refused"],
  [404, s3("NoSuchBucket"), "upload_refused"],
  [413, "", "upload_too_large"],
  [500, s3("InternalError"), "backend_unavailable"],
  [503, s3("SlowDown", "Please reduce your request rate."), "backend_unavailable"],
];
const STATUSES: [number, string][] = [
  [403, "blocked"],
  [418, "unexpected"],
  [429, "too_many_requests"],
  [502, "backend_unavailable"],
];

describe("problems", () => {
  const rows = [...table.matchAll(/_Row\(\s*"(\w+)"/g)].map(([, code]) => code!);
  const own = ["network", "still_pending", "failed", "unexpected"];
  const codes = [
    ...documentedCodes(),
    ...rows,
    ...ANSWERS.map(([, , code]) => code),
    ...STATUSES.map(([, code]) => code),
    ...own,
  ];
  const all = [...new Set(codes)].sort();

  it("are known from the API's description and from its table", () => {
    expect(documentedCodes()).toContain("consent_required");
    expect(rows).toContain("internal_error");
    expect(rows).toEqual(expect.arrayContaining(documentedCodes()));
  });

  it.each(all)("%s has its own title and text in both languages", (code) => {
    for (const messages of [ko, en] as Record<string, string>[]) {
      for (const part of ["title", "text"]) {
        expect(messages[`problem.${code}.${part}`], `${code}.${part}`).toBeTruthy();
      }
      const same = all.filter(
        (other) => messages[`problem.${other}.text`] === messages[`problem.${code}.text`],
      );
      expect(same).toEqual([code]);
    }
  });

  it("leave no message that nothing leads to", () => {
    const translated = Object.keys(ko).flatMap(
      (key) => /^problem\.(\w+)\.title$/.exec(key)?.[1] ?? [],
    );
    expect(translated.sort()).toEqual(all);
  });
});

describe("uploadProblem", () => {
  it.each(ANSWERS)("%i %s → %s", (status, body, code) => {
    expect(uploadProblem(status, body)).toBe(code);
  });
});

describe("codeOfStatus", () => {
  it.each(STATUSES)("%i → %s", (status, code) => {
    expect(codeOfStatus(status)).toBe(code);
  });
});

describe("warnings", () => {
  it.each(openapi.components.schemas.PhotoWarning.enum)("%s has a sentence", (code) => {
    for (const messages of [ko, en] as Record<string, string>[]) {
      // An unfamiliar photo has no result beside which a warning could stand.
      const key = code === "unfamiliar" ? "result.unfamiliar.title" : `warning.${code}`;
      expect(messages[key]).toBeTruthy();
    }
  });
});
