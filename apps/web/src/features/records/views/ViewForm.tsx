import { Alert, Button, Drawer, Form, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { emptyGroup, type FilterGroup, fromFilter, toFilter } from "@/core/filter/rows";
import type { ViewSpec } from "@/core/form-model/spec";
import { systemFields } from "@/core/form-model/system";
import { kindOf } from "@/core/view-model/kinds";
import { FilterBuilder } from "@/fields/FilterBuilder";
import { TextPair } from "@/ui/TextPair";
import { useNarrow } from "@/ui/useNarrow";
import type { List } from "../list/useList";
import { viewSettings } from "./settings/kinds";

interface Props {
  list: List;
  spec: ViewSpec;
  shared: boolean;
  isNew: boolean;
  name: string;
  busy: boolean;
  onClose: () => void;
  onSave: (spec: ViewSpec, shared: boolean) => Promise<void>;
}

/** What a view is called, which records it has, and how it shows them. */
export function ViewForm({ list, spec, shared, isNew, name, busy, onClose, onSave }: Props) {
  const { t } = useTranslation("views");
  const narrow = useNarrow();
  const [draft, setDraft] = useState(spec);
  const [forAll, setForAll] = useState(shared);
  const given = spec.filter ? fromFilter(spec.filter) : emptyGroup;
  const [group, setGroup] = useState<FilterGroup>(given ?? emptyGroup);
  const Settings = viewSettings[kindOf(spec)];
  const unnamed = !draft.name["zh-CN"] && !draft.name.en;
  const save = () => onSave({ ...draft, filter: given ? (toFilter(group) ?? null) : spec.filter }, forAll);
  return (
    <Drawer
      open
      destroyOnHidden
      placement={narrow ? "bottom" : "right"}
      size={narrow ? "85%" : 560}
      title={isNew ? t("newTitle", { kind: t(`kind.${kindOf(spec)}`) }) : t("settingsOf", { name })}
      onClose={onClose}
      footer={
        <div style={{ display: "flex", justifyContent: "flex-end", gap: 8 }}>
          <Button onClick={onClose}>{t("common:act.cancel")}</Button>
          <Button type="primary" loading={busy} disabled={unnamed} onClick={() => void save()}>
            {t("common:act.save")}
          </Button>
        </div>
      }
    >
      <Form layout="vertical">
        <Form.Item label={t("name")} htmlFor="view-name" required>
          <TextPair
            id="view-name"
            label={t("name")}
            value={draft.name}
            status={unnamed ? "error" : undefined}
            onChange={(text) => setDraft({ ...draft, name: text })}
          />
        </Form.Item>
        <Settings
          list={list}
          settings={draft.show.settings}
          onChange={(part) =>
            setDraft((old) => ({ ...old, show: { ...old.show, settings: { ...old.show.settings, ...part } } }))
          }
        />
        <Form.Item label={t("filter")}>
          {given ? (
            <FilterBuilder
              fields={[...list.spec.fields, ...systemFields]}
              place={{ app: list.app, form: list.form }}
              group={group}
              onChange={setGroup}
            />
          ) : (
            <Alert type="info" showIcon title={t("filterTooDeep")} />
          )}
        </Form.Item>
        {list.views.may_share ? (
          <Form.Item label={t("forAll")} htmlFor="view-shared" extra={t("forAllHelp")}>
            <Switch id="view-shared" checked={forAll} onChange={setForAll} />
          </Form.Item>
        ) : null}
      </Form>
    </Drawer>
  );
}
