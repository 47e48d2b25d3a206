// @vitest-environment happy-dom
/** Suggested products: reasons, prices, sponsorship labels, and what triage withholds. */

import { fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import enApp from "../../src/i18n/en/app.json";
import enProducts from "../../src/i18n/en/products.json";
import koApp from "../../src/i18n/ko/app.json";
import koProducts from "../../src/i18n/ko/products.json";
import { ProductPicture } from "../../src/parts/products/ProductPicture";
import { triage } from "../kept";
import { finished, problem, product, products } from "./answers";
import { freshSite, goTo, openSite, serve, server, unfold } from "./site";

freshSite();

const PRODUCTS = "POST /api/v1/products";

async function shown(section: HTMLElement): Promise<HTMLElement[]> {
  await waitFor(() => expect(section.querySelector(".product")).not.toBeNull());
  return [...section.querySelectorAll<HTMLElement>(".product")];
}

describe("suggested products", () => {
  it("have reasons, claims and counted links, medicines have none", async () => {
    const functional = { ko: "기능성화장품", en: "Functional" };
    const advice = { ko: "약사와 상담하세요.", en: "Ask a pharmacist." };
    const { reasons } = product("P009");
    const medicine = {
      id: "P060",
      brand: "제약",
      name: "액",
      brandEn: null,
      nameEn: null,
      ingredients: ["시클로피록스"],
      ingredientsEn: ["Ciclopirox"],
      reasons,
      advice,
    };
    server.on(PRODUCTS, {
      json: products({
        products: [product("P001", { functional }), product("P002")],
        medicines: [medicine],
      }),
    });
    const own = serve(finished({ hair_loss: 2 }));
    openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.products"]);
    const [first, second] = await shown(section);
    expect(section.textContent).toContain("성분을 기준으로 골랐어요.");
    expect(first!.textContent).toContain("기능성화장품");
    expect(second!.textContent).not.toContain("기능성화장품");
    const why = within(first!).getByRole("list", { name: koProducts["products.reasons"] });
    expect(why.textContent).toContain("탈모");
    expect(section.querySelector(".product-label, .product-price")).toBeNull();
    const link = within(first!).getByRole("link");
    expect(link.textContent).toContain(koApp["app.newwindow"]);
    expect(link.getAttribute("href")).toBe("/api/v1/products/P001/visit");
    expect(link.getAttribute("target")).toBe("_blank");
    expect(link.getAttribute("rel")).toBe("noopener noreferrer");
    const medicines = section.querySelector<HTMLElement>(".medicines")!;
    expect(medicines.textContent).toContain(advice.ko);
    expect(within(medicines).queryByRole("link")).toBeNull();
    const [asked] = server.asked.filter(({ path }) => path === "/api/v1/products");
    expect(JSON.parse(asked!.body)).toEqual({ assessment: own.id, answers: {}, limit: 6 });
  });

  it("have their English names where they have one, and Korean ones otherwise", async () => {
    const known = product("P001", { brandEn: "Brand", nameEn: "Shampoo" });
    server.on(PRODUCTS, { json: products({ products: [known, product("P002")] }) });
    const own = serve(finished({ hair_loss: 2 }));
    openSite(`#/a/${own.id}`, "en");
    const [first, second] = await shown(await unfold(enApp["result.part.products"]));
    expect(first!.textContent).toMatch(/^Brand · Shampoo.*Search at Olive Young: Shampoo/);
    expect(first!.querySelector("[lang=ko]")).toBeNull();
    expect(second!.querySelector("h3 [lang=ko]")!.textContent).toBe("샴푸 P002");
  });

  it("are fetched once for a result, as every response counts as a view", async () => {
    const own = serve(finished({ hair_loss: 2 }));
    const { user } = openSite(`#/a/${own.id}`);
    await shown(await unfold(koApp["result.part.products"]));
    await user.click(screen.getByRole("button", { name: koApp["app.switch"] }));
    goTo(`#/a/${own.id}/report`);
    await waitFor(() => expect(document.querySelector(".products")).toBeNull());
    goTo(`#/a/${own.id}`);
    await shown(await unfold(enApp["result.part.products"]));
    expect(server.count(PRODUCTS)).toBe(1);
  });

  it("are neither shown nor asked for where a doctor comes first", async () => {
    const message = { ko: "진료가 먼저예요.", en: "A doctor comes first." };
    const first = triage({ offers: "none", withheld: { code: "doctor_first", message } });
    const own = serve(finished({ follicular_erythema_pustules: 2 }, { result: { triage: first } }));
    openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.products"]);
    await within(section).findByText(message.ko);
    expect(section.querySelector(".product, .medicine, a")).toBeNull();
    expect(server.count(PRODUCTS)).toBe(0);
  });

  it("say why some of them are missing", async () => {
    const message = { ko: "순한 제품만 보여 드려요.", en: "Gentle products only." };
    const statement = { ko: "멘톨은 뺐어요.", en: "No menthol.", sources: ["nhs"] };
    server.on(PRODUCTS, {
      json: products({ withheld: { code: "doctor_soon", message }, leftOut: [statement] }),
    });
    const own = serve(finished({ hair_loss: 2 }));
    openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.products"]);
    await shown(section);
    expect(section.textContent).toContain(message.ko);
    expect(section.textContent).toContain(statement.ko);
  });

  it("are drawn by kind where the shop's pictures are not switched on", async () => {
    const image = "https://shopping-phinf.pstatic.net/main_1/1.jpg";
    server.on(PRODUCTS, { json: products({ products: [product("P001", { image })] }) });
    const own = serve(finished({ hair_loss: 2 }));
    openSite(`#/a/${own.id}`);
    const [drawn] = await shown(await unfold(koApp["result.part.products"]));
    expect(drawn!.querySelector("svg.product-drawing")).not.toBeNull();
    expect(drawn!.querySelector("img")).toBeNull();
  });

  it("are shown as the shop has them where that is switched on, and drawn if that fails", async () => {
    const image = "https://shopping-phinf.pstatic.net/main_1/1.jpg";
    const { container } = render(<ProductPicture kind="scaler" picture={image} />);
    const picture = container.querySelector("img")!;
    expect([picture.src, picture.referrerPolicy, picture.alt]).toEqual([image, "no-referrer", ""]);
    fireEvent.error(picture);
    await waitFor(() => expect(container.querySelector("svg.product-drawing")).not.toBeNull());
  });

  it("lead to searches of shops for more", async () => {
    const label = { ko: "올리브영에서 ‘비듬 샴푸’ 검색", en: "Search Olive Young" };
    const visit = "/api/v1/products/searches/oliveyoung/dandruff/visit?sex=female";
    server.on(PRODUCTS, {
      json: products({ searches: [{ shop: "oliveyoung", label, visit }] }),
    });
    const own = serve(finished({ dandruff: 1 }));
    openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.products"]);
    await shown(section);
    const link = within(section).getByRole("link", { name: new RegExp(label.ko) });
    expect(link.getAttribute("href")).toBe(visit);
  });

  it("say what is paid for and what they cost", async () => {
    const paid = product("P001", {
      advertisement: { ko: "광고", en: "Ad" },
      advertiser: "예시 광고주",
      price: { won: 12900, source: "네이버 쇼핑", seenOn: "2026-11-20" },
    });
    server.on(PRODUCTS, { json: products({ products: [paid, product("P002")] }) });
    const own = serve(finished({ hair_loss: 2 }));
    openSite(`#/a/${own.id}`);
    const [first, second] = await shown(await unfold(koApp["result.part.products"]));
    expect(first!.querySelector(".product-paid-by")!.textContent).toBe("광고 예시 광고주");
    const price = first!.querySelector(".product-price")!.textContent;
    expect(price).toContain("참고가 12,900원");
    expect(price).toContain("네이버 쇼핑, 2026년 11월 20일 기준");
    expect(second!.querySelector(".product-label, .product-price")).toBeNull();
  });

  it("are none for a scalp that needs nothing", async () => {
    server.on(PRODUCTS, { json: products({ products: [] }) });
    const own = serve(finished({}));
    openSite(`#/a/${own.id}`, "en");
    const section = await unfold(enApp["result.part.products"]);
    await within(section).findByText(enProducts["products.none"]);
    expect(within(section).queryByRole("link")).toBeNull();
  });

  it.each([["lost" as const], [problem(503, "backend_unavailable")]])(
    "that do not load can be asked for again",
    async (fault) => {
      server.on(PRODUCTS, fault);
      const own = serve(finished({ hair_loss: 2 }));
      const { user } = openSite(`#/a/${own.id}`);
      const section = await unfold(koApp["result.part.products"]);
      const alert = await within(section).findByRole("alert");
      expect(alert.textContent).toContain(koProducts["products.failed"]);
      server.on(PRODUCTS, { json: products() });
      await user.click(within(section).getByRole("button", { name: koApp["problem.retry"] }));
      expect(await shown(section)).toHaveLength(2);
    },
  );
});
