/** A formatter takes a phone some twenty milliseconds to make, and no page needs them all. */
export function whenNeeded<Formatter>(make: () => Formatter): () => Formatter {
  let made: Formatter | null = null;
  return () => (made ??= make());
}
