import type { I18nText } from "@/api/types";
import { indexForPart, placeForNew } from "@/core/form-model/design/add";
import type { Selection } from "@/core/form-model/design/chosen";
import { insertField, insertItem, updateField } from "@/core/form-model/design/edit";
import { keptOf } from "@/core/form-model/design/expression";
import { newPart } from "@/core/form-model/design/layout";
import { optionKey, optionsOfLines } from "@/core/form-model/design/options";
import type { PartKind } from "@/core/form-model/design/place";
import { type QuickLine, readLine, starred } from "@/core/form-model/design/quick";
import type { FieldKindName } from "@/core/form-model/kinds";
import { type FieldSpec, type FormSpec, fieldOf, type LayoutItem } from "@/core/form-model/spec";
import { inLocale } from "@/ui/localised";
import { addables } from "./addables";
import type { Design } from "./context";
import type { Wanted } from "./focus";
import { inBoth, linkable, named, newField } from "./kinds";
import { nameables } from "./names";

/** A form to which something was added, and what is to be said of that first. */
export interface Added {
  spec: FormSpec;
  selection: Selection;
  focus: Wanted;
}

type Here = Pick<Design, "spec" | "forms" | "selection">;

/** Kinds that lead to another form. */
const leading: ReadonlySet<FieldKindName> = new Set(["link", "links", "querylist", "rollup"]);
const links: ReadonlySet<FieldKindName> = new Set(["link", "links"]);

/** Adds a field of a kind behind what is chosen. */
export function addField(here: Here, kind: FieldKindName): Added {
  const { spec, selection } = placed(here, kind);
  return { spec, selection, focus: links.has(kind) ? "target" : "name" };
}

function placed({ spec, forms, selection }: Here, kind: FieldKindName) {
  // The place decides on the scope in which the key has to be free.
  const sample = newField(spec, kind, null, linkable(forms));
  const place = placeForNew(spec, selection, sample);
  const subform = place.into === "subform" ? place.subform : null;
  const field = subform === null ? sample : newField(spec, kind, subform, linkable(forms));
  const ref = subform === null ? field.key : `${subform}/${field.key}`;
  return { spec: insertField(spec, place, field), selection: { field: ref }, subform, field };
}

/** Adds what a line names; `null` for a blank line. */
export function addLine(here: Here, line: string): { added: Added; name: string } | null {
  const read = readLine(addables(), line);
  if (!read) {
    return null;
  }
  const { add } = read.add;
  return "part" in add
    ? { added: addPart(here, add.part, read.label), name: read.label || read.add.name }
    : { added: addFieldLine(here, add.kind, read), name: read.label || read.add.name };
}

/** Adds a part of the page behind the one that is chosen; a first section takes the place of the blank one. */
export function addPart({ spec, selection }: Here, part: PartKind, label = ""): Added {
  const index = indexForPart(spec, selection);
  const made = newPart(part, (word, n) => inBoth(`new.${word}`, { n }));
  const item = label === "" ? made : titled(made, named(label));
  const focus = label === "" ? "name" : null;
  return part === "section" && isBlankPage(spec)
    ? { spec: { ...spec, layout: [item] }, selection: { item: "0" }, focus }
    : { spec: insertItem(spec, "", index, item), selection: { item: String(index) }, focus };
}

function titled(item: LayoutItem, title: I18nText): LayoutItem {
  if ("section" in item) {
    return { ...item, section: title };
  }
  return "note" in item ? { ...item, note: title } : "divider" in item ? { ...item, divider: title } : item;
}

/** Whether there is nothing on the page but one section without a name. */
function isBlankPage({ layout = [] }: FormSpec): boolean {
  const [only] = layout;
  return (
    layout.length === 1 &&
    only !== undefined &&
    "section" in only &&
    (only.fields ?? []).length === 0 &&
    inLocale(only.section, "zh-CN") === ""
  );
}

function addFieldLine(here: Here, kind: FieldKindName, read: QuickLine): Added {
  const { spec, selection, subform, field } = placed(here, kind);
  const target = leading.has(kind) ? targetOf(here, read) : undefined;
  // A star marks the choice that new records begin with, as it does in the list of choices.
  const choices = "options" in field.type.settings ? read.options.map(starred) : [];
  const options = optionsOfLines(
    choices.map((choice) => choice.name),
    [],
  );
  const preset = kind === "select" ? choices.find((choice) => choice.required) : undefined;
  const settings = {
    ...field.type.settings,
    ...(target === undefined ? {} : { form: target }),
    ...(options.length > 0 ? { options } : {}),
  };
  const holder = subform === null ? undefined : fieldOf(spec, subform);
  const formula = read.formula === "" ? null : keptOf(read.formula, nameables(spec, holder));
  const next = updateField(spec, selection.field, (old) => ({
    ...old,
    label: read.label === "" ? old.label : named(read.label),
    type: { kind, settings } as FieldSpec["type"],
    ...(read.required ? { required: true } : {}),
    ...(formula === null ? {} : { formula }),
    ...(preset ? { default: { value: optionKey(preset.name) } } : {}),
  }));
  const asksOptions = "options" in field.type.settings && read.options.length === 0;
  const asksTarget = leading.has(kind) && target === undefined;
  return {
    spec: next,
    selection,
    focus: asksTarget ? "target" : asksOptions && read.label !== "" ? "options" : read.label === "" ? "name" : null,
  };
}

/** The form that a line leads to: the one it names, else the one that the field is called like. */
function targetOf({ forms, spec }: Here, { target, label }: QuickLine): string | undefined {
  const all = [...forms.filter((form) => form.key !== spec.key), { key: spec.key, name: spec.name }];
  const called = (word: string) =>
    word === ""
      ? undefined
      : all.find((form) => [form.key, inLocale(form.name, "zh-CN"), inLocale(form.name, "en")].includes(word))?.key;
  return called(target) ?? called(label);
}
