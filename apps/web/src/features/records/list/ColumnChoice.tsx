import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { Button, Checkbox, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { FormSpec } from "@/core/form-model/spec";
import { systemFields } from "@/core/form-model/system";
import { useLocalised } from "@/ui/localised";
import styles from "./panels.module.css";
import { columnField } from "./useList";

interface Props {
  spec: FormSpec;
  chosen: string[];
  onChange: (columns: string[] | undefined) => void;
  /** How many stay in place; absent where none can. */
  pinned?: number;
  onPin?: (pinned: number) => void;
}

/** Which columns the list has, and in which order. */
export function ColumnChoice({ spec, chosen, onChange, pinned, onPin }: Props) {
  const { t } = useTranslation("records");
  const localised = useLocalised();
  const all = [...spec.fields, ...systemFields].map((field) => field.key);
  const rest = all.filter((key) => !chosen.includes(key));
  const swap = (at: number, to: number) => {
    const moved = [...chosen];
    const [key] = moved.splice(at, 1);
    onChange(key === undefined ? chosen : moved.toSpliced(to, 0, key));
  };
  return (
    <div className={styles.columns}>
      {onPin ? (
        <span className={styles.column}>
          {t("list.pinned")}
          <InputNumber
            aria-label={t("list.pinned")}
            size="small"
            min={1}
            max={Math.min(8, chosen.length)}
            value={pinned}
            onChange={(value) => value && onPin(value)}
          />
        </span>
      ) : null}
      {chosen.map((key, at) => {
        const name = localised(columnField(spec, key).label);
        return (
          <div key={key} className={styles.column}>
            <Checkbox checked disabled={chosen.length === 1} onChange={() => onChange(chosen.toSpliced(at, 1))}>
              {name}
            </Checkbox>
            <span>
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined aria-hidden />}
                disabled={at === 0}
                aria-label={t("list.columnUp", { name })}
                onClick={() => swap(at, at - 1)}
              />
              <Button
                type="text"
                size="small"
                icon={<ArrowDownOutlined aria-hidden />}
                disabled={at === chosen.length - 1}
                aria-label={t("list.columnDown", { name })}
                onClick={() => swap(at, at + 1)}
              />
            </span>
          </div>
        );
      })}
      {rest.map((key) => (
        <div key={key} className={styles.column}>
          <Checkbox checked={false} onChange={() => onChange([...chosen, key])}>
            {localised(columnField(spec, key).label)}
          </Checkbox>
        </div>
      ))}
      <Button type="link" size="small" onClick={() => onChange(undefined)}>
        {t("list.columnsReset")}
      </Button>
    </div>
  );
}
