// @vitest-environment happy-dom
/** The frame of every page, and the form of the start page. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import ko from "../../src/i18n/ko/app.json";
import { openSite, server } from "./site";

describe("the menu", () => {
  it("marks the current page", async () => {
    server.on("GET /api/v1/hospitals/regions", {
      json: { regions: [], hospitals: 0, updatedAt: null },
    });
    const { user } = openSite();
    const menu = await screen.findByRole("navigation", { name: ko["app.nav"] });
    for (const name of ["check", "statistics", "history", "check"] as const) {
      await user.click(within(menu).getByRole("link", { name: ko[`app.nav.${name}`] }));
      await waitFor(() => {
        const marked = [...menu.querySelectorAll("[aria-current]")];
        expect(marked.map((link) => [link.textContent, link.getAttribute("aria-current")])).toEqual(
          [[ko[`app.nav.${name}`], "page"]],
        );
      });
    }
  });
});

describe("the form", () => {
  it("reports what is missing and moves the focus there", async () => {
    const { user } = openSite();
    await user.click(await screen.findByRole("button", { name: ko["form.next"] }));
    for (const key of [
      "form.sex.error",
      "form.age.error",
      "consent.error",
      "form.fourteen.error",
    ] as const) {
      expect(await screen.findByText(ko[key])).toBeTruthy();
    }
    const first = screen.getByRole("radio", { name: ko["sex.female"] });
    await waitFor(() => expect(document.activeElement).toBe(first));
    const consent = screen.getByRole("checkbox", { name: new RegExp(ko["consent.agree"]) });
    const description = document.getElementById(consent.getAttribute("aria-describedby")!);
    expect(description!.textContent).toContain(ko["consent.error"]);
    await user.click(consent);
    await waitFor(() => expect(screen.queryByText(ko["consent.error"])).toBeNull());
    expect(location.hash).not.toBe("#/photo");
  });
});
