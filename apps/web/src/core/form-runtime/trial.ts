import type { Issue } from "@/api/errors";
import type { Json } from "@/api/types";
import { holds } from "../filter/holds";
import { isLiteral } from "../form-model/assigned";
import { type FieldSpec, type FormSpec, rowFields } from "../form-model/spec";
import { isGiven } from "../form-model/writable";
import { isBlank, type Values } from "./path";
import type { FieldState } from "./store";

/** What a form that is tried out begins with: the defaults that are plain values. */
export function trialValues(spec: FormSpec): Values {
  return Object.fromEntries(
    spec.fields.flatMap((field): [string, Json][] =>
      field.default && isLiteral(field.default) && !field.formula ? [[field.key, field.default.value]] : [],
    ),
  );
}

/**
 * How the fields of a form that is tried out stand, as far as that can be known without the server: shown and required
 * by their conditions. Formulas, links and rules wait for a form that is in force.
 */
export function trialStates(spec: FormSpec, values: Values): Record<string, FieldState> {
  return Object.fromEntries(
    spec.fields.map((field): [string, FieldState] => {
      const visible = !field.visible_when || holds(field.visible_when, values);
      const required = field.required || (field.required_when ? holds(field.required_when, values) : false);
      return [field.key, { visible, required: visible && required }];
    }),
  );
}

/** What would be refused of a form that is tried out: required fields that are blank, also in rows. */
export function trialIssues(spec: FormSpec, values: Values): Issue[] {
  const states = trialStates(spec, values);
  return spec.fields.flatMap((field) => {
    if (states[field.key]?.visible === false) {
      return [];
    }
    const value = values[field.key] ?? null;
    return [
      ...missing(field, states[field.key]?.required ?? false, value, `/values/${field.key}`),
      ...(Array.isArray(value) ? inRows(field, value) : []),
    ];
  });
}

function inRows(field: FieldSpec, rows: Json[]): Issue[] {
  return rows.flatMap((row, at) =>
    rowFields(field).flatMap((column) => {
      const value = typeof row === "object" && row !== null && !Array.isArray(row) ? (row[column.key] ?? null) : null;
      return missing(column, column.required ?? false, value, `/values/${field.key}/${at}/${column.key}`);
    }),
  );
}

function missing(field: FieldSpec, required: boolean, value: Json, pointer: string): Issue[] {
  return required && isBlank(value) && !isGiven(field) && !field.read_only
    ? [{ severity: "error", pointer, code: "required", params: {} }]
    : [];
}
