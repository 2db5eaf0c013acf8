import { Alert, Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordView } from "@/api/queries/records";
import type { Json, Ref } from "@/api/types";
import type { FieldSpec } from "@/core/form-model/spec";
import { withBelow } from "@/core/tree";
import { RefInput, refOf } from "@/fields/_shared/edit/RefInput";
import { useLocalised } from "@/ui/localised";
import type { List } from "../../list/useList";

interface Props {
  list: List;
  field: FieldSpec;
  record: RecordView;
  /** The records that are known, by which circles are seen. */
  records: RecordView[];
  onClose: () => void;
  onGo: (parent: Ref) => void;
}

/** Chooses the record below which another one goes. */
export function MoveBelow({ list, field, record, records, onClose, onGo }: Props) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const id = useId();
  const [value, setValue] = useState<Json>(null);
  const chosen = refOf(value);
  const items = records.map((one) => ({ id: one.id, parent: refOf(one.values[field.key] ?? null)?.id ?? null }));
  const circle = chosen !== null && withBelow(items, record.id).has(chosen.id);
  return (
    <Modal
      open
      title={t("tree.moveTitle", { name: record.title })}
      okText={t("tree.go")}
      okButtonProps={{ disabled: !chosen || circle }}
      onOk={() => chosen && onGo(chosen)}
      onCancel={onClose}
    >
      <label htmlFor={id}>{localised(field.label)}</label>
      <RefInput
        id={id}
        path={field.key}
        value={value}
        settings={field.type.settings}
        label={localised(field.label)}
        disabled={false}
        place={{ app: list.app, form: list.form }}
        source={{ of: "record", app: list.app, form: list.form, filter: null }}
        many={false}
        onBlur={() => undefined}
        onChange={setValue}
      />
      {circle ? <Alert type="error" showIcon title={t("tree.circle")} /> : null}
    </Modal>
  );
}
