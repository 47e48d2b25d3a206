import { useState } from "preact/hooks";
import type { Product } from "./suggestions";

/** Outlines on a square of 48: a bottle with a pump, a bar, a jar, a dropper, a spray and a flask. */
const OUTLINES: Record<string, string> = {
  shampoo: "M17 18h14v24H17zM22 18v-5h4v5M20 13h10M30 13v-3h-6M17 28h14",
  shampoo_bar: "M8 24a4 4 0 0 1 4-4h24a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4H12a4 4 0 0 1-4-4zM15 27h18",
  pre_shampoo: "M16 20l3-8h10l3 8v22H16zM19 12V8h10v4M16 30h16",
  scaler: "M11 20h26v20a2 2 0 0 1-2 2H13a2 2 0 0 1-2-2zM9 13h30v7H9zM11 30h26",
  serum: "M17 22h14v18a2 2 0 0 1-2 2H19a2 2 0 0 1-2-2zM20 16h8v6h-8zM22 16v-6a2 2 0 0 1 4 0v6",
  spray: "M17 22h14v20H17zM20 16h8v6h-8zM20 16v-5h9M33 9h3M33 12h3M33 15h3",
  tonic: "M20 8h8v8l5 8v16a2 2 0 0 1-2 2H17a2 2 0 0 1-2-2V24l5-8zM15 30h18",
};

/** A product's picture from the shop where `picture` is one, else a drawing of its kind. */
export function ProductPicture({
  kind,
  picture,
}: {
  kind: Product["kind"];
  picture: string | null;
}) {
  const [broken, setBroken] = useState(false);
  if (picture !== null && !broken) {
    return (
      <img
        class="product-picture"
        src={picture}
        alt=""
        width="72"
        height="72"
        loading="lazy"
        referrerpolicy="no-referrer"
        onError={() => setBroken(true)}
      />
    );
  }
  return (
    <svg class="product-picture product-drawing" viewBox="0 0 48 48" aria-hidden="true">
      <path d={OUTLINES[kind] ?? OUTLINES.shampoo} />
    </svg>
  );
}
