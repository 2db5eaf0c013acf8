import { PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { publishForm, saveFormDraft } from "@/api/queries/design";
import type { I18nText } from "@/api/types";
import { updateField } from "@/core/form-model/design/edit";
import { unset } from "@/core/form-model/settings";
import type { FieldSpec } from "@/core/form-model/spec";
import { keyFor } from "@/core/keys";
import { tell } from "@/ui/feedback";
import { inLocale, useLocalised } from "@/ui/localised";
import { useTellProblem } from "@/ui/problems";
import { useDesign } from "./context";
import { useWanted, wantFocus } from "./focus";
import { inBoth, named } from "./kinds";

interface Props {
  id: string;
  field: FieldSpec;
  fieldRef: string;
  value: unknown;
  onChange: (form: unknown) => void;
}

/** The form that a field leads to. One that is not there yet is made at once, with a name for its records. */
export function FormChoice({ id, field, fieldRef, value, onChange }: Props) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const { app, forms, spec, change } = useDesign();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const around = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState(false);
  useWanted("target", around);
  const all = forms.some((form) => form.key === spec.key)
    ? forms
    : [...forms, { key: spec.key, name: spec.name, form_version: null, changed: true }];
  /** A field that is still called as its kind, or as the form before, is called as the form. */
  const choose = (form: string, name: I18nText) => {
    const before = all.find((one) => one.key === value)?.name;
    const given = [inBoth(`kind.${field.type.kind}`), before].some(
      (one) => one && inLocale(one, "zh-CN") === inLocale(field.label, "zh-CN"),
    );
    change(
      updateField(spec, fieldRef, (old) => ({
        ...old,
        label: given && form !== spec.key ? name : old.label,
        type: { ...old.type, settings: { ...old.type.settings, form } } as FieldSpec["type"],
      })),
    );
    setOpen(false);
    setSearch("");
    if (given) {
      wantFocus("name");
    }
  };
  const wanted = search.trim();
  const make = async () => {
    try {
      const key = keyFor(
        wanted,
        all.map((form) => form.key),
      );
      const name = named(wanted);
      await saveFormDraft(app.key, onlyNamed(key, name), null);
      await publishForm(app.key, key, false);
      await client.invalidateQueries({ queryKey: ["design", app.key, "forms"] });
      void client.invalidateQueries({ queryKey: ["apps", app.key] });
      tell.success(t("target.made", { name: wanted }));
      choose(key, name);
    } catch (error) {
      tellProblem(error);
    }
  };
  const options = all.map((form) => ({ value: form.key, label: localised(form.name) || form.key }));
  const known = options.some(({ label }) => label === wanted);
  const isLink = field.type.kind === "link" || field.type.kind === "links";
  const none = options.every(({ label }) => !label.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <div ref={around}>
      <Select
        id={id}
        style={{ width: "100%" }}
        open={open}
        onOpenChange={setOpen}
        showSearch={{ optionFilterProp: "label", onSearch: setSearch, searchValue: search }}
        value={typeof value === "string" && value !== unset ? value : undefined}
        placeholder={t("target.choose")}
        options={options}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onInputKeyDown={(event) => {
          if (event.key === "Enter" && isLink && none && wanted !== "" && !event.nativeEvent.isComposing) {
            event.preventDefault();
            void make();
          }
        }}
        onChange={(form: string) => {
          const chosen = all.find((one) => one.key === form);
          if (isLink && chosen) {
            choose(form, chosen.name);
          } else {
            onChange(form);
            setOpen(false);
          }
        }}
        popupRender={(menu) => (
          <>
            {menu}
            {isLink && wanted !== "" && !known ? (
              <Button
                block
                type="text"
                icon={<PlusOutlined aria-hidden />}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => void make()}
              >
                {t("target.make", { name: wanted })}
              </Button>
            ) : null}
          </>
        )}
      />
    </div>
  );
}

/** A form whose records have a name and nothing else yet. */
const onlyNamed = (key: string, name: I18nText) => ({
  version: 1,
  key,
  name,
  title: "{name}",
  search: ["name"],
  fields: [
    {
      key: "name",
      label: inBoth("target.name"),
      type: { kind: "text" as const, settings: {} },
      required: true,
      indexed: true,
    },
  ],
  layout: [{ section: { "zh-CN": "", en: "" }, fields: [["name"]] }],
});
