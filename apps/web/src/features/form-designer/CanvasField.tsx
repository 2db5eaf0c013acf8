import { EyeInvisibleOutlined, FunctionOutlined } from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import { Fragment, type KeyboardEvent, type MouseEvent, memo, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldRef } from "@/core/form-model/design/place";
import { type FieldSpec, rowFields } from "@/core/form-model/spec";
import { FieldControl } from "@/fields/FieldControl";
import { kindUi } from "@/fields/index";
import { useLocalised } from "@/ui/localised";
import styles from "./Canvas.module.css";
import { useActs, useMarks } from "./context";
import { FieldTools } from "./FieldTools";
import { Slot } from "./Slot";

interface Props {
  field: FieldSpec;
  subform?: string;
}

/** A field on the page: drawn as it will be, but only to be chosen and moved. It draws anew only when it changes. */
export const CanvasField = memo(function CanvasField({ field, subform }: Props) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const ref: FieldRef = subform ? `${subform}/${field.key}` : field.key;
  const chosen = useMarks((marks) => marks.chosen.has(ref));
  const wrong = useMarks((marks) => marks.wrong.has(ref));
  const moving = useMarks(({ dragged }) => dragged?.what.take === "field" && dragged.what.field === ref);
  const [near, setNear] = useState(false);
  const label = localised(field.label) || t("unnamed");
  return (
    <div
      className={subform ? styles.column : styles.field}
      data-chosen={chosen ? "" : undefined}
      data-wrong={wrong ? "" : undefined}
      data-moving={moving ? "" : undefined}
      data-design-field={ref}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
    >
      <Choose fieldRef={ref} name={label} chosen={chosen} />
      {field.type.kind === "subform" ? (
        <Subform field={field} label={label} />
      ) : subform ? (
        <ColumnHead field={field} label={label} />
      ) : (
        <Drawn field={field} />
      )}
      <Marks field={field} />
      {chosen || near || moving ? <FieldTools fieldRef={ref} name={label} /> : null}
    </div>
  );
});

/** The field as people will see it, whatever its condition says. */
function Drawn({ field }: { field: FieldSpec }) {
  const always = useMemo(() => (field.visible_when ? { ...field, visible_when: null } : field), [field]);
  return (
    <div inert>
      <FieldControl field={always} path={field.key} />
    </div>
  );
}

/** What lies over a field: a click chooses it, arrows go on to the next, dragging takes it along. */
function Choose({ fieldRef, name, chosen }: { fieldRef: FieldRef; name: string; chosen: boolean }) {
  const { t } = useTranslation("designer");
  const acts = useActs();
  const first = useMarks((marks) => marks.first === fieldRef);
  const { setNodeRef, listeners } = useDraggable({
    id: `whole ${fieldRef}`,
    data: { dragged: { take: "field", field: fieldRef }, name },
  });
  // Enter and Space choose; dragging by keyboard starts from the grip.
  const { onKeyDown: _, ...byPointer } = listeners ?? {};
  const click = (event: MouseEvent) =>
    acts.choose(fieldRef, event.shiftKey ? "upTo" : event.ctrlKey || event.metaKey ? "beside" : "alone");
  const press = (event: KeyboardEvent) => {
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key] as 1 | -1 | undefined;
    if (plain && step) {
      event.preventDefault();
      acts.step(step, event.shiftKey ? "upTo" : "alone");
    } else if (plain && event.key === "Enter" && chosen) {
      event.preventDefault();
      acts.toPane("label");
    }
  };
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={styles.choose}
      data-choose=""
      tabIndex={first ? 0 : -1}
      aria-pressed={chosen}
      {...byPointer}
      onClick={click}
      onKeyDown={press}
    >
      <span className="visually-hidden">{t("canvas.choose", { name })}</span>
    </button>
  );
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
      <div className={styles.label}>
        {label}
        {field.required ? <span className={styles.star}>*</span> : null}
      </div>
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
