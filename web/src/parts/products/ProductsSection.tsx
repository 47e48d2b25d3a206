import { useEffect, useState } from "preact/hooks";
import type { Assessment, PatientAnswers, Triage } from "../../api/client";
import { RequestView } from "../../api/RequestView";
import { useRequest } from "../../api/useRequest";
import { CareIcon } from "../../components/icons";
import { OutsideLink } from "../../components/OutsideLink";
import { useRareGlyphs } from "../../components/useRareGlyphs";
import { type I18n, useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/products.json";
import ko from "../../i18n/ko/products.json";
import { loadConfig } from "../../shell/config";
import { MedicineItem, ProductCard } from "./ProductCard";
import "./products.css";
import { type ProductList, productsFor } from "./suggestions";

interface Props {
  assessment: Assessment;
  triage: Triage;
  answers: PatientAnswers;
}

/** Suggested products; where triage allows none, its reason alone, and nothing is asked for. */
export function ProductsSection(props: Props) {
  const { withheld, offers } = props.triage;
  if (offers === "none" && withheld !== null) return <Withheld reason={withheld} />;
  return <Suggested {...props} />;
}

function Suggested({ assessment, answers }: Props) {
  const t = useMessages({ ko, en });
  useRareGlyphs();
  const request = useRequest(JSON.stringify([assessment.id, answers]), () =>
    productsFor(assessment.id, answers),
  );
  return (
    <div class="products">
      <RequestView request={request} failed={t("products.failed")}>
        {(list) => <Suggestions list={list} />}
      </RequestView>
    </div>
  );
}

/** Why products are withheld, all or some: a sentence of the API's. */
function Withheld({ reason }: { reason: NonNullable<Triage["withheld"]> }) {
  const { locale } = useI18n();
  return (
    <p class="notice notice-care products-withheld">
      <CareIcon />
      <span>{reason.message[locale]}</span>
    </p>
  );
}

function Suggestions({ list }: { list: ProductList }) {
  const t = useMessages({ ko, en });
  const { locale } = useI18n();
  const { withheld, leftOut, products, searches, medicines, basis } = list;
  const [pictures, setPictures] = useState(false);
  useEffect(() => {
    void loadConfig().then(({ shopPictures }) => setPictures(shopPictures));
  }, []);
  return (
    <>
      {withheld && <Withheld reason={withheld} />}
      {products.length > 0 && (
        <>
          <p class="hint">{basis[locale]}</p>
          <ul role="list" class="product-list">
            {products.map((product) => (
              <ProductCard key={product.id} product={product} pictures={pictures} />
            ))}
          </ul>
        </>
      )}
      {products.length === 0 && !withheld && <p class="products-none">{t("products.none")}</p>}
      {searches.length > 0 && (
        <div class="product-searches">
          <h3>{t("products.searches")}</h3>
          <p class="hint">{t("products.searches.about")}</p>
          <p class="buttons">
            {searches.map((search) => (
              <OutsideLink key={search.shop} href={search.visit} class="button button-small">
                {search.label[locale]}
              </OutsideLink>
            ))}
          </p>
        </div>
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
      {leftOut.length > 0 && <LeftOut statements={leftOut} locale={locale} />}
      {products.length > 0 && <p class="hint products-note">{t("products.note")}</p>}
    </>
  );
}

interface LeftOutProps {
  statements: ProductList["leftOut"];
  locale: I18n["locale"];
}

/** Why products that suit the symptoms do not suit this person. */
function LeftOut({ statements, locale }: LeftOutProps) {
  const t = useMessages({ ko, en });
  return (
    <div>
      <h3>{t("products.left_out")}</h3>
      <ul class="products-left-out">
        {statements.map((statement) => (
          <li key={statement.ko}>{statement[locale]}</li>
        ))}
      </ul>
    </div>
  );
}
