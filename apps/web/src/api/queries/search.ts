import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "../client";
import type { I18nText } from "../types";

/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  text: string;
  found: boolean;
}

export interface FoundRecord {
  id: string;
  title: Piece[];
  /** Fields in which words were found that the title does not show. */
  fields: { field: string; label: I18nText; text: Piece[] }[];
}

/** A form of which records were found. */
export interface FoundForm {
  app: string;
  app_name: I18nText;
  form: string;
  form_name: I18nText;
  records: FoundRecord[];
  more: boolean;
}

/** Records in whose search fields these words occur, in all forms that the person may see. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ["search", q],
    enabled: q !== "",
    staleTime: 10_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<{ items: FoundForm[] }>("/search", { query: { q }, signal }),
  });
