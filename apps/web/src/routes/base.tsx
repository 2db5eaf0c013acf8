import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { appQuery } from "@/api/queries/apps";
import { meQuery } from "@/api/queries/session";
import { NotFound } from "@/ui/NotFound";

/** What every route may use while loading. */
export interface RouterContext {
  queryClient: QueryClient;
}

export const root = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: NotFound });

export const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" && search.next.startsWith("/") && !search.next.startsWith("//")
      ? { next: search.next }
      : {},
  component: lazyRouteComponent(() => import("@/features/auth/LoginPage"), "LoginPage"),
});

/** Everything behind the log-in stands inside the shell. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    if (!me) {
      throw redirect({ to: "/login", search: { next: location.href }, replace: true });
    }
  },
  component: lazyRouteComponent(() => import("@/features/app-shell/Shell"), "Shell"),
  notFoundComponent: NotFound,
});

/** Any other address: the way home stands around what says so. */
export const elsewhere = createRoute({ getParentRoute: () => inside, path: "/$", component: NotFound });

export const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/home/HomePage"), "HomePage"),
});

/** One app; whatever stands below it may rely on the app being known. */
export const app = createRoute({
  getParentRoute: () => inside,
  path: "/apps/$app",
  loader: ({ context, params }) => context.queryClient.ensureQueryData(appQuery(params.app)),
  component: Outlet,
});

export const appHome = createRoute({
  getParentRoute: () => app,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/home/AppHomePage"), "AppHomePage"),
});
