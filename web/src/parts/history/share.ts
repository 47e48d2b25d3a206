/** Sharing the URL of a result. */

/** Return the URL of a result on the server. */
export function resultAddress(id: string): string {
  return new URL(`#/a/${id}`, location.href).href;
}

export type Shared = "shared" | "dismissed" | "copied" | "not_copied";

/** Open the system's share sheet, or copy to the clipboard where there is none. */
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

/** Copy to the clipboard, which is missing without https and may be refused. */
export async function copy(text: string): Promise<Shared> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    return "not_copied";
  }
}
