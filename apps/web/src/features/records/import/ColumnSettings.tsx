import { SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnMapping } from "@/api/queries/imports";
import type { FieldSpec } from "@/core/form-model/spec";
import { pruned, readDictionary, writeDictionary } from "./mapping";

const dated = new Set(["date", "datetime"]);
const linking = new Set(["link", "links"]);

interface Props {
  /** What the column is called. */
  name: string;
  entry: ColumnMapping;
  field: FieldSpec;
  onChange: (entry: ColumnMapping) => void;
}

/** How the cells of a column are read: the pattern of dates, what texts stand for, how links are found. */
export function ColumnSettings({ name, entry, field, onChange }: Props) {
  const { t } = useTranslation("import");
  const [open, setOpen] = useState(false);
  const label = t("settingsOf", { column: name });
  const isSet = Boolean(entry.parse || entry.expr || entry.dictionary || entry.create_missing);
  return (
    <>
      <Button
        type={isSet ? "default" : "text"}
        icon={<SettingOutlined aria-hidden />}
        aria-label={label}
        title={label}
        onClick={() => setOpen(true)}
      />
      {open ? (
        <SettingsDialog
          title={label}
          entry={entry}
          kind={field.type.kind}
          onClose={() => setOpen(false)}
          onChange={onChange}
        />
      ) : null}
    </>
  );
}

interface DialogProps {
  title: string;
  entry: ColumnMapping;
  kind: string;
  onClose: () => void;
  onChange: (entry: ColumnMapping) => void;
}

function SettingsDialog({ title, entry, kind, onClose, onChange }: DialogProps) {
  const { t } = useTranslation("import");
  const [draft, setDraft] = useState(entry);
  const [dictionary, setDictionary] = useState(writeDictionary(entry.dictionary));
  const save = () => {
    onChange(pruned({ ...draft, dictionary: readDictionary(dictionary) }));
    onClose();
  };
  return (
    <Modal
      open
      title={title}
      okText={t("common:act.confirm")}
      cancelText={t("common:act.cancel")}
      onOk={save}
      onCancel={onClose}
    >
      <Form layout="vertical">
        {dated.has(kind) || draft.parse?.date ? (
          <Form.Item label={t("date")} extra={t("dateHelp")} htmlFor="import-date">
            <Input
              id="import-date"
              placeholder="%Y-%m-%d"
              value={draft.parse?.date ?? ""}
              onChange={({ target }) => setDraft({ ...draft, parse: { ...draft.parse, date: target.value } })}
            />
          </Form.Item>
        ) : null}
        {linking.has(kind) ? (
          <>
            <Form.Item label={t("linkBy")} extra={t("linkByHelp")} htmlFor="import-link-by">
              <Input
                id="import-link-by"
                value={draft.link_by ?? ""}
                onChange={({ target }) => setDraft({ ...draft, link_by: target.value.trim() })}
              />
            </Form.Item>
            <Form.Item>
              <Checkbox
                checked={draft.create_missing ?? false}
                onChange={({ target }) => setDraft({ ...draft, create_missing: target.checked })}
              >
                {t("createMissing")}
              </Checkbox>
            </Form.Item>
          </>
        ) : null}
        <Form.Item label={t("dictionary")} extra={t("dictionaryHelp")} htmlFor="import-dictionary">
          <Input.TextArea
            id="import-dictionary"
            autoSize={{ minRows: 3, maxRows: 10 }}
            value={dictionary}
            onChange={({ target }) => setDictionary(target.value)}
          />
        </Form.Item>
        <Form.Item label={t("expr")} extra={t("exprHelp")} htmlFor="import-expr">
          <Input.TextArea
            id="import-expr"
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={draft.expr ?? ""}
            onChange={({ target }) => setDraft({ ...draft, expr: target.value })}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
