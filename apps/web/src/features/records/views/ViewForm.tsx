import { Alert, Button, Drawer, Form, Select, Switch } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { emptyGroup, type FilterGroup, fromFilter, toFilter } from "@/core/filter/rows";
import type { ViewSpec } from "@/core/form-model/spec";
import { systemFields } from "@/core/form-model/system";
import { kindOf } from "@/core/view-model/kinds";
import { dateFields, laneFields, pictureFields } from "@/core/view-model/view";
import { FilterBuilder } from "@/fields/FilterBuilder";
import { useLocalised } from "@/ui/localised";
import { TextPair } from "@/ui/TextPair";
import { useNarrow } from "@/ui/useNarrow";
import type { List } from "../list/useList";
import { ColourRules } from "./ColourRules";
import { Figures } from "./Figures";

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

type Settings = ViewSpec["show"]["settings"];

/** What a view is called, which records it has, and how it shows them. */
export function ViewForm({ list, spec, shared, isNew, name, busy, onClose, onSave }: Props) {
  const { t } = useTranslation("views");
  const narrow = useNarrow();
  const [draft, setDraft] = useState(spec);
  const [forAll, setForAll] = useState(shared);
  const given = spec.filter ? fromFilter(spec.filter) : emptyGroup;
  const [group, setGroup] = useState<FilterGroup>(given ?? emptyGroup);
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
        <KindSettings
          list={list}
          view={draft}
          onChange={(settings) => setDraft({ ...draft, show: { ...draft.show, settings } })}
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

interface SettingsProps {
  list: List;
  view: ViewSpec;
  onChange: (settings: Settings) => void;
}

/** The settings that the kind of the view has. */
function KindSettings({ list, view, onChange }: SettingsProps) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const { settings } = view.show;
  const set = (part: Partial<Settings>) => onChange({ ...settings, ...part });
  const names = (fields: typeof list.spec.fields) =>
    fields.map((field) => ({ value: field.key, label: localised(field.label) }));
  const line = (id: string, label: string, input: ReactNode) => (
    <Form.Item key={id} label={label} htmlFor={`view-${id}`}>
      {input}
    </Form.Item>
  );
  const choice = (id: string, from: typeof list.spec.fields, clear = false) =>
    line(
      id,
      t(`setting.${id}`),
      <Select
        id={`view-${id}`}
        showSearch={{ optionFilterProp: "label" }}
        allowClear={clear}
        value={(settings[id] as string | undefined) ?? undefined}
        options={names(from)}
        onChange={(key: string | undefined) => set({ [id]: key ?? null, ...(id === "by" ? { hidden: [] } : {}) })}
      />,
    );
  const card = line(
    "card",
    t("setting.card"),
    <Select
      id="view-card"
      mode="multiple"
      showSearch={{ optionFilterProp: "label" }}
      value={(settings.card as string[] | undefined) ?? []}
      options={names(list.spec.fields.filter((field) => field.type.kind !== "subform"))}
      onChange={(keys: string[]) => set({ card: keys })}
    />,
  );
  const coloured = laneFields(list.spec);
  switch (kindOf(view)) {
    case "table":
      return (
        <>
          {line(
            "row_height",
            t("setting.row_height"),
            <Select
              id="view-row_height"
              value={(settings.row_height as string | undefined) ?? "normal"}
              options={["normal", "low", "high"].map((value) => ({ value, label: t(`rowHeight.${value}`) }))}
              onChange={(row_height: string) => set({ row_height })}
            />,
          )}
          <Figures spec={list.spec} settings={settings} onChange={set} />
          <ColourRules list={list} settings={settings} onChange={set} />
        </>
      );
    case "kanban": {
      const by = list.spec.fields.find((field) => field.key === settings.by);
      const options = by?.type.kind === "select" ? (by.type.settings.options ?? []) : [];
      return (
        <>
          {choice("by", laneFields(list.spec))}
          {card}
          {choice("colour", coloured, true)}
          {options.length > 0
            ? line(
                "hidden",
                t("setting.hidden"),
                <Select
                  id="view-hidden"
                  mode="multiple"
                  value={(settings.hidden as string[] | undefined) ?? []}
                  options={options.map((option) => ({
                    value: option.key,
                    label: localised(option.label) || option.key,
                  }))}
                  onChange={(hidden: string[]) => set({ hidden })}
                />,
              )
            : null}
          <Figures spec={list.spec} settings={settings} onChange={set} most={1} />
        </>
      );
    }
    case "calendar":
      return (
        <>
          {choice("date", dateFields(list.spec))}
          {card}
          {choice("colour", coloured, true)}
        </>
      );
    case "gallery":
      return (
        <>
          {choice("image", pictureFields(list.spec), true)}
          {card}
        </>
      );
  }
}
