/** Create a formatter on first use: on a phone each takes about 20 ms, and no page needs all. */
export function lazy<Formatter>(make: () => Formatter): () => Formatter {
  let made: Formatter | null = null;
  return () => (made ??= make());
}
