import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { EditProps } from "../contract";

/** A button works on a record that is saved; in the form it only shows where it will stand. */
export function Edit({ label }: EditProps<unknown>) {
  const { t } = useTranslation("fields");
  return (
    <Button disabled title={t("button.saveFirst")}>
      {label}
    </Button>
  );
}
