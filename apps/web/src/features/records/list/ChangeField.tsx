import { Alert, Modal, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiProblem } from "@/api/errors";
import type { Json } from "@/api/types";
import { hasLiteral } from "@/core/form-model/assigned";
import { fieldOf } from "@/core/form-model/spec";
import { isWritable } from "@/core/form-model/writable";
import { asWritten, type Values } from "@/core/form-runtime/path";
import { kindUi } from "@/fields/index";
import { useAskReason, wantsReason } from "@/ui/confirm";
import { useIssueText } from "@/ui/issues";
import { useLocalised } from "@/ui/localised";
import { useProblemText } from "@/ui/problems";
import styles from "./panels.module.css";
import type { List } from "./useList";

interface Props {
  list: List;
  count: string;
  onClose: () => void;
  onGo: (values: Values, reason?: string) => Promise<ApiProblem | null>;
}

/** Chooses a field and the value that all chosen records get. */
export function ChangeField({ list, count, onClose, onGo }: Props) {
  const { t } = useTranslation("changes");
  const localised = useLocalised();
  const problemText = useProblemText();
  const issueText = useIssueText();
  const askReason = useAskReason();
  const id = useId();
  const [key, setKey] = useState<string>();
  const [value, setValue] = useState<Json>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { spec, published, app, form } = list;
  const fields = spec.fields.filter((field) => isWritable(field, published.rights[field.key]) && hasLiteral(field));
  const field = key ? fieldOf(spec, key) : undefined;
  const Edit = field ? kindUi(field.type.kind).Edit : null;
  const go = async () => {
    if (!key) {
      return;
    }
    setBusy(true);
    let refused = await onGo({ [key]: asWritten(value) });
    if (refused && wantsReason(refused.issues)) {
      const reason = await askReason();
      refused = reason ? await onGo({ [key]: asWritten(value) }, reason) : refused;
    }
    setBusy(false);
    setProblem(refused);
    if (!refused) {
      onClose();
    }
  };
  return (
    <Modal
      open
      title={t("change.title", { count })}
      okText={t("change.go", { count })}
      okButtonProps={{ disabled: !key, loading: busy }}
      onOk={() => void go()}
      onCancel={onClose}
    >
      <div className={styles.lines}>
        <label htmlFor={`${id}-field`}>{t("change.field")}</label>
        <Select
          id={`${id}-field`}
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("change.choose")}
          value={key}
          options={fields.map((item) => ({ value: item.key, label: localised(item.label) }))}
          onChange={(next: string) => {
            setKey(next);
            setValue(null);
            setProblem(null);
          }}
        />
        {field && Edit ? (
          <>
            <label htmlFor={`${id}-value`}>{t("change.value", { field: localised(field.label) })}</label>
            <Edit
              key={field.key}
              id={`${id}-value`}
              path={field.key}
              value={value}
              settings={field.type.settings}
              label={localised(field.label)}
              disabled={busy}
              place={{ app, form }}
              onBlur={() => undefined}
              onChange={setValue}
            />
            <p className={styles.hint}>{t("change.hint")}</p>
          </>
        ) : null}
        {problem ? (
          <Alert
            type="error"
            showIcon
            title={problem.issues.map((issue) => issueText(issue)).join(" ") || problemText(problem)}
          />
        ) : null}
      </div>
    </Modal>
  );
}
