import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { publishedQuery, type RecordView, recordsQuery } from "@/api/queries/records";
import { viewsQuery } from "@/api/queries/views";
import type { FieldSpec, FormSpec, ViewSpec } from "@/core/form-model/spec";
import { fieldOf } from "@/core/form-model/spec";
import { systemFields } from "@/core/form-model/system";
import { kindOf } from "@/core/view-model/kinds";
import { viewKinds } from "../views/kinds";
import type { ListSearch } from "./address";
import { chosenView, listQuestion, shownColumns } from "./search";

const route = getRouteApi("/inside/apps/$app/forms/$form/");

/** Everything that the parts of a list share: the form, the address, the records. */
export function useList() {
  const { app, form } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const published = useSuspenseQuery(publishedQuery(app, form)).data;
  const { spec } = published;
  const views = useSuspenseQuery(viewsQuery(app, form)).data;
  const saved = chosenView(views.items, search);
  const view = saved?.spec;
  const kind = kindOf(view);
  const columns = useMemo(
    () => shownColumns(spec, view, search, published.workflow !== null),
    [spec, view, search, published.workflow],
  );
  const question = useMemo(
    () => listQuestion(search, view, kind === "gallery" ? withPicture(spec, view, columns) : columns),
    [search, view, columns, kind, spec],
  );
  const query = useInfiniteQuery({
    ...recordsQuery(app, form, question),
    placeholderData: (previous) => previous,
    enabled: viewKinds[kind].listed ?? false,
  });
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
    views,
    saved,
    view,
    kind,
    columns,
    question,
    query,
    records,
    first: query.data?.pages[0],
    change,
  };
}

export type List = ReturnType<typeof useList>;

/** What a gallery asks for: its cards, their pictures, and what names them. */
function withPicture(spec: FormSpec, view: ViewSpec | undefined, columns: string[]): string[] {
  const named = [...(spec.title ?? "").matchAll(/\{([a-z0-9_]+)/g)].map(([, key]) => key);
  const all = [...named, ...columns, view?.show.settings.image].filter((key) => typeof key === "string");
  return [...new Set(all.filter((key) => key.includes(".") || fieldOf(spec, key)))];
}

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
