import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FormSpec, SortSpec } from "@/core/form-model/spec";
import { systemFields } from "@/core/form-model/system";
import { kindUi } from "@/fields/index";
import { useLocalised } from "@/ui/localised";
import styles from "./panels.module.css";

const most = 4;

interface Props {
  spec: FormSpec;
  sort: SortSpec[];
  onChange: (sort: SortSpec[]) => void;
}

/** The order of the list: by one field, then by another where those are equal. */
export function SortPanel({ spec, sort, onChange }: Props) {
  const { t } = useTranslation("records");
  const localised = useLocalised();
  const sortable = [...spec.fields, ...systemFields].filter((field) => !kindUi(field.type.kind).unsortable);
  const free = sortable.filter((field) => !sort.some((item) => item.field === field.key));
  const options = (own: string) =>
    sortable
      .filter((field) => field.key === own || free.includes(field))
      .map((field) => ({ value: field.key, label: localised(field.label) }));
  return (
    <div className={styles.lines}>
      {sort.map((item, at) => (
        <div key={item.field} className={styles.line}>
          <Select
            aria-label={t("list.sortField")}
            showSearch={{ optionFilterProp: "label" }}
            value={item.field}
            options={options(item.field)}
            onChange={(field) => onChange(sort.with(at, { ...item, field }))}
          />
          <Select
            aria-label={t("list.direction")}
            value={item.desc ? "desc" : "asc"}
            options={["asc", "desc"].map((value) => ({ value, label: t(`list.${value}`) }))}
            onChange={(value) =>
              onChange(sort.with(at, { field: item.field, ...(value === "desc" ? { desc: true } : {}) }))
            }
          />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t("common:act.delete")}
            onClick={() => onChange(sort.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined aria-hidden />}
        disabled={sort.length >= most || free.length === 0}
        onClick={() => onChange([...sort, { field: free[0]?.key ?? "_updated_at" }])}
      >
        {t("list.addSort")}
      </Button>
    </div>
  );
}
