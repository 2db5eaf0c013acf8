import i18next, { type BackendModule, type ResourceKey } from "i18next";
import { initReactI18next } from "react-i18next";
import { type Locale, locales } from "@/prefs";

const files = import.meta.glob<{ default: ResourceKey }>("./*/*.json");

/** Each namespace is a file, fetched when the first page that needs it opens. */
const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`];
    if (!load) {
      done(new Error(`no texts \`${namespace}\` in ${language}`), null);
      return;
    }
    load().then(
      (module) => done(null, module.default),
      (error: Error) => done(error, null),
    );
  },
};

/** Starts the texts in a language; resolves when the shared ones are there. */
export async function startI18n(locale: Locale): Promise<void> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: locale,
      supportedLngs: [...locales],
      fallbackLng: "zh-CN",
      load: "currentOnly",
      ns: ["common"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  await switchLanguage(locale);
}

/** Switches the texts and what depends on the language. */
export async function switchLanguage(locale: Locale): Promise<void> {
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}

/** The language in use. */
export function currentLocale(): Locale {
  return i18next.language === "en" ? "en" : "zh-CN";
}
