import {
  type Query,
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { setServerTime } from "@/core/clock";
import { get, post, setCsrfToken } from "../client";
import { ApiProblem } from "../errors";
import type { Demo, LoginAnswer, Me, Resetting } from "../types";

/** Who is logged in; `null` where nobody is. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  staleTime: 60_000,
  retry: false,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      const me = await get<Me>("/me", { signal });
      setCsrfToken(me.csrf_token);
      setServerTime(me.now);
      return me;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) {
        return null;
      }
      throw error;
    }
  },
});

/** The demo's people and clock; `null` on a server that is no demo. */
export const demoQuery = queryOptions({
  queryKey: ["demo"],
  staleTime: 60_000,
  refetchInterval: (query: Query<Demo | null>) => (query.state.data?.resetting ? 700 : false),
  retry: false,
  queryFn: async ({ signal }): Promise<Demo | null> => {
    try {
      return await get<Demo>("/demo", { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) {
        return null;
      }
      throw error;
    }
  },
});

/** How the demo's clock is moved: by an ISO 8601 duration, or to a moment that is later. */
export type ClockMove = { advance: string } | { to: string };

/** Moves the demo's clock forward; what falls due on the way is done, and everything is asked for anew. */
export async function moveDemoClock(client: QueryClient, move: ClockMove): Promise<{ now: string; fired: number }> {
  const moved = await post<{ now: string; fired: number }>("/demo/clock", move);
  setServerTime(moved.now);
  await client.invalidateQueries();
  return moved;
}

/** Begins the demo's story anew, in the background; [`demoQuery`] tells how far that is. */
export async function startDemoOver(client: QueryClient): Promise<void> {
  const resetting = await post<Resetting>("/demo/reset", { confirm: "demo" });
  const now = (old: Demo | null | undefined): Demo => ({ people: [], now: "", ...old, resetting });
  client.setQueryData(demoQuery.queryKey, now);
}

/** The person in front of the screen, on pages that need one. */
export function useMe(): Me | null {
  return useQuery(meQuery).data ?? null;
}

export interface Credentials {
  tenant: string;
  username: string;
  password: string;
}

export function useLogin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (credentials: Credentials) => {
      const answer = await post<LoginAnswer>("/auth/login", credentials);
      setCsrfToken(answer.csrf_token);
      forget(client);
      return client.fetchQuery({ ...meQuery, staleTime: 0 });
    },
  });
}

export function useLogout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<void>("/auth/logout"),
    onSettled: () => {
      setCsrfToken(null);
      client.setQueryData(meQuery.queryKey, null);
      forget(client);
    },
  });
}

/** Drops what the last person saw. */
function forget(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "demo" && queryKey[0] !== "me" });
}
