import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Json } from "@/api/types";
import { type FilterOp, needsNoValue, takesMany } from "@/core/filter/filter";
import { emptyGroup, type FilterGroup, type FilterLine } from "@/core/filter/rows";
import type { FieldSpec } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import type { Place } from "./contract";
import styles from "./FilterBuilder.module.css";
import { kindUi } from "./index";

interface Props {
  fields: FieldSpec[];
  place: Place;
  group: FilterGroup;
  onChange: (group: FilterGroup) => void;
  /** How deep this group stands; groups are put into each other twice at most. */
  depth?: number;
}

const deepest = 2;

/** Builds a filter by clicking: lines of field, operator and value, joined by "all" or "any". */
export function FilterBuilder({ fields, place, group, onChange, depth = 0 }: Props) {
  const { t } = useTranslation("filter");
  const usable = fields.filter((field) => kindUi(field.type.kind).operators.length > 0);
  const add = () => {
    const [field] = usable;
    if (field) {
      onChange({ ...group, lines: [...group.lines, startLine(field)] });
    }
  };
  return (
    <fieldset className={depth > 0 ? styles.inner : styles.group} aria-label={t(`join.${group.join}`)}>
      {group.lines.length + group.groups.length > 1 || depth > 0 ? (
        <Segmented
          size="small"
          value={group.join}
          options={(["and", "or"] as const).map((join) => ({ value: join, label: t(`join.${join}`) }))}
          onChange={(join) => onChange({ ...group, join })}
        />
      ) : null}
      {group.lines.map((line, at) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place only
          key={at}
          line={line}
          fields={usable}
          place={place}
          onChange={(next) => onChange({ ...group, lines: group.lines.with(at, next) })}
          onRemove={() => onChange({ ...group, lines: group.lines.toSpliced(at, 1) })}
        />
      ))}
      {group.groups.map((inner, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is known by its place only
        <div key={at} className={styles.row}>
          <FilterBuilder
            fields={fields}
            place={place}
            group={inner}
            depth={depth + 1}
            onChange={(next) => onChange({ ...group, groups: group.groups.with(at, next) })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t("removeGroup")}
            onClick={() => onChange({ ...group, groups: group.groups.toSpliced(at, 1) })}
          />
        </div>
      ))}
      <div className={styles.adds}>
        <Button type="dashed" size="small" icon={<PlusOutlined aria-hidden />} onClick={add}>
          {t("addLine")}
        </Button>
        {depth < deepest ? (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            onClick={() =>
              onChange({
                ...group,
                groups: [...group.groups, { ...emptyGroup, join: group.join === "and" ? "or" : "and" }],
              })
            }
          >
            {t("addGroup")}
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}

function startLine(field: FieldSpec): FilterLine {
  return { field: field.key, op: kindUi(field.type.kind).operators[0] ?? "not_empty" };
}

interface LineProps {
  line: FilterLine;
  fields: FieldSpec[];
  place: Place;
  onChange: (line: FilterLine) => void;
  onRemove: () => void;
}

function Line({ line, fields, place, onChange, onRemove }: LineProps) {
  const { t } = useTranslation("filter");
  const localised = useLocalised();
  const field = fields.find((item) => item.key === line.field);
  const ui = field ? kindUi(field.type.kind) : null;
  const label = field ? localised(field.label) : line.field;
  const Value = ui?.Filter ?? null;
  return (
    <div className={styles.line}>
      <Select
        aria-label={t("field")}
        showSearch={{ optionFilterProp: "label" }}
        value={line.field}
        options={fields.map((item) => ({ value: item.key, label: localised(item.label) }))}
        onChange={(key) => {
          const next = fields.find((item) => item.key === key);
          if (next) {
            onChange(startLine(next));
          }
        }}
      />
      <Select
        aria-label={t("operator")}
        value={line.op}
        popupMatchSelectWidth={false}
        options={(ui?.operators ?? [line.op]).map((op) => ({ value: op, label: t(`op.${op}`) }))}
        onChange={(op) => onChange({ field: line.field, op, value: keptValue(line, op) })}
      />
      <span className={styles.value}>
        {Value && field && !needsNoValue(line.op) ? (
          <Value
            op={line.op}
            value={line.value}
            settings={field.type.settings}
            label={label}
            place={place}
            onChange={(value) => onChange({ ...line, value })}
          />
        ) : null}
      </span>
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t("removeLine", { label })}
        onClick={onRemove}
      />
    </div>
  );
}

/** The value that still makes sense with another operator. */
function keptValue(line: FilterLine, op: FilterOp): Json | undefined {
  const shape = (of: FilterOp) =>
    takesMany(of) ? "many" : of === "between" ? "two" : of === "within" ? "range" : "one";
  return shape(line.op) === shape(op) ? line.value : undefined;
}
