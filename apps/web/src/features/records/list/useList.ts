import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { publishedQuery, type RecordView, recordsQuery } from "@/api/queries/records";
import type { FieldSpec } from "@/core/form-model/spec";
import { fieldOf } from "@/core/form-model/spec";
import { systemFields } from "@/core/form-model/system";
import { chosenView, type ListSearch, listQuestion, shownColumns } from "./search";

const route = getRouteApi("/inside/apps/$app/forms/$form/");

/** Everything that the parts of a list share: the form, the address, the records. */
export function useList() {
  const { app, form } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const published = useSuspenseQuery(publishedQuery(app, form)).data;
  const { spec } = published;
  const view = chosenView(spec, search);
  const columns = useMemo(
    () => shownColumns(spec, search, published.workflow !== null),
    [spec, search, published.workflow],
  );
  const question = useMemo(() => listQuestion(search, view, columns), [search, view, columns]);
  const query = useInfiniteQuery({ ...recordsQuery(app, form, question), placeholderData: (previous) => previous });
  const records = useMemo(() => query.data?.pages.flatMap((page) => page.records) ?? [], [query.data]);
  const change = useCallback(
    (part: Partial<ListSearch>) => void navigate({ search: (old) => cleaned({ ...old, ...part }), replace: true }),
    [navigate],
  );
  return {
    app,
    form,
    published,
    spec,
    search,
    view,
    columns,
    question,
    query,
    records,
    first: query.data?.pages[0],
    change,
  };
}

export type List = ReturnType<typeof useList>;

/** An address without what says nothing. */
function cleaned(search: ListSearch): ListSearch {
  return Object.fromEntries(
    Object.entries(search).filter(
      ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** The field of a column; one that is a path through links has only its last step for a name. */
export function columnField(spec: { fields: FieldSpec[] }, key: string): FieldSpec {
  return (
    systemFields.find((field) => field.key === key) ??
    fieldOf(spec, key) ?? {
      key,
      label: { "zh-CN": key.split(".").at(-1) ?? key },
      type: { kind: "lookup", settings: {} },
    }
  );
}

/** Where a row leads. */
export function recordLink(list: Pick<List, "app" | "form">, record: RecordView) {
  return {
    to: "/apps/$app/forms/$form/records/$id",
    params: { app: list.app, form: list.form, id: record.id },
  } as const;
}
