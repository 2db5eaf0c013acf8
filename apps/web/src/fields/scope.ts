import { type ComponentType, createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Json } from "@/api/types";
import type { FieldSpec } from "@/core/form-model/spec";
import type { FieldPath, Values } from "@/core/form-runtime/path";
import type { FormRuntime, FormStore } from "@/core/form-runtime/store";
import type { Place } from "./contract";

/** What kinds that hold other fields draw them with. */
export interface FormScope {
  store: FormStore;
  place: Place;
  Control: ComponentType<{ field: FieldSpec; path: FieldPath; rights?: "mask" | "view" | "edit"; bare?: boolean }>;
}

export const FormScopeContext = createContext<FormScope | null>(null);

/** The form that a field stands in. */
export function useFormScope(): FormScope {
  const scope = useContext(FormScopeContext);
  if (!scope) {
    throw new Error("a field that holds others stands outside a form");
  }
  return scope;
}

/** What stands at one place of the form; only a change there draws anew. */
export function useFormState<T>(pick: (state: FormRuntime) => T): T {
  return useStore(useFormScope().store, pick);
}

/** How kinds that show other records draw one value of them. */
export type CellOf = ComponentType<{ field: FieldSpec; value: Json | undefined; place: Place; values?: Values }>;
export const CellContext = createContext<CellOf | null>(null);
