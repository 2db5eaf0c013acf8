import i18next from "i18next";
import type { FormEntry } from "@/api/queries/design";
import type { I18nText } from "@/api/types";
import { freshKey } from "@/core/form-model/design/edit";
import type { FieldKindName, OptionSpec } from "@/core/form-model/kinds";
import { newSettings } from "@/core/form-model/settings";
import type { FieldSpec, FormSpec } from "@/core/form-model/spec";
import { currentLocale } from "@/i18n";

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

/** A name that somebody gives in the language of the interface; the other language shows the same until it has its own. */
export const named = (text: string): I18nText =>
  currentLocale() === "en" ? { "zh-CN": "", en: text } : { "zh-CN": text };

/** A name as somebody changed it; what the other language was given by itself does not outlive that. */
function changedName(before: I18nText, after: I18nText, given: I18nText): I18nText {
  const [here, there] = currentLocale() === "en" ? (["en", "zh-CN"] as const) : (["zh-CN", "en"] as const);
  const own = after[here] !== before[here] && after[there] === given[there] && after[here] !== given[here];
  return own ? { ...after, [there]: "" } : after;
}

/** The title of a field as somebody changed it. */
export const retitled = (field: FieldSpec, label: I18nText): I18nText =>
  changedName(field.label, label, inBoth(`kind.${field.type.kind}`));

/** The name of a section as somebody changed it. */
export const renamedPart = (before: I18nText, after: I18nText): I18nText =>
  changedName(before, after, inBoth("new.section", { n: 1 }));

/**
 * Brings the texts of the other language too: what people make here is named in both. And those of all that comes into
 * sight by and by: a page that has to wait for words loses the place where somebody types.
 */
export const loadBoth = async (): Promise<void> => {
  await Promise.all([
    i18next.loadLanguages(["zh-CN", "en"]),
    i18next.loadNamespaces(["designer", "design", "fields", "filter", "issues"]),
  ]);
};

/** The keys of the forms that can be linked to: those that are in force. */
export const linkable = (forms: FormEntry[]) =>
  forms.filter((form) => form.form_version !== null).map(({ key }) => key);

/** A new field of a kind, named after it. */
export function newField(spec: FormSpec, kind: FieldKindName, subform: string | null, forms: string[]): FieldSpec {
  const links = spec.fields.filter((field) => field.type.kind === "link").map((field) => field.key);
  const settings = newSettings(kind, {
    forms: [...forms.filter((form) => form !== spec.key), spec.key],
    links,
    option: nthOption,
  });
  return {
    key: freshKey(spec, kind, subform),
    label: inBoth(`kind.${kind}`),
    type: { kind, settings } as FieldSpec["type"],
  };
}

/** A choice that is not there yet, named in both languages. */
export function freshOption(options: OptionSpec[]): OptionSpec {
  const taken = new Set(options.map((option) => option.key));
  for (let n = options.length + 1; ; n++) {
    const option = nthOption(n);
    if (!taken.has(option.key)) {
      return option;
    }
  }
}

function nthOption(n: number): OptionSpec {
  const label = inBoth("newOption", { n });
  return { key: label["zh-CN"].replaceAll(" ", ""), label };
}
