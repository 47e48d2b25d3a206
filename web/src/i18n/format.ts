/** Placeholders in messages. */

import { particle } from "./particles";

export type Values = Record<string, string | number>;

const PLACEHOLDER = /\{(\w+)(?:([|!])([^{}]+))?\}/g;

/**
 * Return `message` with its placeholders filled.
 *
 * `{name}` inserts a value, `{name|을/를}` the value with its particle, and `{name!을/를}` only the
 * particle, for when a quotation mark stands between the two.
 */
export function fill(message: string, values: Values): string {
  return message.replace(PLACEHOLDER, (whole, name: string, mode?: string, pair?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    const text = String(value);
    if (pair === undefined) return text;
    return mode === "!" ? particle(text, pair) : text + particle(text, pair);
  });
}
