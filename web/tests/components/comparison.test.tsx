// @vitest-environment happy-dom
/** A result compared with the statistics. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import en from "../../src/i18n/en/comparison.json";
import koApp from "../../src/i18n/ko/app.json";
import ko from "../../src/i18n/ko/comparison.json";
import koStatistics from "../../src/i18n/ko/statistics.json";
import { finished, group, problem, SUPPRESSED, statistics } from "./answers";
import { openSite, region, serve, server } from "./site";

const STATS = "GET /api/v1/stats";

async function standingOf(section: HTMLElement, symptom: string): Promise<HTMLElement> {
  const heading = await within(section).findByRole("heading", { name: symptom });
  return heading.closest<HTMLElement>(".distribution")!;
}

describe("a result among others", () => {
  it("stands in words, bars and figures", async () => {
    const own = serve(
      finished(
        { dandruff: 2 },
        { result: { type: { ...finished({}).result.type, scalpType: "dandruff" } } },
      ),
    );
    const { user } = openSite(`#/a/${own.id}`);
    const section = await region(ko["comparison.title"]);
    const dandruff = await standingOf(section, koApp["symptom.dandruff"]);

    // 1 of 21 is worse and 4 have the same grade, so the rank is third: the 14th of a hundred.
    expect(dandruff.textContent).toContain("같은 성별·나이 100명 중 약 14번째로 심한 편이에요.");
    expect(dandruff.textContent).toContain(
      "약 5명이 더 심하고, 19명이 같은 등급, 76명이 더 가벼워요.",
    );
    expect(within(dandruff).getAllByRole("img")[0]!.getAttribute("aria-label")).toBe(
      "같은 성별·나이 (21명): 양호 48%, 경증 28%, 중등도 19% 및 중증 5%. 나: 중등도",
    );
    const marked = dandruff.querySelectorAll(".shares-own"); // in the cohort and among everyone
    expect([...marked].map((each) => each.classList.contains("grade-fill-2"))).toEqual([
      true,
      true,
    ]);
    const sebum = await standingOf(section, koApp["symptom.excess_sebum"]);
    expect(sebum.textContent).toContain("같은 성별·나이 100명 중 약 100명이 똑같이 양호해요.");

    await user.click(within(section).getAllByText(koStatistics["statistics.table"])[0]!);
    const [table] = within(section).getAllByRole("table");
    const header = within(table!).getByRole("rowheader", { name: koApp["symptom.dandruff"] });
    const cells = [...header.closest("tr")!.querySelectorAll("td")].map((cell) => cell.textContent);
    expect(cells).toEqual(["48%", "28%", "19%", "5%", "0.8"]);
    const mine = within(section).getAllByText(koStatistics["statistics.me"], { exact: false });
    expect(
      mine.some((each) => each.closest("tr")?.textContent?.includes(koApp["type.dandruff"])),
    ).toBe(true);
    const [asked] = server.asked.filter(({ path }) => path === "/api/v1/stats");
    expect(asked!.query.toString()).toBe("sex=female&ageGroup=30s");
  });

  it("is compared with everyone where its group is withheld", async () => {
    server.on(STATS, { json: statistics({ group: SUPPRESSED, everyone: group([50, 30, 15, 5]) }) });
    const facts = { cohort: { sex: "male", ageGroup: "70s_plus" } } as const;
    const own = serve(finished({ dandruff: 1 }, { facts }));
    openSite(`#/a/${own.id}`);
    const section = await region(ko["comparison.title"]);
    const dandruff = await standingOf(section, koApp["symptom.dandruff"]);
    const withheld = section.querySelector(".withheld")!;
    expect(withheld.textContent).toContain("남성 70대 이상 결과는 아직 보여 드리지 않아요");
    expect(withheld.textContent).toContain("30명보다 적어요");
    expect(withheld.textContent).toContain(koStatistics["statistics.withheld.instead"]);
    expect(dandruff.textContent).toContain("모두 100명 중 약");
    expect(within(dandruff).getAllByRole("img")).toHaveLength(1);
  });

  it("with an undisclosed sex is compared with everyone", async () => {
    server.on(STATS, {
      json: statistics({ sex: null, ageGroup: null, group: group([50, 30, 15, 5]) }),
    });
    const facts = { cohort: { sex: "undisclosed", ageGroup: "50s" } } as const;
    const own = serve(finished({ dandruff: 1 }, { facts }));
    openSite(`#/a/${own.id}`, "en");
    const section = await region(en["comparison.title"]);
    const dandruff = await standingOf(section, "dandruff").catch(() =>
      standingOf(section, "Dandruff"),
    );
    expect(section.textContent).toContain(en["comparison.undisclosed"]);
    expect(section.querySelector(".withheld")).toBeNull();
    expect(dandruff.textContent).toContain("Everyone: about number");
    const [asked] = server.asked.filter(({ path }) => path === "/api/v1/stats");
    expect(asked!.query.toString()).toBe("");
  });

  it("without any statistics offers published ones", async () => {
    server.on(STATS, { json: statistics({ group: SUPPRESSED, everyone: SUPPRESSED }) });
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    const section = await region(ko["comparison.title"]);
    await within(section).findByText(koStatistics["statistics.empty.title"]);
    expect(section.querySelector(".distribution")).toBeNull();
    expect(server.count("GET /api/v1/stats/reference")).toBe(0);
    await user.click(within(section).getByText(ko["comparison.reference"]));
    await waitFor(() => expect(section.querySelector(".reference")).not.toBeNull());
  });

  it("can be retried", async () => {
    server.on(STATS, problem(503, "backend_unavailable"));
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    const section = await region(ko["comparison.title"]);
    const alert = await within(section).findByRole("alert");
    expect(alert.textContent).toContain(koApp["problem.backend_unavailable.text"]);
    server.on(STATS, { json: statistics({}) });
    await user.click(within(section).getByRole("button", { name: koApp["problem.retry"] }));
    await standingOf(section, koApp["symptom.dandruff"]);
    expect(screen.queryByRole("alert")).toBeNull();
  });
});
