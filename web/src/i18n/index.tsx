/** Language of the page: messages, numbers and dates. */

import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { resultDays } from "../shell/config";
import en from "./en/app.json";
import { fill, type Values } from "./format";
import ko from "./ko/app.json";
import { lazy } from "./lazy";
import { dateParts, decimal } from "./withoutIntl";

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
  date: (iso: string) => string;
  decimal: (value: number) => string;
  list: (items: string[]) => string;
  /** How long a result is stored, for use within a sentence. */
  period: string;
}

/** Whether a string from outside, such as one made of a problem's code, is the key of a message. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.keys(ko).includes(key);
}

function createI18n(locale: Locale, switchLocale: () => void): I18n {
  const tag = TAGS[locale];
  const percent = (fraction: number) => `${Math.round(fraction * 100)}%`;
  const list = lazy(() => listFormat(tag));
  const t: I18n["t"] = (key, values = {}) => fill(MESSAGES[locale][key], values);
  return {
    locale,
    switchLocale,
    t,
    percent,
    date: (iso) => t("app.date", dateParts(iso, t("app.months"))),
    decimal,
    list: (items) => list().format(items),
    period: period(resultDays(), t),
  };
}

function period(days: number | null, t: I18n["t"]): string {
  if (days === null) return t("app.period.unknown");
  return days === 1 ? t("app.period.day") : t("app.period.days", { days });
}

/** Safari 14.0 has no ListFormat: there items are joined by commas. */
function listFormat(tag: string): { format: (items: string[]) => string } {
  if (typeof Intl.ListFormat !== "function") return { format: (items) => items.join(", ") };
  return new Intl.ListFormat(tag, { type: "conjunction" });
}

/** Return the language chosen by boot.ts before the first paint. */
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
 * Return the translate function of one part of the site, whose messages are loaded with its code.
 *
 * Each part has `ko/<part>.json` and `en/<part>.json` beside the shell's `app.json`; keys begin with the
 * file's name, so that keys are unique across parts.
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
