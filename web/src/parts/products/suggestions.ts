/** Products for a result; fetched once, because every response counts a view of each product. */

import { getJson } from "../../api/client";
import type { components } from "../../api/openapi";

export type ProductList = components["schemas"]["ProductList"];
export type Product = components["schemas"]["ProductView"];
export type Medicine = components["schemas"]["MedicineView"];

/** As many as are shown, because each returned product counts as viewed. */
const LIMIT = 6;

const cache = new Map<string, Promise<ProductList>>();

/** Return the products of an assessment, cached while the page is open; failures are not cached. */
export function productsFor(assessment: string): Promise<ProductList> {
  const cached = cache.get(assessment);
  if (cached !== undefined) return cached;
  const request = getJson<ProductList>("/products", { assessment, limit: LIMIT });
  cache.set(assessment, request);
  request.catch(() => cache.delete(assessment));
  return request;
}
