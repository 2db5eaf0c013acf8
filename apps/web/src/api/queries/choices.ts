import { queryOptions } from "@tanstack/react-query";
import type { Filter } from "@/core/filter/filter";
import { get, post } from "../client";
import type { Page, Ref } from "../types";
import type { RecordPage } from "./records";

/** Where things to choose from come from. */
export type ChoiceSource =
  | { of: "user"; roles?: string[] }
  | { of: "dept" }
  | { of: "role"; app: string }
  | { of: "record"; app: string; form: string; filter: Filter | null };

/** A thing to choose, with a word that tells it from others of the same name. */
export interface Choice extends Ref {
  hint?: string;
}

interface UserRow {
  id: string;
  username: string;
  name: string;
  dept?: Ref | null;
}

interface NamedRow {
  id: string;
  name: string | { "zh-CN": string; en?: string };
  parent?: Ref | string | null;
}

interface RoleRow {
  key: string;
  name: NamedRow["name"];
}

const limit = 30;
const nameOf = (name: NamedRow["name"]) => (typeof name === "string" ? name : name["zh-CN"]);

async function choices(source: ChoiceSource, search: string, signal: AbortSignal): Promise<Choice[]> {
  const query = { search: search || undefined, limit };
  switch (source.of) {
    case "user": {
      const page = await get<Page<UserRow>>("/people", { query: { search: query.search }, signal });
      return page.items.map(({ id, name, username, dept }) => ({ id, title: name, hint: dept?.title ?? username }));
    }
    case "dept": {
      const page = await get<Page<NamedRow>>("/departments", { query, signal });
      return page.items.map(({ id, name, parent }) => ({
        id,
        title: nameOf(name),
        hint: parent && typeof parent === "object" ? parent.title : undefined,
      }));
    }
    case "role": {
      const page = await get<Page<RoleRow>>(`/apps/${source.app}/roles`, { query, signal });
      return page.items.map(({ key, name }) => ({ id: key, title: nameOf(name) }));
    }
    case "record": {
      const body = {
        filter: source.filter ?? undefined,
        search: search || undefined,
        limit,
        // Without `fields`: the title is made of what is read.
        count: "none",
      };
      const page = await post<RecordPage>(`/apps/${source.app}/forms/${source.form}/records/query`, body, { signal });
      return page.records.map(({ id, title }) => ({ id, title: title || id }));
    }
  }
}

export const choicesQuery = (source: ChoiceSource, search: string) =>
  queryOptions({
    queryKey: ["choices", source, search],
    staleTime: 15_000,
    queryFn: ({ signal }) => choices(source, search, signal),
  });
