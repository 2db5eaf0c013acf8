import type { FieldSpec, FormSpec, ViewSpec } from "../form-model/spec";
import type { DrawnKind } from "./kinds";

type Settings = ViewSpec["show"]["settings"];

const fieldsOf =
  (...kinds: FieldSpec["type"]["kind"][]) =>
  (spec: FormSpec): FieldSpec[] =>
    spec.fields.filter((field) => kinds.includes(field.type.kind));

/** The fields that each part of a view can use. */
export const laneFields = fieldsOf("select", "user");
export const dateFields = fieldsOf("date", "datetime", "daterange");
export const endFields = fieldsOf("date", "datetime");
export const rangeFields = fieldsOf("daterange");
export const dayFields = fieldsOf("date");
export const pictureFields = fieldsOf("image", "images");
export const doneFields = fieldsOf("progress", "percent", "int", "score");
/** What can be busy: people, departments, other records, or one of some choices. */
export const resourceFields = fieldsOf("link", "user", "dept", "select");
/** What branches can be made of, besides a link to the record above. */
const branchFields = fieldsOf("select", "treeselect", "cascade", "region", "address", "user", "dept");

/** The links that lead to a record of the same form. */
export const parentFields = (spec: FormSpec): FieldSpec[] =>
  spec.fields.filter(({ type }) => type.kind === "link" && type.settings.form === spec.key);

/** What a tree can stand on: the record above, or a value. */
export const treeFields = (spec: FormSpec): FieldSpec[] => [...parentFields(spec), ...branchFields(spec)];

/** What names the records that come before: links to the same form, or rows with such a link. */
export const beforeFields = (spec: FormSpec): FieldSpec[] =>
  spec.fields.filter(
    ({ type }) =>
      (type.kind === "links" && type.settings.form === spec.key) ||
      (type.kind === "subform" &&
        (type.settings.fields ?? []).some(
          (inner) => inner.type.kind === "link" && inner.type.settings.form === spec.key,
        )),
  );

type Start = (spec: FormSpec, card: string[], columns: string[]) => Settings | null;

const starts: Record<DrawnKind, Start> = {
  table: (_spec, _card, columns) => ({ columns }),
  kanban: (spec, card) => {
    const [by] = laneFields(spec);
    return by ? { by: by.key, card: card.filter((key) => key !== by.key) } : null;
  },
  calendar: (spec) => {
    const [date] = dateFields(spec);
    return date ? { date: date.key, card: [] } : null;
  },
  gallery: (spec, card) => {
    const [image] = pictureFields(spec);
    return image ? { image: image.key, card } : null;
  },
  gantt: (spec) => {
    const [range] = rangeFields(spec);
    const [start, end] = endFields(spec);
    const [before] = beforeFields(spec);
    const [parent] = parentFields(spec);
    const [progress] = fieldsOf("progress")(spec);
    const more = { depends: before?.key ?? null, parent: parent?.key ?? null, progress: progress?.key ?? null };
    const span = range ? { start: range.key } : start ? { start: start.key, end: end?.key ?? null } : null;
    return span && { ...span, ...more };
  },
  timeline: (spec) => {
    const [range] = [...rangeFields(spec), ...endFields(spec)];
    const [row] = resourceFields(spec);
    return range && row ? { row: row.key, range: range.key, card: [], days: 28 } : null;
  },
  tree: (spec, card) => {
    const [parent] = treeFields(spec);
    return parent ? { parent: parent.key, columns: card.filter((key) => key !== parent.key) } : null;
  },
};

/** The settings that a view of this kind begins with; `null` where the form has no field for it. */
export function startSettings(kind: DrawnKind, spec: FormSpec, columns: string[]): Settings | null {
  const card = columns.filter((key) => !key.startsWith("_")).slice(0, 4);
  return starts[kind](spec, card, columns);
}
