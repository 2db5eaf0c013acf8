import type { Json } from "@/api/types";
import type { OptionSpec } from "@/core/form-model/kinds";
import type { FieldState } from "@/core/form-runtime/store";

/** The options that can be chosen now: retired ones only where they stand already, and only those the server leaves. */
export function choosable(
  options: OptionSpec[] | undefined,
  value: Json,
  narrowed: FieldState["options"],
): OptionSpec[] {
  const held = new Set(Array.isArray(value) ? value : [value]);
  const allowed = narrowed && new Set(narrowed.map((option) => (typeof option === "string" ? option : option.key)));
  const given = narrowed?.filter((option) => typeof option !== "string") ?? [];
  const all = options && options.length > 0 ? options : given;
  return all.filter(({ key, retired }) => held.has(key) || (!retired && (!allowed || allowed.has(key))));
}
