import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Filter } from "@/core/filter/filter";
import { emptyGroup, type FilterGroup, toFilter } from "@/core/filter/rows";
import { systemFields } from "@/core/form-model/system";
import { FilterBuilder } from "@/fields/FilterBuilder";
import { FilterText } from "@/fields/FilterText";
import type { SettingsProps } from "../kind";
import styles from "./Settings.module.css";

interface ColourRule {
  when: Filter;
  colour: string;
}

const colours = ["red", "orange", "yellow", "green", "blue", "purple", "grey"];
const most = 8;

/** Conditions under which rows stand out; of several the first that holds decides. */
export function ColourRules({ list, settings, onChange }: SettingsProps) {
  const { t } = useTranslation("views");
  const rules = (settings.colours as ColourRule[] | undefined) ?? [];
  const [group, setGroup] = useState<FilterGroup | null>(null);
  const [colour, setColour] = useState("red");
  const fields = [...list.spec.fields, ...systemFields];
  const put = (next: ColourRule[]) => onChange({ colours: next });
  const when = group ? toFilter(group) : null;
  const picker = (value: string, set: (colour: string) => void) => (
    <Select
      aria-label={t("colour")}
      value={value}
      options={colours.map((name) => ({ value: name, label: t(`colours.${name}`) }))}
      onChange={set}
    />
  );
  return (
    <Form.Item label={t("setting.colours")}>
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place
        <div key={at} className={styles.line}>
          <span className={styles.condition}>
            <FilterText fields={fields} filter={rule.when} />
          </span>
          {picker(rule.colour, (next) => put(rules.with(at, { ...rule, colour: next })))}
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t("common:act.delete")}
            onClick={() => put(rules.toSpliced(at, 1))}
          />
        </div>
      ))}
      {group ? (
        <div className={styles.rule}>
          <FilterBuilder fields={fields} place={{ app: list.app, form: list.form }} group={group} onChange={setGroup} />
          <div className={styles.acts}>
            {picker(colour, setColour)}
            <Button onClick={() => setGroup(null)}>{t("common:act.cancel")}</Button>
            <Button
              disabled={!when}
              onClick={() => {
                if (when) {
                  put([...rules, { when, colour }]);
                  setGroup(null);
                }
              }}
            >
              {t("common:act.add")}
            </Button>
          </div>
        </div>
      ) : (
        <Button
          type="dashed"
          icon={<PlusOutlined aria-hidden />}
          disabled={rules.length >= most}
          onClick={() => setGroup(emptyGroup)}
        >
          {t("addColour")}
        </Button>
      )}
    </Form.Item>
  );
}
