// @vitest-environment happy-dom
/** The question box: on its page and beside a result; nothing typed leaves the device. */

import { screen, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import en from "../../src/i18n/en/ask.json";
import koApp from "../../src/i18n/ko/app.json";
import ko from "../../src/i18n/ko/ask.json";
import { type Guide, loadGuide } from "../../src/parts/ask/guide";
import { triage } from "../kept";
import { finished } from "./answers";
import { freshSite, openSite, serve, server, unfold } from "./site";

freshSite();

const MESSAGE = { ko: "진료가 먼저예요.", en: "A doctor comes first." };

type User = ReturnType<typeof openSite>["user"];

async function ask(user: User, question: string, messages = ko): Promise<void> {
  const button = await screen.findByRole("button", { name: messages["ask.submit"] });
  const field = screen.getByRole("textbox", { name: messages["ask.label"] });
  await screen.findByText(messages["ask.private"]);
  await user.clear(field);
  await user.type(field, question);
  await within(button.closest<HTMLElement>(".ask")!).findAllByRole("listitem");
  await user.click(button);
}

function entry(guide: Guide, id: string) {
  return guide.entries.find((each) => each.id === id)!;
}

describe("the question box", () => {
  it("answers with the guide's own sentences and sends, stores and logs nothing of the question", async () => {
    const { guide } = await loadGuide("ko");
    const { user } = openSite("#/ask");
    await screen.findByRole("heading", { level: 1, name: ko["ask.title"] });
    const before = server.asked.length;
    await ask(user, "샴푸를 날마다 해도 괜찮나요");

    const { title, answer } = entry(guide, "wash-how-often");
    const heading = await screen.findByRole("heading", { level: 3, name: title });
    const article = heading.closest("article")!;
    for (const { text, sources } of answer) {
      expect(article.textContent).toContain(text);
      expect(article.innerHTML).toContain(guide.sources[sources[0]!]!.url);
    }
    expect(server.asked).toHaveLength(before);
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain("날마다");
    expect(decodeURIComponent(location.href)).not.toContain("날마다");
  });

  it("shows the help line alone to somebody in despair", async () => {
    const { user } = openSite("#/ask", "en");
    await ask(user, "I want to die", en);
    const call = await screen.findByRole("link", { name: "Call 109" });
    expect(call.getAttribute("href")).toBe("tel:109");
    expect(document.querySelector(".ask-reply article, .ask-others")).toBeNull();
  });

  it("says so where a question is off topic, and offers three near ones", async () => {
    const { guide } = await loadGuide("ko");
    const { user } = openSite("#/ask");
    await ask(user, "비트코인 지금 사도 될까요");
    await screen.findByRole("heading", { name: guide.notices.off_topic!.title });
    expect(document.querySelectorAll(".ask-others details.fold:not(.fold-quiet)")).toHaveLength(3);
  });

  it("beside a result that sends to a doctor says that first, and suggests no product or waiting", async () => {
    const { guide } = await loadGuide("ko");
    const withheld = { code: "doctor_first" as const, message: MESSAGE };
    const own = finished(
      { follicular_erythema_pustules: 3 },
      { result: { triage: triage({ level: "this_week", offers: "none", withheld }) } },
    );
    serve(own);
    const { user } = openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.ask"]);
    await within(section).findByText(ko["ask.suggestions.result"]);
    await ask(user, "두피 뾰루지는 어떻게 관리하나요");

    const { title, answer } = entry(guide, "pustule-care");
    const heading = await within(section).findByRole("heading", { level: 3, name: title });
    const notice = within(section).getByText(guide.doctorFirst);
    expect(notice.compareDocumentPosition(heading)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    const atHome = answer.filter((sentence) => sentence.atHome);
    expect(atHome.length).toBeGreaterThan(0);
    for (const { text } of atHome) expect(section.textContent).not.toContain(text);
  });
});
