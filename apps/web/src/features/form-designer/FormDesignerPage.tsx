import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { appQuery } from "@/api/queries/apps";
import { formDraftQuery, formEntriesQuery } from "@/api/queries/design";
import { publishedQuery } from "@/api/queries/records";
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
    enabled: draft.data !== undefined && draft.data.form_version !== null && draft.data.changed,
    retry: false,
  });
  const forms = useQuery(formEntriesQuery(design));
  const [words, setWords] = useState(false);
  useEffect(() => {
    void loadBoth().finally(() => setWords(true));
  }, []);
  if (draft.error) {
    return <ProblemView page error={draft.error} retry={() => void draft.refetch()} />;
  }
  if (!draft.data || !words || inForce.isLoading || forms.isPending) {
    return <PageSkeleton />;
  }
  // Without changes the draft is what is in force; else what is in force says so, as far as this person may read it.
  const known = draft.data.form_version === null ? [] : (inForce.data?.spec ?? draft.data.spec).fields;
  return <Designer key={`${design}/${form}`} app={app} forms={forms.data ?? []} draft={draft.data} inForce={known} />;
}
