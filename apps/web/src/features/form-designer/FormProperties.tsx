import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldKindName } from "@/core/form-model/kinds";
import type { FormSpec } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import { PropertyRow } from "@/ui/PropertyRow";
import { TextPair } from "@/ui/TextPair";
import { useDesign } from "./context";
import styles from "./Properties.module.css";

const searchable: ReadonlySet<FieldKindName> = new Set([
  "text",
  "textarea",
  "phone",
  "email",
  "autonum",
  "url",
  "idcard",
]);

/** What can be said about the form as a whole. */
export function FormProperties() {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const { spec, change } = useDesign();
  const set = (about: string, edit: Partial<FormSpec>) => change({ ...spec, ...edit }, `form ${about}`);
  const choices = (kinds: ReadonlySet<FieldKindName>) =>
    spec.fields
      .filter((field) => kinds.has(field.type.kind))
      .map((field) => ({ value: field.key, label: localised(field.label) || field.key }));
  return (
    <div className={styles.list}>
      <PropertyRow label={t("form.name")}>
        {(id) => (
          <TextPair id={id} label={t("form.name")} value={spec.name} onChange={(name) => set("name", { name })} />
        )}
      </PropertyRow>
      <PropertyRow label={t("form.description")}>
        {(id) => (
          <TextPair
            id={id}
            label={t("form.description")}
            value={spec.description}
            multiline
            onChange={(description) => set("description", { description })}
          />
        )}
      </PropertyRow>
      <PropertyRow label={t("form.title")} help={t("form.titleHelp")}>
        {(id) => (
          <>
            <Input
              id={id}
              value={spec.title ?? ""}
              placeholder="{no} {name}"
              onChange={(event) => set("title", { title: event.target.value || undefined })}
            />
            <Select
              size="small"
              showSearch={{ optionFilterProp: "label" }}
              value={null}
              placeholder={t("field.insert")}
              aria-label={t("field.insert")}
              options={spec.fields.map((field) => ({ value: field.key, label: localised(field.label) || field.key }))}
              onChange={(key: string | null) => key && set("title", { title: `${spec.title ?? ""}{${key}}` })}
            />
          </>
        )}
      </PropertyRow>
      <PropertyRow label={t("form.search")} help={t("form.searchHelp")}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            value={spec.search ?? []}
            options={choices(searchable)}
            onChange={(search) => set("search", { search })}
          />
        )}
      </PropertyRow>
      <PropertyRow label={t("form.owner")} help={t("form.ownerHelp")}>
        {(id) => (
          <Select
            id={id}
            allowClear
            value={spec.owner_field ?? undefined}
            options={choices(new Set(["user"]))}
            onChange={(owner) => set("owner", { owner_field: owner ?? null })}
          />
        )}
      </PropertyRow>
      <PropertyRow label={t("form.dept")} help={t("form.deptHelp")}>
        {(id) => (
          <Select
            id={id}
            allowClear
            value={spec.dept_field ?? undefined}
            options={choices(new Set(["dept"]))}
            onChange={(dept) => set("dept", { dept_field: dept ?? null })}
          />
        )}
      </PropertyRow>
    </div>
  );
}
