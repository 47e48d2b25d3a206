/** Language of the page: which one, its messages, and its numbers and dates. */

import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { resultDays } from "../shell/config";
import en from "./en/app.json";
import { fill, type Values } from "./format";
import ko from "./ko/app.json";
import { whenNeeded } from "./lazy";

export type MessageKey = keyof typeof ko;
export type Locale = "ko" | "en";

const MESSAGES: Record<Locale, Record<MessageKey, string>> = { ko, en };
const TAGS: Record<Locale, string> = { ko: "ko-KR", en: "en-GB" };
const STORAGE_KEY = "locale";

export interface I18n {
  locale: Locale;
  switchLocale: () => void;
  t: (key: MessageKey, values?: Values) => string;
  percent: (fraction: number) => string;
  /** A probability. Nothing is quite sure or impossible, so neither 100 % nor 0 % is said. */
  chance: (probability: number) => string;
  date: (iso: string) => string;
  decimal: (value: number) => string;
  list: (items: string[]) => string;
  /** How long a result is kept, for the middle of a sentence. */
  period: string;
}

/** Whether a string that came from outside, such as a problem's code, has a message. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.keys(ko).includes(key);
}

function createI18n(locale: Locale, switchLocale: () => void): I18n {
  const tag = TAGS[locale];
  const decimal = whenNeeded(() => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }));
  // Both languages write it alike, and a page's first formatter holds its result up longest.
  const percent = (fraction: number) => `${Math.round(fraction * 100)}%`;
  const date = whenNeeded(
    () => new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "Asia/Seoul" }),
  );
  const list = whenNeeded(() => listFormat(tag));
  const t: I18n["t"] = (key, values = {}) => fill(MESSAGES[locale][key], values);
  return {
    locale,
    switchLocale,
    t,
    percent,
    chance: (probability) => {
      if (probability < 0.005) return t("chance.least");
      return probability >= 0.995 ? t("chance.most") : percent(probability);
    },
    date: (iso) => date().format(new Date(iso)),
    decimal: (value) => decimal().format(value),
    list: (items) => list().format(items),
    period: period(resultDays(), t),
  };
}

function period(days: number | null, t: I18n["t"]): string {
  if (days === null) return t("app.period.unknown");
  return days === 1 ? t("app.period.day") : t("app.period.days", { days });
}

/** Safari 14.0 has no ListFormat: there the names stand side by side. */
function listFormat(tag: string): { format: (items: string[]) => string } {
  if (typeof Intl.ListFormat !== "function") return { format: (items) => items.join(", ") };
  return new Intl.ListFormat(tag, { type: "conjunction" });
}

/** As boot.ts decided before the first paint. */
function initialLocale(): Locale {
  return document.documentElement.lang === "en" ? "en" : "ko";
}

function writeChoice(locale: Locale): void {
  try {
    localStorage.setItem(STORAGE_KEY, locale);
  } catch {
    // storage is switched off: the choice lasts as long as the page
  }
}

const Context = createContext<I18n | null>(null);

export function I18nProvider({ children }: { children: ComponentChildren }) {
  const [locale, setLocale] = useState<Locale>(initialLocale);
  const i18n = useMemo(
    () =>
      createI18n(locale, () => {
        const other = locale === "ko" ? "en" : "ko";
        writeChoice(other);
        setLocale(other);
      }),
    [locale],
  );
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return <Context.Provider value={i18n}>{children}</Context.Provider>;
}

/**
 * The messages of one part of the site, which arrive with that part's code.
 *
 * Each part has `ko/<part>.json` and `en/<part>.json` beside the shell's own `app.json`; keys begin
 * with the part's name, so that no two parts can mean different things by one key.
 */
export function useMessages<Key extends string>(
  messages: Record<Locale, Record<Key, string>>,
): (key: Key, values?: Values) => string {
  const { locale } = useI18n();
  return (key, values = {}) => fill(messages[locale][key], values);
}

export function useI18n(): I18n {
  const i18n = useContext(Context);
  if (i18n === null) throw new Error("useI18n outside of I18nProvider");
  return i18n;
}
