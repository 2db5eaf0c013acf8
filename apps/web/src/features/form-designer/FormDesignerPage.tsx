import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { appQuery } from "@/api/queries/apps";
import { formDraftQuery } from "@/api/queries/design";
import { publishedQuery } from "@/api/queries/records";
import { rowFields } from "@/core/form-model/spec";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { ProblemView } from "@/ui/ProblemView";
import { Designer } from "./Designer";
import { loadBoth } from "./kinds";

const route = getRouteApi("/inside/design/$design/forms/$form");

/** The designer of one form. */
export function FormDesignerPage() {
  const { design, form } = route.useParams();
  const { data: app } = useSuspenseQuery(appQuery(design));
  const draft = useQuery({ ...formDraftQuery(design, form), refetchOnWindowFocus: false, gcTime: 0 });
  const inForce = useQuery({
    ...publishedQuery(design, form),
    enabled: draft.data !== undefined && draft.data.form_version !== null,
    retry: false,
  });
  const [words, setWords] = useState(false);
  useEffect(() => {
    void loadBoth().finally(() => setWords(true));
  }, []);
  if (draft.error) {
    return <ProblemView error={draft.error} retry={() => void draft.refetch()} />;
  }
  if (!draft.data || !words || inForce.isLoading) {
    return <PageSkeleton />;
  }
  const published = (inForce.data?.spec.fields ?? []).flatMap((field) => [
    field.key,
    ...rowFields(field).map((row) => `${field.key}/${row.key}`),
  ]);
  return <Designer key={`${design}/${form}`} app={app} draft={draft.data} publishedFields={published} />;
}
