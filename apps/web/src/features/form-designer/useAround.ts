import { useQuery } from "@tanstack/react-query";
import { appRolesQuery, type RoleView } from "@/api/queries/admin";
import { formDraftQuery } from "@/api/queries/design";
import type { FieldSpec } from "@/core/form-model/spec";
import { useDesign } from "./context";

const none: FieldSpec[] = [];

/** The fields of a form of the app; of this one as it stands in the designer. */
export function useFormFields(form: string): FieldSpec[] {
  const { app, spec } = useDesign();
  const other = form !== "" && form !== spec.key;
  const { data } = useQuery({ ...formDraftQuery(app.key, form), enabled: other, staleTime: 60_000, retry: false });
  return other ? (data?.spec.fields ?? none) : form === spec.key ? spec.fields : none;
}

/** The roles of the app. */
export function useAppRoles(app: string): RoleView[] {
  return useQuery({ ...appRolesQuery(app), retry: false }).data ?? [];
}
