/** Every form of using an API that browsers of 2021 lack, each with the API's name. */

export function useNewerApis(
  search: URLSearchParams,
  names: string[],
  signal: AbortSignal | undefined,
) {
  const { size } = search; // URLSearchParams.size
  const { size: renamed } = search; // URLSearchParams.size
  const { at } = names; // Array.at
  return [
    size,
    renamed,
    at,
    search.size, // URLSearchParams.size
    search.size, // URLSearchParams.size
    names.at(-1), // Array.at
    "text".at(-1), // String.at
    new Uint8Array(1).at(-1), // TypedArray.at
    names.findLast(Boolean), // Array.findLast
    names.toSorted(), // Array.toSorted
    Object.hasOwn(search, "size"), // Object.hasOwn
    structuredClone(names), // structuredClone
    window.structuredClone(names), // structuredClone
    AbortSignal.timeout(1), // AbortSignal.timeout
    signal?.throwIfAborted(), // AbortSignal.throwIfAborted
    crypto.randomUUID(), // Crypto.randomUUID
    URL.canParse("/"), // URL.canParse
    new Intl.ListFormat("ko"), // ListFormat
    document.createElement("dialog").showModal(), // HTMLDialogElement.showModal
    document.body.checkVisibility(), // Element.checkVisibility
    document.body.inert, // HTMLElement.inert
    new OffscreenCanvas(1, 1), // OffscreenCanvas
    new Blob().bytes, // Blob.bytes
    new Error("message").cause, // Error.cause
    names.map(String).length, // and what they have is left alone
    document.body.replaceChildren(),
    new URL("/", location.href).searchParams.get("a"),
  ];
}
