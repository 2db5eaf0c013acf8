import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { type ListQuestion, recordsQuery } from "@/api/queries/records";

/** How many records a view that needs them all fetches. */
export const most = 2000;

/** All records that fit, page after page, as far as they can be drawn together. */
export function useAll(app: string, form: string, question: ListQuestion, enabled = true) {
  const query = useInfiniteQuery({
    ...recordsQuery(app, form, { ...question, limit: 200, count: "fast" }),
    placeholderData: (previous) => previous,
    enabled,
  });
  const records = useMemo(() => query.data?.pages.flatMap((page) => page.records) ?? [], [query.data]);
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const more = hasNextPage && records.length < most;
  useEffect(() => {
    if (more && !isFetching && !isError) {
      void fetchNextPage();
    }
  }, [more, isFetching, isError, fetchNextPage]);
  return { query, records, more, cut: hasNextPage && !more };
}
