import { useTranslation } from "react-i18next";
import { currentLocale } from "@/i18n";
import type { EditProps } from "../../contract";
import { anyText } from "../text";

/** Stands where an input would: this value is given by the system. */
export function ComputedInput({ id, value, describedBy }: EditProps<unknown>) {
  const { t } = useTranslation("fields");
  return (
    <output
      id={id}
      aria-describedby={describedBy}
      style={{ color: value === null ? "var(--m-text-faint)" : undefined }}
    >
      {value === null ? t("computed") : anyText(value, currentLocale())}
    </output>
  );
}
