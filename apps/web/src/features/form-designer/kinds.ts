import i18next from "i18next";
import type { FormEntry } from "@/api/queries/design";
import type { I18nText } from "@/api/types";
import { freshKey } from "@/core/form-model/design/edit";
import type { FieldKindName } from "@/core/form-model/kinds";
import { newSettings } from "@/core/form-model/settings";
import type { FieldSpec, FormSpec } from "@/core/form-model/spec";

/** The palette, in groups. */
export const paletteGroups: { key: string; kinds: FieldKindName[] }[] = [
  {
    key: "basic",
    kinds: ["text", "textarea", "int", "decimal", "money", "date", "datetime", "select", "multi", "bool"],
  },
  { key: "people", kinds: ["user", "users", "dept", "depts", "phone", "email", "address", "region", "idcard"] },
  { key: "relation", kinds: ["link", "links", "lookup", "rollup", "subform", "querylist"] },
  { key: "file", kinds: ["files", "images", "file", "image", "signature"] },
  {
    key: "more",
    kinds: [
      "autonum",
      "percent",
      "rating",
      "score",
      "progress",
      "money_cn",
      "tags",
      "cascade",
      "treeselect",
      "time",
      "daterange",
      "duration",
      "richtext",
      "url",
      "location",
      "role",
      "barcode",
      "button",
      "color",
      "json",
    ],
  },
];

/** A text of the designer in both languages; both are loaded with the page. */
export function inBoth(key: string, params?: Record<string, unknown>): I18nText {
  const word = (locale: "zh-CN" | "en") => i18next.getFixedT(locale, "designer")(key, params);
  return { "zh-CN": word("zh-CN"), en: word("en") };
}

/** Brings the texts of the other language too: what people make here is named in both. */
export const loadBoth = () => i18next.loadLanguages(["zh-CN", "en"]);

/** The keys of the forms that can be linked to: those that are in force. */
export const linkable = (forms: FormEntry[]) =>
  forms.filter((form) => form.form_version !== null).map(({ key }) => key);

/** A new field of a kind, named after it. */
export function newField(spec: FormSpec, kind: FieldKindName, subform: string | null, forms: string[]): FieldSpec {
  const links = spec.fields.filter((field) => field.type.kind === "link").map((field) => field.key);
  const settings = newSettings(kind, {
    forms: [...forms.filter((form) => form !== spec.key), spec.key],
    links,
    option: (n) => {
      const label = inBoth("newOption", { n });
      return { key: label["zh-CN"].replaceAll(" ", ""), label };
    },
  });
  return {
    key: freshKey(spec, kind, subform),
    label: inBoth(`kind.${kind}`),
    type: { kind, settings } as FieldSpec["type"],
  };
}
