import { MoonOutlined, SunOutlined, TranslationOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { usePrefs } from "@/prefs";
import { useMode } from "./Look";

/** Language and light or dark, where there is no menu for them. */
export function LookSwitches() {
  const { t } = useTranslation();
  const mode = useMode();
  const locale = usePrefs((prefs) => prefs.locale);
  const set = usePrefs((prefs) => prefs.set);
  const otherLocale = locale === "en" ? "zh-CN" : "en";
  const otherMode = mode === "dark" ? "light" : "dark";
  return (
    <span>
      <Button
        type="text"
        icon={<TranslationOutlined aria-hidden />}
        lang={otherLocale}
        onClick={() => set({ locale: otherLocale })}
      >
        {t(`language.${otherLocale}`)}
      </Button>
      <Button
        type="text"
        icon={mode === "dark" ? <SunOutlined aria-hidden /> : <MoonOutlined aria-hidden />}
        aria-label={t(`mode.${otherMode}`)}
        onClick={() => set({ mode: otherMode })}
      />
    </span>
  );
}
