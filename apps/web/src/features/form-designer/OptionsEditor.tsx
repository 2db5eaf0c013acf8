import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  PlusOutlined,
  StarFilled,
  StarOutlined,
  StopOutlined,
  UndoOutlined,
} from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { type ClipboardEvent, type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { optionsOfLines, renamed } from "@/core/form-model/design/options";
import type { OptionSpec } from "@/core/form-model/kinds";
import { currentLocale } from "@/i18n";
import { useLocalised } from "@/ui/localised";
import { useWanted } from "./focus";
import { freshOption } from "./kinds";
import styles from "./Properties.module.css";

const colours = ["grey", "red", "orange", "gold", "green", "cyan", "blue", "purple", "pink"] as const;

interface Props {
  options: OptionSpec[];
  levels?: true;
  /** The keys that records may hold. */
  inForce: ReadonlySet<string>;
  /** Whether something in the form goes by a key. */
  used: (key: string) => boolean;
  /** The choice with which a new record begins, where there can be one, and the way to say which. */
  preset?: { key: string | null; onChange: (key: string | null) => void };
  onChange: (options: OptionSpec[]) => void;
}

/** The choices of a field, in order: Enter goes on to the next, and pasted lines are one choice each. */
export function OptionsEditor({ options, levels, inForce, used, preset, onChange }: Props) {
  const { t } = useTranslation("designer");
  const list = useRef<HTMLDivElement>(null);
  useWanted("options", list);
  const wanted = useRef<number | null>(null);
  const rowAt = (at: number) =>
    list.current?.querySelector<HTMLInputElement>(`:scope > [data-option="${at}"] input[data-label]`);
  const focus = (at: number) => {
    const input = rowAt(at);
    wanted.current = input ? null : at;
    input?.focus();
    input?.select();
  };
  // A row that is only being added is there once it is drawn: before the next key is pressed.
  useLayoutEffect(() => {
    if (wanted.current !== null) {
      focus(wanted.current);
    }
  });
  const add = (at: number) => {
    onChange(options.toSpliced(at, 0, freshOption(options)));
    focus(at);
  };
  const move = (at: number, to: number) => {
    const option = options[at];
    if (option && to >= 0 && to < options.length) {
      onChange(options.toSpliced(at, 1).toSpliced(to, 0, option));
      focus(to);
    }
  };
  const paste = (at: number, lines: string[]) => {
    const fresh = optionsOfLines(lines, options);
    const option = options[at];
    // What stands there only because a choice has to is replaced by what is pasted.
    const placeholder = option && !inForce.has(option.key) && isFresh(option);
    onChange(options.toSpliced(placeholder ? at : at + 1, placeholder ? 1 : 0, ...fresh));
    focus(at + fresh.length - (placeholder ? 1 : 0));
  };
  return (
    <div ref={list} className={styles.options}>
      {options.map((option, at) => (
        <OptionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: the key of a choice changes while it is named
          key={at}
          at={at}
          option={option}
          last={at === options.length - 1}
          preset={preset}
          onLabel={(label) => onChange(renamed(options, at, label, !inForce.has(option.key) && !used(option.key)))}
          onChange={(next) => onChange(options.with(at, next))}
          onRemove={() => {
            onChange(options.toSpliced(at, 1));
            focus(Math.max(at - 1, 0));
          }}
          onMove={(step) => move(at, at + step)}
          onNext={() => (at + 1 < options.length ? focus(at + 1) : add(at + 1))}
          onPaste={(lines) => paste(at, lines)}
        >
          {levels ? (
            <div className={styles.below}>
              <OptionsEditor
                options={option.children ?? []}
                levels={levels}
                inForce={inForce}
                used={used}
                onChange={(children) => onChange(options.with(at, { ...option, children }))}
              />
            </div>
          ) : null}
        </OptionRow>
      ))}
      <Button size="small" type="dashed" icon={<PlusOutlined aria-hidden />} onClick={() => add(options.length)}>
        {t("options.add")}
      </Button>
      {levels ? null : <p className={styles.help}>{t("options.how")}</p>}
    </div>
  );
}

/** Whether a choice has the name that it was given by itself. */
const isFresh = (option: OptionSpec) => /^(选项 ?\d+|Option \d+)$/.test(option.label?.["zh-CN"] ?? "");

interface RowProps {
  option: OptionSpec;
  at: number;
  last: boolean;
  preset: Props["preset"];
  onLabel: (label: NonNullable<OptionSpec["label"]>) => void;
  onChange: (option: OptionSpec) => void;
  onRemove: () => void;
  onMove: (step: -1 | 1) => void;
  onNext: () => void;
  onPaste: (lines: string[]) => void;
  children?: React.ReactNode;
}

function OptionRow(props: RowProps) {
  const { option, at, last, preset, onLabel, onChange, onRemove, onMove, onNext, onPaste, children } = props;
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const locale = currentLocale();
  const name = localised(option.label) || option.key;
  const other = locale === "en" ? "zh-CN" : "en";
  const label = option.label?.[locale] ?? "";
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) {
      return;
    }
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (step) {
      event.preventDefault();
      onMove(step as -1 | 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      onNext();
    } else if (event.key === "Backspace" && label === "" && at > 0) {
      event.preventDefault();
      onRemove();
    }
  };
  const paste = (event: ClipboardEvent) => {
    const lines = event.clipboardData
      .getData("text/plain")
      .split(/\r?\n|\t/)
      .filter((line) => line.trim() !== "");
    if (lines.length > 1) {
      event.preventDefault();
      onPaste(lines);
    }
  };
  const isPreset = preset?.key === option.key;
  return (
    <div className={styles.option} data-option={at} data-retired={option.retired ? "" : undefined}>
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
          data-label=""
          aria-label={t("options.label", { name })}
          value={label}
          placeholder={localised(option.label) || option.key}
          onFocus={(event) => (isFresh(option) ? event.target.select() : undefined)}
          // The other language shows the same until somebody says otherwise.
          onChange={({ target }) => {
            const same = isFresh(option) || option.label?.[other] === label;
            const both = { "zh-CN": "", ...option.label, [locale]: target.value };
            onLabel(same ? { ...both, [other]: target.value } : both);
          }}
          onKeyDown={press}
          onPaste={paste}
        />
        {preset ? (
          <Button
            size="small"
            type="text"
            icon={isPreset ? <StarFilled aria-hidden /> : <StarOutlined aria-hidden />}
            aria-pressed={isPreset}
            aria-label={t("options.preset", { name })}
            title={t("options.presetText")}
            onClick={() => preset.onChange(isPreset ? null : option.key)}
          />
        ) : null}
        <Button
          size="small"
          type="text"
          icon={<ArrowUpOutlined aria-hidden />}
          disabled={at === 0}
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
