// @vitest-environment happy-dom
/** Coming back: what changed since the last photo, and two photos of one spot. */

import { render, screen, waitFor, within } from "@testing-library/preact";
import { userEvent } from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { I18nProvider } from "../../src/i18n";
import ko from "../../src/i18n/ko/app.json";
import words from "../../src/i18n/ko/history.json";
import photo from "../../src/i18n/ko/photo.json";
import { saveResults } from "../../src/parts/history/store";
import { GhostChoice } from "../../src/parts/photo/Ghost";
import type { Grade } from "../../src/vocabulary";
import { kept } from "../kept";
import { finished } from "./answers";
import { freshSite, openSite, serve } from "./site";

freshSite();

declare const __RETEST__: { version: string };
const { version } = __RETEST__;
const PICTURE = "data:image/jpeg;base64,AA==";

it.each([
  [3, "2주 전보다 비듬이 나아졌어요."],
  [1, "2주 전과 비교해 큰 변화는 없어요."],
] as const)(
  "a result says first how it differs from grade %s two weeks ago",
  async (dandruff, line) => {
    await saveResults(kept({ number: 1, day: "2026-11-06", grades: { dandruff }, version }));
    const model = { ...kept({ number: 1, day: "2026-11-06" }).result.model, version };
    const own = serve(finished({ dandruff: 1 as Grade }, { result: { model } }));
    openSite(`#/a/${own.id}`);
    await screen.findByText(line);
  },
);

it("two results have names of their own, and are shown plain; photos that cannot be aligned are said to be so", async () => {
  const photos = [1, 2].map((number) => ({
    ...kept({ number, day: "2026-11-06", grades: { dandruff: 2 } }),
    photo: PICTURE,
  }));
  photos[1]!.assessment.createdAt = "2026-11-06T03:00:41Z";
  await saveResults(...photos);
  const { user } = openSite("#/history");
  const first = await screen.findByLabelText<HTMLSelectElement>(words["history.compare.first"]);
  const names = [...first.options].map(({ text }) => text);
  expect(new Set(names).size).toBe(2);
  // happy-dom decodes no picture, as a browser does not whose canvas is switched off.
  await screen.findByText(words["history.spot.none"]);

  const compared = document.querySelector<HTMLElement>(".compare-pair")!;
  expect(compared.querySelectorAll("canvas")).toHaveLength(2);
  await user.click(screen.getByRole("radio", { name: words["history.compare.plain"] }));
  await waitFor(() => expect(compared.querySelectorAll("canvas")).toHaveLength(0));
  expect(compared.querySelectorAll(`img[src="${PICTURE}"]`)).toHaveLength(2);
  expect(within(compared).queryByText(ko["grade.2"])).toBeNull();
});

it("the camera offers the last photo of each head region as a guide, or none", async () => {
  const onSite = vi.fn();
  const last = { site: "top", createdAt: "2026-11-06T03:00:00Z", photo: PICTURE } as const;
  render(
    <I18nProvider>
      <GhostChoice photos={[last]} site={null} onSite={onSite} />
    </I18nProvider>,
  );
  const choice = screen.getByLabelText<HTMLSelectElement>(photo["photo.camera.ghost"]);
  expect([...choice.options].map(({ text }) => text)).toEqual([
    photo["photo.camera.ghost.none"],
    `${ko["site.top"]} · 2026년 11월 6일`,
  ]);
  const user = userEvent.setup();
  await user.selectOptions(choice, "top");
  expect(onSite).toHaveBeenLastCalledWith("top");
  await user.selectOptions(choice, "");
  expect(onSite).toHaveBeenLastCalledWith(null);
});
