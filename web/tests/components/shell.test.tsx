// @vitest-environment happy-dom
/** The frame of every page, and the form of the photo page. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import shell from "../../src/i18n/ko/app.json";
import consent from "../../src/i18n/ko/consent.json";
import photo from "../../src/i18n/ko/photo.json";
import sheet from "../../src/i18n/ko/sheet.json";
import { freshSite, openSite, PHOTO, server } from "./site";

freshSite();

const ko = { ...shell, ...consent, ...photo, ...sheet };

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
    const { journey, user } = openSite("#/photo");
    journey.setPhoto(PHOTO);
    await user.click(await screen.findByRole("button", { name: ko["photo.submit"] }));
    for (const key of [
      "sheet.sex.error",
      "sheet.age.error",
      "consent.error",
      "sheet.fourteen.error",
    ] as const) {
      expect(await screen.findByText(ko[key])).toBeTruthy();
    }
    const first = screen.getByRole("radio", { name: ko["sex.female"] });
    await waitFor(() => expect(document.activeElement).toBe(first));
    const box = screen.getByRole("checkbox", { name: new RegExp(ko["consent.agree"]) });
    const description = document.getElementById(box.getAttribute("aria-describedby")!);
    expect(description!.textContent).toContain(ko["consent.error"]);
    await user.click(box);
    await waitFor(() => expect(screen.queryByText(ko["consent.error"])).toBeNull());
    expect(server.count("POST /api/v1/assessments")).toBe(0);
  });
});
