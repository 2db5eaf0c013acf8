import { Switch } from "antd";
import type { I18nText } from "@/api/types";
import { currentLocale } from "@/i18n";
import { localText } from "../_shared/text";
import type { EditProps } from "../contract";

interface Settings {
  yes?: I18nText | null;
  no?: I18nText | null;
}

export function Edit({ id, value, settings, onChange, disabled, describedBy }: EditProps<Settings>) {
  const locale = currentLocale();
  return (
    <Switch
      id={id}
      checked={value === true}
      checkedChildren={localText(settings.yes, locale) || undefined}
      unCheckedChildren={localText(settings.no, locale) || undefined}
      disabled={disabled}
      aria-describedby={describedBy}
      onChange={(on) => onChange(on)}
    />
  );
}
