import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { I18nText } from "@/api/types";
import { currentLocale } from "@/i18n";
import type { Locale } from "@/prefs";

/** A text in a language, else in the other one. */
export function inLocale(text: I18nText | string | null | undefined, locale: Locale): string {
  if (!text) {
    return "";
  }
  if (typeof text === "string") {
    return text;
  }
  return (locale === "en" ? text.en : text["zh-CN"]) || text["zh-CN"] || text.en || "";
}

/** Reads author's texts in the language of the interface. */
export function useLocalised(): (text: I18nText | string | null | undefined) => string {
  useTranslation();
  const locale = currentLocale();
  return useCallback((text) => inLocale(text, locale), [locale]);
}
