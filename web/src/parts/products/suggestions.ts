/** Products for a result; fetched once, because every response counts a view of each product. */

import { type PatientAnswers, postJson } from "../../api/client";
import type { components } from "../../api/openapi";

export type ProductList = components["schemas"]["ProductList"];
export type Product = components["schemas"]["ProductView"];
export type Medicine = components["schemas"]["MedicineView"];

/** As many as are shown, because each returned product counts as viewed. */
const LIMIT = 6;

const cache = new Map<string, Promise<ProductList>>();

/** Return the products of an assessment, cached while the page is open; failures are not cached. */
export function productsFor(assessment: string, answers: PatientAnswers): Promise<ProductList> {
  const key = JSON.stringify([assessment, answers]);
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const request = postJson<ProductList>("/products", { assessment, answers, limit: LIMIT });
  cache.set(key, request);
  request.catch(() => cache.delete(key));
  return request;
}
