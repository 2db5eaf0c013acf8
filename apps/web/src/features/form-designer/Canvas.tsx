import { createContext, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { itemPath } from "@/core/form-model/design/layout";
import type { FieldSpec, LayoutItem } from "@/core/form-model/spec";
import { createFormStore } from "@/core/form-runtime/store";
import { FieldControl } from "@/fields/FieldControl";
import { FieldCell } from "@/fields/FieldValue";
import { CellContext, type FormScope, FormScopeContext } from "@/fields/scope";
import styles from "./Canvas.module.css";
import { CanvasPart } from "./CanvasPart";
import { useDesign } from "./context";
import { Slot } from "./Slot";

const FieldsContext = createContext<ReadonlyMap<string, FieldSpec>>(new Map());

/** The fields of the form by key. */
export const useFields = () => useContext(FieldsContext);

/** The page of the form, as people will see it, with gaps between everything. */
export function Canvas() {
  const { t } = useTranslation("designer");
  const { app, spec, select } = useDesign();
  const scope = useMemo<FormScope>(
    () => ({ store: createFormStore({}), place: { app: app.key, form: spec.key }, Control: FieldControl }),
    [app.key, spec.key],
  );
  const fields = useMemo(() => new Map(spec.fields.map((field) => [field.key, field])), [spec.fields]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside everything only takes the choice back
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same
    <div
      className={styles.canvas}
      data-pane
      onClick={(event) => {
        if (event.target === event.currentTarget) {
          select(null);
        }
      }}
    >
      <FormScopeContext value={scope}>
        <CellContext value={FieldCell}>
          <FieldsContext value={fields}>
            <div className={styles.sheet}>
              <CanvasList list="" items={spec.layout ?? []} />
              {spec.fields.length === 0 ? <p className={styles.hint}>{t("canvas.empty")}</p> : null}
            </div>
          </FieldsContext>
        </CellContext>
      </FormScopeContext>
    </div>
  );
}

/** A list of parts with the gaps between them. */
export function CanvasList({ list, items }: { list: string; items: LayoutItem[] }) {
  return (
    <div data-container={`list:${list}`}>
      <Slot place={{ into: "items", list, index: 0 }} lies="across" />
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a layout have no key but their place
        <div key={index}>
          <CanvasPart path={itemPath(list, index)} item={item} last={index === items.length - 1} />
          <Slot place={{ into: "items", list, index: index + 1 }} lies="across" />
        </div>
      ))}
    </div>
  );
}
