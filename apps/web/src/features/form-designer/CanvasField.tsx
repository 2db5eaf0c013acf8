import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  EyeInvisibleOutlined,
  FunctionOutlined,
  HolderOutlined,
} from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import { Button } from "antd";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { duplicateField, nudgeField } from "@/core/form-model/design/edit";
import type { FieldRef } from "@/core/form-model/design/place";
import { type FieldSpec, rowFields } from "@/core/form-model/spec";
import { FieldControl } from "@/fields/FieldControl";
import { kindUi } from "@/fields/index";
import { useLocalised } from "@/ui/localised";
import styles from "./Canvas.module.css";
import { useDesign } from "./context";
import { Slot } from "./Slot";
import { useRemoveField } from "./useRemoveField";

interface Props {
  field: FieldSpec | undefined;
  subform?: string;
}

/** A field on the page: drawn as it will be, but only to be chosen and moved. */
export function CanvasField({ field, subform }: Props) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const { selection, select, issues, spec, dragged } = useDesign();
  if (!field) {
    return null;
  }
  const ref: FieldRef = subform ? `${subform}/${field.key}` : field.key;
  const chosen = selection !== null && "field" in selection && selection.field === ref;
  const wrong = issues.some((issue) => issue.pointer.startsWith(`${pointerOf(spec, ref)}/`));
  const label = localised(field.label) || t("unnamed");
  const moving = dragged?.take === "field" && dragged.field === ref;
  return (
    <div
      className={subform ? styles.column : styles.field}
      data-chosen={chosen ? "" : undefined}
      data-wrong={wrong ? "" : undefined}
      data-moving={moving ? "" : undefined}
      data-design-field={ref}
    >
      <button type="button" className={styles.choose} aria-pressed={chosen} onClick={() => select({ field: ref })}>
        <span className="visually-hidden">{t("canvas.choose", { name: label })}</span>
      </button>
      {field.type.kind === "subform" ? (
        <Subform field={field} label={label} />
      ) : subform ? (
        <ColumnHead field={field} label={label} />
      ) : (
        <div inert>
          <FieldControl field={{ ...field, visible_when: null }} path={field.key} />
        </div>
      )}
      <Marks field={field} />
      <FieldTools fieldRef={ref} name={label} />
    </div>
  );
}

/** Where a field stands in the document. */
export function pointerOf(spec: { fields: FieldSpec[] }, ref: FieldRef): string {
  const [first = "", inner] = ref.split("/");
  const at = spec.fields.findIndex((field) => field.key === first);
  const holder = spec.fields[at];
  if (inner === undefined || !holder) {
    return `/fields/${at}`;
  }
  const row = rowFields(holder).findIndex((field) => field.key === inner);
  return `/fields/${at}/type/settings/fields/${row}`;
}

function Marks({ field }: { field: FieldSpec }) {
  const { t } = useTranslation("designer");
  return field.visible_when || field.formula ? (
    <span className={styles.marks}>
      {field.visible_when ? (
        <EyeInvisibleOutlined aria-label={t("mark.conditional")} title={t("mark.conditional")} />
      ) : null}
      {field.formula ? <FunctionOutlined aria-label={t("mark.formula")} title={t("mark.formula")} /> : null}
    </span>
  ) : null;
}

function ColumnHead({ field, label }: { field: FieldSpec; label: string }) {
  const Icon = kindUi(field.type.kind).icon;
  return (
    <div className={styles.columnHead}>
      <Icon /> {label}
      {field.required ? <span className={styles.star}>*</span> : null}
    </div>
  );
}

function Subform({ field, label }: { field: FieldSpec; label: string }) {
  const { t } = useTranslation("designer");
  const fields = rowFields(field);
  return (
    <div>
      <div className={styles.label}>{label}</div>
      <div className={styles.strip} data-container={`subform:${field.key}`}>
        <Slot place={{ into: "subform", subform: field.key, index: 0 }} lies="upright" />
        {fields.map((row, index) => (
          <Fragment key={row.key}>
            <CanvasField field={row} subform={field.key} />
            <Slot place={{ into: "subform", subform: field.key, index: index + 1 }} lies="upright" />
          </Fragment>
        ))}
        {fields.length === 0 ? <p className={styles.hint}>{t("canvas.emptySubform")}</p> : null}
      </div>
    </div>
  );
}

function FieldTools({ fieldRef, name }: { fieldRef: FieldRef; name: string }) {
  const { t } = useTranslation("designer");
  const { spec, change, select } = useDesign();
  const remove = useRemoveField();
  const { setNodeRef, attributes, listeners } = useDraggable({
    id: `field ${fieldRef}`,
    data: { dragged: { take: "field", field: fieldRef }, name },
  });
  return (
    <span className={styles.tools}>
      <Button
        size="small"
        type="text"
        icon={<ArrowUpOutlined aria-hidden />}
        aria-label={t("tool.up", { name })}
        onClick={() => change(nudgeField(spec, fieldRef, -1))}
      />
      <Button
        size="small"
        type="text"
        icon={<ArrowDownOutlined aria-hidden />}
        aria-label={t("tool.down", { name })}
        onClick={() => change(nudgeField(spec, fieldRef, 1))}
      />
      <Button
        size="small"
        type="text"
        icon={<CopyOutlined aria-hidden />}
        aria-label={t("tool.copy", { name })}
        onClick={() => {
          const copy = duplicateField(spec, fieldRef);
          change(copy.spec);
          select({ field: copy.ref });
        }}
      />
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t("tool.remove", { name })}
        onClick={() => void remove(fieldRef)}
      />
      <Button
        ref={setNodeRef}
        size="small"
        type="text"
        className={styles.grip}
        icon={<HolderOutlined aria-hidden />}
        {...attributes}
        {...listeners}
        aria-label={t("tool.drag", { name })}
      />
    </span>
  );
}
