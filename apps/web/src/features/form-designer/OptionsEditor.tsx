import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  PlusOutlined,
  StopOutlined,
  UndoOutlined,
} from "@ant-design/icons";
import { Button, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OptionSpec } from "@/core/form-model/kinds";
import { currentLocale } from "@/i18n";
import { useLocalised } from "@/ui/localised";
import { freshOption, optionsOfLines } from "./options";
import styles from "./Properties.module.css";

const colours = ["grey", "red", "orange", "gold", "green", "cyan", "blue", "purple", "pink"] as const;

interface Props {
  options: OptionSpec[];
  levels?: true;
  onChange: (options: OptionSpec[]) => void;
}

/** The choices of a field, in order. A key stays what it is; only its words change. */
export function OptionsEditor({ options, levels, onChange }: Props) {
  const { t } = useTranslation("designer");
  const [many, setMany] = useState<string | null>(null);
  return (
    <div className={styles.options}>
      {options.map((option, at) => (
        <OptionRow
          key={option.key}
          option={option}
          first={at === 0}
          last={at === options.length - 1}
          onChange={(next) => onChange(options.with(at, next))}
          onRemove={() => onChange(options.toSpliced(at, 1))}
          onMove={(step) => onChange(options.toSpliced(at, 1).toSpliced(at + step, 0, option))}
        >
          {levels ? (
            <div className={styles.below}>
              <OptionsEditor
                options={option.children ?? []}
                levels={levels}
                onChange={(children) => onChange(options.with(at, { ...option, children }))}
              />
            </div>
          ) : null}
        </OptionRow>
      ))}
      <div className={styles.condition}>
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => onChange([...options, freshOption(options)])}
        >
          {t("options.add")}
        </Button>
        {levels ? null : (
          <Button size="small" type="text" onClick={() => setMany("")}>
            {t("options.many")}
          </Button>
        )}
      </div>
      <Modal
        open={many !== null}
        title={t("options.many")}
        okText={t("common:act.add")}
        cancelText={t("common:act.cancel")}
        onCancel={() => setMany(null)}
        onOk={() => {
          onChange([...options, ...optionsOfLines(many ?? "", options)]);
          setMany(null);
        }}
      >
        <p>{t("options.manyText")}</p>
        <Input.TextArea
          autoFocus
          aria-label={t("options.many")}
          value={many ?? ""}
          autoSize={{ minRows: 6, maxRows: 16 }}
          onChange={(event) => setMany(event.target.value)}
        />
      </Modal>
    </div>
  );
}

interface RowProps {
  option: OptionSpec;
  first: boolean;
  last: boolean;
  onChange: (option: OptionSpec) => void;
  onRemove: () => void;
  onMove: (step: -1 | 1) => void;
  children?: React.ReactNode;
}

function OptionRow({ option, first, last, onChange, onRemove, onMove, children }: RowProps) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const locale = currentLocale();
  const name = localised(option.label) || option.key;
  return (
    <div className={styles.option} data-retired={option.retired ? "" : undefined}>
      <div className={styles.optionLine}>
        <Select
          size="small"
          variant="borderless"
          className={styles.swatch}
          aria-label={t("options.colour", { name })}
          popupMatchSelectWidth={false}
          suffixIcon={null}
          value={option.colour ?? "grey"}
          options={colours.map((colour) => ({ value: colour, label: t(`colour.${colour}`) }))}
          labelRender={({ value }) => <span className={styles.dot} data-colour={value} />}
          onChange={(colour) => onChange({ ...option, colour })}
        />
        <Input
          size="small"
          aria-label={t("options.label", { name })}
          value={option.label?.[locale] ?? ""}
          placeholder={option.key}
          onChange={(event) =>
            onChange({ ...option, label: { "zh-CN": "", ...option.label, [locale]: event.target.value } })
          }
        />
        <Button
          size="small"
          type="text"
          icon={<ArrowUpOutlined aria-hidden />}
          disabled={first}
          aria-label={t("tool.up", { name })}
          onClick={() => onMove(-1)}
        />
        <Button
          size="small"
          type="text"
          icon={<ArrowDownOutlined aria-hidden />}
          disabled={last}
          aria-label={t("tool.down", { name })}
          onClick={() => onMove(1)}
        />
        <Button
          size="small"
          type="text"
          icon={option.retired ? <UndoOutlined aria-hidden /> : <StopOutlined aria-hidden />}
          title={t(option.retired ? "options.restore" : "options.retire")}
          aria-label={t(option.retired ? "options.restoreOne" : "options.retireOne", { name })}
          onClick={() => onChange({ ...option, retired: !option.retired || undefined })}
        />
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={t("tool.remove", { name })}
          onClick={onRemove}
        />
      </div>
      {children}
    </div>
  );
}
