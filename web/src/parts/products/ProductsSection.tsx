import { useEffect, useRef, useState } from "preact/hooks";
import type { AnalysisResult, Assessment } from "../../api/client";
import { RequestView } from "../../api/RequestView";
import { useRequest } from "../../api/useRequest";
import { useRareGlyphs } from "../../components/useRareGlyphs";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/products.json";
import ko from "../../i18n/ko/products.json";
import { DoctorFirstNotice } from "../../result/DoctorFirstNotice";
import { MedicineItem, ProductCard } from "./ProductCard";
import "./products.css";
import { type ProductList, productsFor } from "./suggestions";

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
}

/** Suggested products; fetched when the section comes near the window, as each response counts a view. */
export function ProductsSection({ assessment }: Props) {
  const t = useMessages({ ko, en });
  const section = useRef<HTMLElement>(null);
  const near = useNear(section);
  useRareGlyphs(near);
  const request = useRequest(near ? assessment.id : null, () => productsFor(assessment.id));
  return (
    <section class="card products" aria-labelledby="products-title" ref={section}>
      <h2 id="products-title">{t("products.title")}</h2>
      <RequestView request={request} failed={t("products.failed")}>
        {(list) => <Suggestions list={list} />}
      </RequestView>
    </section>
  );
}

function Suggestions({ list }: { list: ProductList }) {
  const t = useMessages({ ko, en });
  const { locale } = useI18n();
  const { clinicFirst, withheld, products, medicines, basis } = list;
  return (
    <>
      {clinicFirst && (
        <DoctorFirstNotice class="products-clinic" text={clinicFirst.message[locale]} />
      )}
      {withheld && !clinicFirst && <p class="hint">{withheld.message[locale]}</p>}
      {products.length > 0 ? (
        <>
          <p class="hint">{basis[locale]}</p>
          <ul role="list" class="product-list">
            {products.map((product) => (
              <ProductCard key={product.id} product={product} />
            ))}
          </ul>
        </>
      ) : (
        <p class="products-none">{t(clinicFirst ? "products.none.clinic" : "products.none")}</p>
      )}
      {medicines.length > 0 && (
        <div class="medicines">
          <h3>{t("products.medicines")}</h3>
          <p class="hint">{t("products.medicines.about")}</p>
          <ul role="list" class="medicine-list">
            {medicines.map((medicine) => (
              <MedicineItem key={medicine.id} medicine={medicine} />
            ))}
          </ul>
        </div>
      )}
      {products.length > 0 && <p class="hint products-note">{t("products.note")}</p>}
    </>
  );
}

/** Whether `element` has ever been within half a window of the visible part. */
function useNear(element: { current: HTMLElement | null }): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (near || element.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setNear(true),
      { rootMargin: "50% 0px" },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [near, element]);
  return near;
}
