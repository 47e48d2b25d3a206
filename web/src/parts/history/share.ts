/** Handing on the address of a result. */

/** The address at which a result can be looked up until the server deletes it. */
export function resultAddress(id: string): string {
  return new URL(`#/a/${id}`, location.href).href;
}

export type Shared = "shared" | "dismissed" | "copied" | "not_copied";

/** The system's share sheet where there is one, else the clipboard. */
export async function share(title: string, url: string): Promise<Shared> {
  if (typeof navigator.share !== "function") return copy(url);
  try {
    await navigator.share({ title, url });
    return "shared";
  } catch (error) {
    const dismissed = error instanceof DOMException && error.name === "AbortError";
    return dismissed ? "dismissed" : copy(url);
  }
}

/** Outside of https there is no clipboard, and permission may be refused. */
export async function copy(text: string): Promise<Shared> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    return "not_copied";
  }
}
