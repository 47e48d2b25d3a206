// @vitest-environment happy-dom
/** A result compared with the statistics. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import enApp from "../../src/i18n/en/app.json";
import en from "../../src/i18n/en/comparison.json";
import koApp from "../../src/i18n/ko/app.json";
import ko from "../../src/i18n/ko/comparison.json";
import koStatistics from "../../src/i18n/ko/statistics.json";
import { finished, group, problem, SUPPRESSED, statistics } from "./answers";
import { freshSite, openSite, region, serve, server, unfold } from "./site";

freshSite();

const STATS = "GET /api/v1/stats";

async function standings(section: HTMLElement): Promise<HTMLElement[]> {
  await waitFor(() => expect(section.querySelector(".standings")).not.toBeNull());
  return [...section.querySelectorAll<HTMLElement>(".standings > li")];
}

describe("a result among others", () => {
  it("stands in words and a bar, for the symptoms that were found", async () => {
    const own = serve(finished({ dandruff: 2 }));
    openSite(`#/a/${own.id}`);
    await region(koApp["result.part.comparison"]);
    expect(server.count(STATS)).toBe(0);
    const section = await unfold(koApp["result.part.comparison"]);
    const [dandruff, ...others] = await standings(section);
    expect(others).toEqual([]);
    // 4 of 21 have the same grade.
    expect(dandruff!.textContent).toContain("같은 성별·나이대 10명 중 2명이 같은 등급이에요.");
    expect(
      within(dandruff!)
        .getAllByRole("img")
        .map((bar) => bar.getAttribute("aria-label")),
    ).toEqual(["같은 성별·나이대 (21명): 양호 48%, 경증 28%, 중등도 19% 및 중증 5%. 나: 중등도"]);
    const [asked] = server.asked.filter(({ path }) => path === "/api/v1/stats");
    expect(asked!.query.toString()).toBe("sex=female&ageGroup=30s");
  });

  it("that is rare or common in a group is said so", async () => {
    server.on(STATS, { json: statistics({ group: group([2, 0, 1, 97]) }) });
    const own = serve(finished({ dandruff: 1, hair_loss: 1 }));
    openSite(`#/a/${own.id}`);
    const rare = await standings(await unfold(koApp["result.part.comparison"]));
    expect(rare.map((each) => each.textContent)).toEqual([
      expect.stringContaining("10명 중 1명이 안 돼요"),
      expect.stringContaining("10명 중 1명이 안 돼요"),
    ]);
  });

  it("without symptoms is compared for all six", async () => {
    const own = serve(finished({}));
    openSite(`#/a/${own.id}`);
    const all = await standings(await unfold(koApp["result.part.comparison"]));
    expect(all).toHaveLength(6);
    expect(all.at(-1)!.textContent).toContain("대부분이 같은 등급이에요.");
  });

  it("is compared with everyone where its group is withheld", async () => {
    server.on(STATS, { json: statistics({ group: SUPPRESSED, everyone: group([50, 30, 15, 5]) }) });
    const facts = { cohort: { sex: "male", ageGroup: "70s_plus" } } as const;
    const own = serve(finished({ dandruff: 1 }, { facts }));
    openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.comparison"]);
    const [dandruff] = await standings(section);
    const withheld = section.querySelector(".withheld")!;
    expect(withheld.textContent).toContain("남성 70대 이상 결과는 아직 보여 드리지 않아요");
    expect(withheld.textContent).toContain("30명보다 적어요");
    expect(withheld.textContent).toContain(koStatistics["statistics.withheld.instead"]);
    expect(dandruff!.textContent).toContain("전체 이용자 10명 중 3명이");
  });

  it("with an undisclosed sex is compared with everyone", async () => {
    server.on(STATS, {
      json: statistics({ sex: null, ageGroup: null, group: group([50, 30, 15, 5]) }),
    });
    const facts = { cohort: { sex: "undisclosed", ageGroup: "50s" } } as const;
    const own = serve(finished({ dandruff: 1 }, { facts }));
    openSite(`#/a/${own.id}`, "en");
    const section = await unfold(enApp["result.part.comparison"]);
    const [dandruff] = await standings(section);
    expect(section.textContent).toContain(en["comparison.undisclosed"]);
    expect(section.querySelector(".withheld")).toBeNull();
    expect(dandruff!.textContent).toContain("Everyone: 2 in 10");
    const [asked] = server.asked.filter(({ path }) => path === "/api/v1/stats");
    expect(asked!.query.toString()).toBe("");
  });

  it("without any statistics leads to the published ones", async () => {
    server.on(STATS, { json: statistics({ group: SUPPRESSED, everyone: SUPPRESSED }) });
    const own = serve(finished({ dandruff: 1 }));
    openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.comparison"]);
    await within(section).findByText(koStatistics["statistics.empty.title"]);
    expect(section.querySelector(".standings")).toBeNull();
    const link = within(section).getByRole("link", { name: ko["comparison.more"] });
    expect(link.getAttribute("href")).toBe("#/statistics");
  });

  it("can be retried", async () => {
    server.on(STATS, problem(503, "backend_unavailable"));
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.comparison"]);
    const alert = await within(section).findByRole("alert");
    expect(alert.textContent).toContain(koApp["problem.backend_unavailable.text"]);
    server.on(STATS, { json: statistics({}) });
    await user.click(within(section).getByRole("button", { name: koApp["problem.retry"] }));
    expect(await standings(section)).toHaveLength(1);
    expect(screen.queryByRole("alert")).toBeNull();
  });
});
