import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { I18nProvider } from "react-aria-components";
import { keep, recall } from "../state/storage";
import { ca } from "./ca";
import { en, type Key } from "./en";
import { es } from "./es";
import { zh } from "./zh";

export const LANGUAGES = { en: "English", ca: "Català", es: "Español", zh: "中文" } as const;
export type Language = keyof typeof LANGUAGES;

const MESSAGES: Record<Language, Record<Key, string>> = { en, ca, es, zh };
// How React Aria and Intl call them.
const LOCALES: Record<Language, string> = { en: "en-US", ca: "ca-ES", es: "es-ES", zh: "zh-CN" };

type Values = Record<string, string | number>;
type Words = {
  language: Language;
  setLanguage: (language: Language) => void;
  t: (key: Key, values?: Values) => string;
};

const Speech = createContext<Words | null>(null);

function firstLanguage(): Language {
  const wanted = [recall<string>("language", ""), ...navigator.languages];
  const known = wanted.map((tag) => tag.slice(0, 2)).find((tag) => tag in LANGUAGES);
  return (known ?? "en") as Language;
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = LOCALES[language];
    keep("language", language);
  }, [language]);
  const t = useCallback(
    (key: Key, values: Values = {}) =>
      MESSAGES[language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? "")),
    [language],
  );
  const value = useMemo(() => ({ language, setLanguage, t }), [language, t]);
  return (
    <I18nProvider locale={LOCALES[language]}>
      <Speech value={value}>{children}</Speech>
    </I18nProvider>
  );
}

export function useWords(): Words {
  const words = use(Speech);
  if (words === null) throw new Error("useWords needs a LanguageProvider above it");
  return words;
}

/** Numbers and times as people of this language write them. */
export function useFormats() {
  const { language, t } = useWords();
  return useMemo(() => {
    const locale = LOCALES[language];
    const number = (value: number, digits = 0) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
    return {
      number,
      percent: (share: number) =>
        new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share),
      bytes: (bytes: number) =>
        bytes >= 1e9 ? `${number(bytes / 1e9, 1)} GB` : `${number(Math.max(bytes / 1e6, 0.1), 1)} MB`,
      seconds: (seconds: number) =>
        seconds >= 90
          ? t("unit.minutes", { n: number(seconds / 60, 1) })
          : t("unit.seconds", { n: number(seconds, seconds < 10 ? 1 : 0) }),
      day: (iso: string) =>
        new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(iso)),
      moment: (iso: string) =>
        new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(
          new Date(iso),
        ),
      list: (items: string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(items),
    };
  }, [language, t]);
}
