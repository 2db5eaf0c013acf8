import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { I18nText } from "@/api/types";
import { useLocalised } from "@/ui/localised";
import type { EditProps } from "../contract";

/** A button works on a record that is saved; in the form it only shows where it will stand. */
export function Edit({ settings, label }: EditProps<{ label?: I18nText | null }>) {
  const { t } = useTranslation("fields");
  const localised = useLocalised();
  return (
    <Button disabled title={t("button.saveFirst")}>
      {localised(settings.label) || label}
    </Button>
  );
}
