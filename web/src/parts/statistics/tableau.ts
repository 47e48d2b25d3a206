/** The URL of a Tableau view in a frame, as Tableau's own embedding element builds it. */

/** Filter of a view: the caption of a field, and its value; null shows every value. */
export interface Filter {
  field: string;
  value: string | null;
}

/** Return the URL that shows the view without Tableau's own page around it, filtered. */
export function embeddedView(url: URL, filters: readonly Filter[]): string {
  const address = new URL(url);
  address.searchParams.set(":embed", "y");
  address.searchParams.set(":showVizHome", "n");
  for (const { field, value } of filters) {
    if (value !== null) address.searchParams.append(field, value);
  }
  return address.href;
}

/** Return an https URL; null for every other text. */
export function secureUrl(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.protocol === "https:" ? url : null;
  } catch {
    return null; // not a URL; URL.parse needs browsers of 2024
  }
}
