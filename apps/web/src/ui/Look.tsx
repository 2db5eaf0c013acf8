import { ConfigProvider, type ConfigProviderProps } from "antd";
import dayjs from "dayjs";
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect, useMemo, useState } from "react";
import { switchLanguage } from "@/i18n";
import { usePrefs } from "@/prefs";
import { antdConfig, applyPalette, type Mode } from "@/theme";
import { useMedia } from "./media";

const FeedbackHolder = lazy(() => import("./FeedbackHolder").then((module) => ({ default: module.FeedbackHolder })));

/** The mode in use: what the person chose, else what the device says. */
export function useMode(): Mode {
  const chosen = usePrefs((prefs) => prefs.mode);
  const deviceIsDark = useMedia("(prefers-color-scheme: dark)");
  return chosen === "system" ? (deviceIsDark ? "dark" : "light") : chosen;
}

type AntdLocale = NonNullable<ConfigProviderProps["locale"]>;

/** antd's own texts and dayjs' calendar in the language of the interface. */
function useAntdLocale(): AntdLocale {
  const locale = usePrefs((prefs) => prefs.locale);
  // Never absent: that it comes must not put everything below anew.
  const [texts, setTexts] = useState<AntdLocale>({ locale: "" });
  useEffect(() => {
    let gone = false;
    const load = async () => {
      await switchLanguage(locale);
      const module = locale === "en" ? await import("./locale/en") : await import("./locale/zh");
      if (!gone) {
        dayjs.locale(module.calendar);
        setTexts(module.antd);
      }
    };
    void load();
    return () => {
      gone = true;
    };
  }, [locale]);
  return texts;
}

/** Theme, language and antd's context around the whole interface. */
export function Look({ children }: { children: ReactNode }) {
  const mode = useMode();
  const density = usePrefs((prefs) => prefs.density);
  const calm = useMedia("(prefers-reduced-motion: reduce)");
  const theme = useMemo(() => antdConfig(mode, density, calm), [mode, density, calm]);
  const locale = useAntdLocale();
  useLayoutEffect(() => applyPalette(mode, document.documentElement), [mode]);
  return (
    <ConfigProvider theme={theme} locale={locale} button={{ autoInsertSpace: false }}>
      {children}
      <Suspense>
        <FeedbackHolder />
      </Suspense>
    </ConfigProvider>
  );
}
