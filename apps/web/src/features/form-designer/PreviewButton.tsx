import { DesktopOutlined, EyeOutlined, MobileOutlined } from "@ant-design/icons";
import { Button, Modal, Segmented } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldOf } from "@/core/form-model/spec";
import { createFormStore, type FormStore } from "@/core/form-runtime/store";
import { trialIssues, trialStates, trialValues } from "@/core/form-runtime/trial";
import { FieldControl } from "@/fields/FieldControl";
import { FieldCell } from "@/fields/FieldValue";
import { FormLayout } from "@/fields/layout/FormLayout";
import { focusFirstIssue } from "@/fields/layout/focusIssue";
import { useShownLive } from "@/fields/layout/useShown";
import { CellContext, type FormScope, FormScopeContext } from "@/fields/scope";
import { tell } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import { useDesign } from "./context";
import styles from "./Preview.module.css";

type Device = "desktop" | "phone";

/** Shows the form as people will fill it in, on a desk or a phone; nothing that is typed there is kept. */
export function PreviewButton() {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const { spec } = useDesign();
  const [open, setOpen] = useState(false);
  const [device, setDevice] = useState<Device>("desktop");
  const devices = [
    { value: "desktop" as const, icon: <DesktopOutlined aria-hidden />, label: t("preview.desktop") },
    { value: "phone" as const, icon: <MobileOutlined aria-hidden />, label: t("preview.phone") },
  ];
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
        <Trial device={device}>
          <Segmented value={device} options={devices} onChange={setDevice} aria-label={t("preview.device")} />
        </Trial>
      </Modal>
    </>
  );
}

function Trial({ device, children }: { device: Device; children: React.ReactNode }) {
  const { t } = useTranslation("designer");
  const { spec } = useDesign();
  const [store] = useState(() => createFormStore(trialValues(spec)));
  const check = () => {
    const issues = trialIssues(spec, store.getState().values);
    store.getState().refuse(issues);
    if (issues.length === 0) {
      tell.success(t("preview.fine"));
    } else {
      focusFirstIssue();
    }
  };
  return (
    <>
      <div className={styles.bar}>
        <p>{t("preview.text")}</p>
        {children}
        <Button onClick={check}>{t("preview.check")}</Button>
      </div>
      <div className={device === "phone" ? styles.phone : undefined}>
        <Sheet store={store} />
      </div>
    </>
  );
}

function Sheet({ store }: { store: FormStore }) {
  const { app, spec } = useDesign();
  const scope = useMemo<FormScope>(
    () => ({ store, place: { app: app.key, form: spec.key }, Control: FieldControl }),
    [store, app.key, spec.key],
  );
  const shown = useShownLive(spec, store);
  useEffect(() => {
    const follow = () => {
      const { values, states } = store.getState();
      const next = trialStates(spec, values);
      // Each change of a state sets off another; it ends where nothing differs.
      if (JSON.stringify(next) !== JSON.stringify(states)) {
        store.setState({ states: next });
      }
    };
    follow();
    return store.subscribe(follow);
  }, [store, spec]);
  const draw = (key: string) => {
    const field = fieldOf(spec, key);
    return field ? <FieldControl field={field} path={key} /> : null;
  };
  return (
    <FormScopeContext value={scope}>
      <CellContext value={FieldCell}>
        <FormLayout spec={spec} shown={shown} field={draw} />
      </CellContext>
    </FormScopeContext>
  );
}
