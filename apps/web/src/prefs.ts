import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Density, Mode } from "./theme";

/** The languages of the interface; Chinese first. */
export const locales = ["zh-CN", "en"] as const;
export type Locale = (typeof locales)[number];

/** What a person chose on this device. */
interface Prefs {
  locale: Locale;
  mode: Mode | "system";
  density: Density;
  set: (change: Partial<Pick<Prefs, "locale" | "mode" | "density">>) => void;
}

function deviceLocale(): Locale {
  const languages = typeof navigator === "undefined" ? [] : navigator.languages;
  return languages[0]?.startsWith("en") ? "en" : "zh-CN";
}

export const usePrefs = create<Prefs>()(
  persist((set) => ({ locale: deviceLocale(), mode: "system", density: "comfortable", set: (change) => set(change) }), {
    name: "mortise.prefs",
    version: 1,
  }),
);
