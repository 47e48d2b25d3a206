/** Products for a result: asked for once, because every answer counts as a view of each product. */

import { getJson } from "../../api/client";
import type { components } from "../../api/openapi";

export type ProductList = components["schemas"]["ProductList"];
export type Product = components["schemas"]["ProductView"];
export type Medicine = components["schemas"]["MedicineView"];

/** As many as are shown: what nobody sees must not count as seen. */
const LIMIT = 6;

const asked = new Map<string, Promise<ProductList>>();

/** The same answer for the same result as long as the page lives; a failure may be asked again. */
export function productsFor(assessment: string): Promise<ProductList> {
  const known = asked.get(assessment);
  if (known !== undefined) return known;
  const asking = getJson<ProductList>("/products", { assessment, limit: LIMIT });
  asked.set(assessment, asking);
  asking.catch(() => asked.delete(assessment));
  return asking;
}
