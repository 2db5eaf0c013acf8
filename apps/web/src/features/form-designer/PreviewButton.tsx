import { EyeOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { holds } from "@/core/filter/holds";
import { fieldOf } from "@/core/form-model/spec";
import { createFormStore } from "@/core/form-runtime/store";
import { FieldControl } from "@/fields/FieldControl";
import { FieldCell } from "@/fields/FieldValue";
import { FormLayout } from "@/fields/layout/FormLayout";
import { useShownLive } from "@/fields/layout/useShown";
import { CellContext, type FormScope, FormScopeContext } from "@/fields/scope";
import { useLocalised } from "@/ui/localised";
import { useDesign } from "./context";

/** Shows the form as people will fill it in; nothing that is typed there is kept. */
export function PreviewButton() {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const { spec } = useDesign();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<EyeOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t("preview.button")}
      </Button>
      <Modal
        open={open}
        width={960}
        footer={null}
        title={t("preview.title", { name: localised(spec.name) })}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <p style={{ color: "var(--m-text-faint)" }}>{t("preview.text")}</p>
        <Sheet />
      </Modal>
    </>
  );
}

function Sheet() {
  const { app, spec } = useDesign();
  const store = useMemo(() => createFormStore({}), []);
  const scope = useMemo<FormScope>(
    () => ({ store, place: { app: app.key, form: spec.key }, Control: FieldControl }),
    [store, app.key, spec.key],
  );
  const shown = useShownLive(spec, store);
  const visible = useStore(store, ({ values }) =>
    spec.fields.map((field) => (field.visible_when && !holds(field.visible_when, values) ? "0" : "1")).join(""),
  );
  const draw = (key: string) => {
    const field = fieldOf(spec, key);
    return field && visible[spec.fields.indexOf(field)] !== "0" ? <FieldControl field={field} path={key} /> : null;
  };
  return (
    <FormScopeContext value={scope}>
      <CellContext value={FieldCell}>
        <FormLayout spec={spec} shown={shown} field={draw} />
      </CellContext>
    </FormScopeContext>
  );
}
