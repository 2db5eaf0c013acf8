import { EyeInvisibleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Json } from "@/api/types";
import type { FieldSpec } from "@/core/form-model/spec";
import { isBlank, type Values } from "@/core/form-runtime/path";
import { currentLocale } from "@/i18n";
import { isMap } from "./_shared/text";
import type { Place } from "./contract";
import { kindUi } from "./index";
import { CellContext } from "./scope";
import { fieldText, settingsIn } from "./texts";

interface Props {
  field: FieldSpec;
  value: Json | undefined;
  place: Place;
  values?: Values;
}

function Value({ field, value, place, values, as }: Props & { as: "View" | "Cell" }) {
  const { t } = useTranslation("fields");
  const ui = kindUi(field.type.kind);
  if (isMap(value) && "masked" in value) {
    return (
      <span title={t("masked")}>
        <EyeInvisibleOutlined aria-hidden style={{ color: "var(--m-text-faint)" }} /> {String(value.masked)}
      </span>
    );
  }
  if (isBlank(value) && !ui.valueless) {
    return as === "View" ? <span style={{ color: "var(--m-text-faint)" }}>—</span> : null;
  }
  const Shown = ui[as];
  return (
    <Shown
      value={(value ?? "") as NonNullable<Json>}
      settings={settingsIn(field, values)}
      text={fieldText(field, value, currentLocale(), values)}
      place={place}
      values={values}
    />
  );
}

/** A value in a list or a row: one line. */
export function FieldCell(props: Props) {
  return <Value {...props} as="Cell" />;
}

/** A value on the page of its record. */
export function FieldView(props: Props) {
  return (
    <CellContext value={FieldCell}>
      <Value {...props} as="View" />
    </CellContext>
  );
}
