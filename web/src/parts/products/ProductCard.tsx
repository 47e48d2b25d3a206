import { OutsideLink } from "../../components/OutsideLink";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/products.json";
import ko from "../../i18n/ko/products.json";
import { GradeSteps } from "../../result/Grade";
import { ProductPicture } from "./ProductPicture";
import type { Medicine, Product } from "./suggestions";

/** One product: what it is, why it is suggested, and a counted link to a shop. */
export function ProductCard({ product, pictures }: { product: Product; pictures: boolean }) {
  const t = useMessages({ ko, en });
  const { locale, decimal, date } = useI18n();
  const { advertisement, advertiser, functional, price } = product;
  const picture = pictures ? product.image : null;
  return (
    <li class={advertisement ? "product product-paid" : "product"}>
      <div class="product-top">
        <ProductPicture kind={product.kind} picture={picture} />
        <div>
          {advertisement && (
            <p class="product-paid-by">
              <strong class="product-label">{advertisement[locale]}</strong>{" "}
              <span lang="ko">{advertiser}</span>
            </p>
          )}
          <p class="hint">
            <Name ko={product.brand} en={product.brandEn} /> · {product.category[locale]}
          </p>
          <h3>
            <Name ko={product.name} en={product.nameEn} />
          </h3>
        </div>
      </div>
      <Reasons reasons={product.reasons} />
      {functional && <p class="product-functional">{functional[locale]}</p>}
      {price && (
        <p class="product-price">
          <span>{t("products.price")}</span>{" "}
          <strong>{t("products.won", { won: decimal(price.won) })}</strong>
          <span class="hint">
            {t("products.price.source", { source: price.source, date: date(price.seenOn) })}
          </span>
        </p>
      )}
      {picture !== null && <p class="hint product-credit">{t("products.picture")}</p>}
      <OutsideLink href={product.visit} class="button button-small product-visit">
        {product.visitLabel[locale]}
        <span class="visually-hidden">
          : <Name ko={product.name} en={product.nameEn} />
        </span>
      </OutsideLink>
    </li>
  );
}

/** An over-the-counter medicine: information without a link to buy it. */
export function MedicineItem({ medicine }: { medicine: Medicine }) {
  const t = useMessages({ ko, en });
  const { locale, list } = useI18n();
  const ingredients = locale === "en" ? medicine.ingredientsEn : medicine.ingredients;
  return (
    <li class="medicine">
      <h4>
        <Name ko={medicine.name} en={medicine.nameEn} />{" "}
        <span class="hint">
          <Name ko={medicine.brand} en={medicine.brandEn} />
        </span>
      </h4>
      <p class="hint">{t("products.ingredients", { names: list(ingredients) })}</p>
      <Reasons reasons={medicine.reasons} />
      <p class="medicine-advice">{medicine.advice[locale]}</p>
    </li>
  );
}

/** A name in the page's language where it has one, and in Korean otherwise. */
function Name({ ko: korean, en: english }: { ko: string; en: string | null }) {
  const { locale } = useI18n();
  if (locale === "en" && english !== null) return <span>{english}</span>;
  return <span lang="ko">{korean}</span>;
}

function Reasons({ reasons }: { reasons: Product["reasons"] }) {
  const t = useMessages({ ko, en });
  const { locale, t: shell } = useI18n();
  return (
    <ul role="list" class="product-reasons" aria-label={t("products.reasons")}>
      {reasons.map((reason) => (
        <li key={reason.symptom} class={`grade-tint-${reason.grade}`}>
          <GradeSteps grade={reason.grade} />
          <span>
            {reason.words[locale]}
            <span class="visually-hidden"> ({shell(`grade.${reason.grade}`)})</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
