import { Input } from "antd";
import { useTranslation } from "react-i18next";
import type { Json } from "@/api/types";
import { isMap } from "../_shared/text";
import type { EditProps } from "../contract";
import { Edit as RegionEdit } from "../region/Edit";
import styles from "./Edit.module.css";

/** A division and what stands behind it: street and number. */
export function Edit(props: EditProps<{ region_only?: boolean }>) {
  const { value, onChange, onBlur, disabled, status, label } = props;
  const { t } = useTranslation("fields");
  const parts: { [key: string]: Json } = isMap(value) ? value : {};
  const put = (change: { region?: Json; detail?: Json }) => {
    const next = { ...parts, ...change };
    const filled = Object.entries(next).filter(([, part]) => part);
    onChange(filled.length > 0 ? Object.fromEntries(filled) : null);
  };
  return (
    <span className={styles.address}>
      <RegionEdit {...props} settings={{}} value={parts.region ?? null} onChange={(region) => put({ region })} />
      {props.settings.region_only ? null : (
        <Input
          aria-label={t("address.detail", { label })}
          placeholder={t("address.hint")}
          value={typeof parts.detail === "string" ? parts.detail : ""}
          disabled={disabled}
          status={status}
          onChange={(event) => put({ detail: event.target.value || null })}
          onBlur={onBlur}
        />
      )}
    </span>
  );
}
