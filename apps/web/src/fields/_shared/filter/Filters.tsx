import { DatePicker, Input, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { ChoiceSource } from "@/api/queries/choices";
import type { Json } from "@/api/types";
import { takesMany } from "@/core/filter/filter";
import type { OptionSpec } from "@/core/form-model/kinds";
import { currentLocale } from "@/i18n";
import type { FilterProps } from "../../contract";
import { asWall, fromWall } from "../edit/DateInput";
import { RefInput, refsOf } from "../edit/RefInput";
import { flatOptions, grouped, localText, typedNumber, yesNo } from "../text";

const width = { width: "100%" };

/** A word, or several for "one of". */
export function TextFilter({ op, value, onChange, label }: FilterProps<unknown>) {
  if (takesMany(op)) {
    const words = Array.isArray(value) ? value.map(String) : [];
    return (
      <Select
        mode="tags"
        style={width}
        aria-label={label}
        value={words}
        open={false}
        suffixIcon={null}
        onChange={(list) => onChange(list)}
      />
    );
  }
  return (
    <Input
      aria-label={label}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => onChange(event.target.value || undefined)}
    />
  );
}

interface FigureProps {
  value: Json | undefined;
  label: string;
  whole: boolean;
  /** Without separators between thousands. */
  plain?: boolean;
  onChange: (value: Json | undefined) => void;
}

function Figure({ value, label, whole, plain, onChange }: FigureProps) {
  return (
    <InputNumber<string>
      stringMode
      controls={false}
      style={width}
      aria-label={label}
      value={value === undefined || value === null ? null : String(value)}
      formatter={(text, info) => (info.userTyping ? info.input : plain ? (text ?? "") : grouped(text ?? ""))}
      parser={(text) => typedNumber(text ?? "") ?? ""}
      onChange={(text) => onChange(text ? (whole ? Number(text) : text) : undefined)}
    />
  );
}

function figureFilter(whole: boolean) {
  return function NumberFilter({ op, value, onChange, label, settings }: FilterProps<object>) {
    const { t } = useTranslation("fields");
    const look = { whole, plain: "plain" in settings && settings.plain === true };
    if (op !== "between") {
      return <Figure {...look} value={value} label={label} onChange={onChange} />;
    }
    const [low = null, high = null] = Array.isArray(value) ? value : [];
    return (
      <span style={{ display: "flex", alignItems: "center", gap: 4 }}>
        <Figure
          {...look}
          value={low}
          label={t("filter.from", { label })}
          onChange={(next) => onChange([next ?? null, high])}
        />
        ~
        <Figure
          {...look}
          value={high}
          label={t("filter.to", { label })}
          onChange={(next) => onChange([low, next ?? null])}
        />
      </span>
    );
  };
}

/** Exact numbers travel as text, whole ones as numbers. */
export const DecimalFilter = figureFilter(false);
export const WholeFilter = figureFilter(true);

export function BoolFilter({ value, onChange, label, settings }: FilterProps<{ yes?: unknown; no?: unknown }>) {
  const word = (truth: boolean) => {
    const own = (truth ? settings.yes : settings.no) as { "zh-CN": string; en?: string } | null | undefined;
    return localText(own, currentLocale()) || yesNo(truth, currentLocale());
  };
  return (
    <Select
      style={width}
      aria-label={label}
      value={typeof value === "boolean" ? String(value) : undefined}
      options={[
        { value: "true", label: word(true) },
        { value: "false", label: word(false) },
      ]}
      onChange={(text) => onChange(text === "true")}
    />
  );
}

export function OptionFilter({ op, value, onChange, label, settings }: FilterProps<{ options?: OptionSpec[] }>) {
  const options = flatOptions(settings.options).map(({ option, path }) => ({
    value: option.key,
    label: path.map((step) => localText(step.label, currentLocale()) || step.key).join(" / "),
  }));
  const shared = { style: width, "aria-label": label, options, showSearch: { optionFilterProp: "label" } };
  return takesMany(op) ? (
    <Select<string[]>
      {...shared}
      mode="multiple"
      maxTagCount="responsive"
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={(keys) => onChange(keys)}
    />
  ) : (
    <Select<string>
      {...shared}
      value={typeof value === "string" ? value : undefined}
      onChange={(key) => onChange(key)}
    />
  );
}

const relatives: [key: string, value: Json][] = [
  ["today", "today"],
  ["this_week", { this: "week" }],
  ["this_month", { this: "month" }],
  ["this_quarter", { this: "quarter" }],
  ["this_year", { this: "year" }],
  ["last_month", { last: "month" }],
  ["last_year", { last: "year" }],
  ["last_7_days", { last_days: 7 }],
  ["last_30_days", { last_days: 30 }],
  ["next_7_days", { next_days: 7 }],
  ["next_30_days", { next_days: 30 }],
];

/** "This month", "the last 7 days" and so on, which stay true tomorrow. */
function RelativeFilter({ value, onChange, label }: Pick<FilterProps<unknown>, "value" | "onChange" | "label">) {
  const { t } = useTranslation("fields");
  const chosen = relatives.find(([, range]) => JSON.stringify(range) === JSON.stringify(value))?.[0];
  return (
    <Select
      style={width}
      aria-label={label}
      value={chosen}
      options={relatives.map(([key]) => ({ value: key, label: t(`filter.relative.${key}`) }))}
      onChange={(key) => onChange(relatives.find(([name]) => name === key)?.[1])}
    />
  );
}

function timeFilter(withTime: boolean) {
  const read = (value: Json | undefined) =>
    typeof value === "string" ? (withTime ? asWall(value) : dayjs(value)) : null;
  const write = (day: dayjs.Dayjs) => (withTime ? fromWall(day) : day.format("YYYY-MM-DD"));
  const look = withTime ? { showTime: { format: "HH:mm" }, format: "YYYY-MM-DD HH:mm" } : {};
  return function TimeFilter({ op, value, onChange, label }: FilterProps<unknown>) {
    if (op === "within") {
      return <RelativeFilter value={value} onChange={onChange} label={label} />;
    }
    if (op === "between") {
      const [low, high] = Array.isArray(value) ? value : [];
      return (
        <DatePicker.RangePicker
          {...look}
          style={width}
          aria-label={label}
          value={[read(low), read(high)]}
          onChange={(days) => onChange(days?.[0] && days[1] ? [write(days[0]), write(days[1])] : undefined)}
        />
      );
    }
    return (
      <DatePicker
        {...look}
        style={width}
        aria-label={label}
        value={read(value)}
        onChange={(day) => onChange(day ? write(day) : undefined)}
      />
    );
  };
}

export const DayFilter = timeFilter(false);
export const MomentFilter = timeFilter(true);

/** A range that is met (`overlaps`), a day that lies inside (`covers`), or a relative one. */
export function RangeFilter({ op, value, onChange, label }: FilterProps<unknown>) {
  if (op === "within") {
    return <RelativeFilter value={value} onChange={onChange} label={label} />;
  }
  if (op === "covers") {
    const day = typeof value === "string" ? dayjs(value) : null;
    return (
      <DatePicker
        style={width}
        aria-label={label}
        value={day}
        onChange={(next) => onChange(next?.format("YYYY-MM-DD"))}
      />
    );
  }
  const range = value as { start?: string; end?: string } | undefined;
  return (
    <DatePicker.RangePicker
      style={width}
      aria-label={label}
      value={range?.start && range.end ? [dayjs(range.start), dayjs(range.end)] : null}
      onChange={(days) =>
        onChange(
          days?.[0] && days[1] ? { start: days[0].format("YYYY-MM-DD"), end: days[1].format("YYYY-MM-DD") } : undefined,
        )
      }
    />
  );
}

interface RefFilterProps extends FilterProps<unknown> {
  source: ChoiceSource;
}

function RefFilter({ source, ...props }: RefFilterProps) {
  const { op, value, onChange, label, place } = props;
  const many = takesMany(op);
  const written = (next: Json) => {
    const refs = refsOf(next);
    onChange(refs.length === 0 ? undefined : many ? refs.map((ref) => ref.id) : (refs[0]?.id ?? undefined));
  };
  return (
    <RefInput
      id=""
      path=""
      value={value ?? null}
      settings={{}}
      onChange={written}
      onBlur={() => undefined}
      disabled={false}
      label={label}
      place={place}
      source={source}
      many={many}
    />
  );
}

export const UserFilter = (props: FilterProps<unknown>) => <RefFilter {...props} source={{ of: "user" }} />;
export const DeptFilter = (props: FilterProps<unknown>) => <RefFilter {...props} source={{ of: "dept" }} />;
export const RoleFilter = (props: FilterProps<unknown>) => (
  <RefFilter {...props} source={{ of: "role", app: props.place.app }} />
);
export const LinkFilter = (props: FilterProps<{ form: string }>) => (
  <RefFilter {...props} source={{ of: "record", app: props.place.app, form: props.settings.form, filter: null }} />
);
