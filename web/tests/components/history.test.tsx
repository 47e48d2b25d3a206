// @vitest-environment happy-dom
/** Results kept on the device: stored by choice only, and deleted completely. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it, vi } from "vitest";
import enApp from "../../src/i18n/en/app.json";
import en from "../../src/i18n/en/history.json";
import ko from "../../src/i18n/ko/app.json";
import words from "../../src/i18n/ko/history.json";
import type { KeptResult } from "../../src/parts/history/record";
import { kept } from "../kept";
import { finished } from "./answers";
import { freshSite, goTo, openSite, reopen, serve, server } from "./site";

freshSite();

async function databases(): Promise<(string | undefined)[]> {
  return (await indexedDB.databases()).map(({ name }) => name);
}

async function keepChoice(): Promise<HTMLInputElement> {
  return screen.findByRole<HTMLInputElement>("checkbox", { name: words["history.keep"] });
}

function exported(...results: KeptResult[]): File {
  const content = {
    format: "scalpspectra-history",
    version: 1,
    exportedAt: "2026-09-01T00:00:00Z",
    results,
  };
  return new File([JSON.stringify(content)], "history.json", { type: "application/json" });
}

async function bring(user: ReturnType<typeof openSite>["user"], file: File): Promise<void> {
  const input = await waitFor(() => {
    const found = document.querySelector<HTMLInputElement>("input[type=file]");
    if (found === null) throw new Error("nothing can be imported yet");
    return found;
  });
  await user.upload(input, file);
}

describe("a result", () => {
  it("is not kept until that is chosen, nor once it is taken back", async () => {
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    let choice = await keepChoice();
    expect(choice.checked).toBe(false);
    const description = document.getElementById(choice.getAttribute("aria-describedby")!);
    expect(description!.textContent).toBe(words["history.keep.what"]);
    goTo("#/history");
    await screen.findByRole("heading", { name: words["history.empty.title"] });
    expect(await databases()).toEqual([]);

    goTo(`#/a/${own.id}`);
    choice = await keepChoice();
    choice.focus();
    await user.keyboard(" ");
    await screen.findByText(words["history.keep.said.kept"]);
    expect(await databases()).toEqual(["scalpspectra"]);
    const again = reopen();
    await waitFor(async () => expect((await keepChoice()).checked).toBe(true));
    await again.user.click(await keepChoice());
    await screen.findByText(words["history.keep.said.forgotten"]);
    expect(await databases()).toEqual([]);
  });

  it.each([true, false])("is deleted with its copy if wanted: %s", async (copyToo) => {
    const own = serve(finished({ dandruff: 1 }));
    server.on(`DELETE /api/v1/assessments/${own.id}`, { status: 204 });
    const { user } = openSite(`#/a/${own.id}`);
    await user.click(await keepChoice());
    await screen.findByText(words["history.keep.said.kept"]);
    await user.click(screen.getByRole("button", { name: ko["result.delete"] }));
    const dialog = await screen.findByRole("dialog", { name: ko["delete.title"] });
    const also = within(dialog).getByRole<HTMLInputElement>("checkbox", {
      name: words["history.delete.copy"],
    });
    expect(also.checked).toBe(true);
    if (!copyToo) await user.click(also);
    await user.click(within(dialog).getByRole("button", { name: ko["delete.confirm"] }));
    await screen.findByRole("heading", { level: 1, name: ko["deleted.title"] });
    expect(server.count(`DELETE /api/v1/assessments/${own.id}`)).toBe(1);
    goTo("#/history");
    await screen.findByRole("heading", { level: 1, name: words["history.title"] });
    if (copyToo) await screen.findByRole("heading", { name: words["history.empty.title"] });
    else await waitFor(() => expect(document.querySelectorAll(".kept-card")).toHaveLength(1));
  });

  it("is kept on the server and the device when deleting is cancelled", async () => {
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    await user.click(await screen.findByRole("button", { name: ko["result.delete"] }));
    const dialog = await screen.findByRole("dialog", { name: ko["delete.title"] });
    await user.click(within(dialog).getByRole("button", { name: ko["delete.cancel"] }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(server.asked.filter(({ method }) => method === "DELETE")).toEqual([]);
  });

  it("has a link that is copied, shared or shown", async () => {
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    const address = `${server.url}/#/a/${own.id}`;
    const copy = await screen.findByRole("button", { name: words["history.share.copy"] });
    expect(document.querySelector(".result-actions")!.textContent).toContain("누구나");
    expect(screen.queryByRole("button", { name: words["history.share.send"] })).toBeNull();
    await user.click(copy);
    await screen.findByText(words["history.share.copied"]);
    expect(await navigator.clipboard.readText()).toBe(address);

    const share = vi.fn(async () => undefined);
    Object.defineProperty(navigator, "share", { value: share, configurable: true });
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
    const again = reopen();
    await again.user.click(
      await screen.findByRole("button", { name: words["history.share.send"] }),
    );
    await screen.findByText(words["history.share.sent"]);
    expect(share).toHaveBeenCalledWith(expect.objectContaining({ url: address }));
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
    await again.user.click(screen.getByRole("button", { name: words["history.share.copy"] }));
    const shown = await screen.findByRole<HTMLInputElement>("textbox", {
      name: words["history.share.address"],
    });
    expect(shown.value).toBe(address);
    Reflect.deleteProperty(navigator, "share");
  });
});

describe("a device without storage", () => {
  const refuse = (name: string) => () => {
    vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
      throw new DOMException("", name);
    });
  };

  it.each([
    ["missing", refuse("SecurityError")],
    ["missing", () => vi.stubGlobal("indexedDB", undefined)],
    ["failed", refuse("UnknownError")],
  ] as const)("says that it is %s", async (fault, break_) => {
    const factory = indexedDB;
    break_();
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    await user.click(await keepChoice());
    await screen.findByText(words[`history.fault.${fault}`]);
    expect((await keepChoice()).checked).toBe(false);
    goTo("#/history");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain(words[`history.fault.${fault}`]);
    await user.click(
      within(screen.getByRole("main")).getByRole("link", { name: ko["problem.home"] }),
    );
    await screen.findByRole("heading", { level: 1, name: ko["start.title"] });
    vi.stubGlobal("indexedDB", factory);
  });

  it("that is full says so", async () => {
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("", "QuotaExceededError");
    });
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`, "en");
    const choice = await screen.findByRole<HTMLInputElement>("checkbox", {
      name: en["history.keep"],
    });
    await user.click(choice);
    await screen.findByText(en["history.fault.full"]);
    expect(choice.checked).toBe(false);
  });
});

describe("a file", () => {
  it.each([
    ["no JSON", new File(["no JSON"], "a.json")],
    ["another JSON", new File(["{}"], "a.json")],
    [
      "a picture from elsewhere",
      exported({
        ...kept({ number: 1, day: "2026-03-01" }),
        photo: "https://example.com/track.jpg",
      }),
    ],
  ])("that is no history (%s) changes nothing", async (_, file) => {
    const { user } = openSite("#/history");
    await bring(user, file);
    await screen.findByText(words["history.files.unreadable"]);
    expect(await databases()).toEqual([]);
  });

  it("with several results shows the change between two of one head region, and their trend", async () => {
    const { user } = openSite("#/history", "en");
    await bring(
      user,
      exported(
        kept({ number: 1, day: "2026-03-01", grades: { dandruff: 3 }, version: "older" }),
        kept({ number: 2, day: "2026-04-01", grades: { dandruff: 1, hair_loss: 2 } }),
        kept({ number: 3, day: "2026-05-01", site: "left" }),
        kept({ number: 4, day: "2026-06-01", site: null }),
      ),
    );
    await waitFor(() => expect(document.querySelectorAll(".kept-card")).toHaveLength(4));
    const compare = await waitFor(
      () => document.querySelector("#compare-title")!.closest("section")!,
    );
    const cellsOf = (symptom: "dandruff" | "hair_loss" | "excess_sebum") => {
      const header = within(compare).getByRole("rowheader", { name: enApp[`symptom.${symptom}`] });
      return [...header.closest("tr")!.querySelectorAll("td")].map((cell) => cell.textContent);
    };
    const down = en["history.change.down"].replace("{steps}", "2");
    expect(cellsOf("dandruff")).toEqual([enApp["grade.3"], enApp["grade.1"], down]);
    expect(cellsOf("hair_loss")[2]).toBe(en["history.change.up"].replace("{steps}", "2"));
    expect(cellsOf("excess_sebum")[2]).toBe(en["history.change.none"]);
    expect(within(compare).getByText(en["history.compare.model"])).toBeTruthy();
    // Hair loss was absent the first time, and what is absent has no map.
    expect(compare.querySelectorAll("canvas")).toHaveLength(1);

    const second = within(compare).getByLabelText(en["history.compare.second"]);
    for (const [number, obstacle] of [
      [3, "other_site"],
      [4, "site_missing"],
      [1, "same_result"],
    ] as const) {
      await user.selectOptions(second, number.toString(16).padStart(32, "0"));
      await waitFor(() =>
        expect(within(compare).getByRole("status").textContent).toBe(
          en[`history.compare.${obstacle}`],
        ),
      );
      expect(within(compare).queryByRole("table")).toBeNull();
    }

    const course = document.querySelector("#trend-title")!.closest("section")!;
    const chart = en["history.trend.chart"]
      .replace("{symptom}", enApp["symptom.dandruff"])
      .replace("{count}", "2")
      .replace("{first}", enApp["grade.3"])
      .replace("{last}", enApp["grade.1"]);
    expect(within(course).getByRole("img", { name: chart })).toBeTruthy();
    await user.click(within(course).getByText(en["history.trend.table"]));
    const rows = within(course).getAllByRole("row");
    expect(rows).toHaveLength(3);
    expect(rows[1]!.textContent).toContain(`3 ${enApp["grade.3"]}`);
  });
});
