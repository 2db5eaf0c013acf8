import { createRoute, lazyRouteComponent, notFound } from "@tanstack/react-router";
import { meQuery } from "@/api/queries/session";
import { app, inside, type RouterContext } from "./base";

/** To whoever does not administer the tenant, its administration does not exist. */
async function ownersOnly({ context }: { context: RouterContext }): Promise<void> {
  const me = await context.queryClient.ensureQueryData(meQuery);
  if (!me?.user.is_owner) {
    throw notFound();
  }
}

const people = createRoute({
  getParentRoute: () => inside,
  path: "/admin/people",
  loader: ownersOnly,
  component: lazyRouteComponent(() => import("@/features/admin/PeoplePage"), "PeoplePage"),
});

const templates = createRoute({
  getParentRoute: () => inside,
  path: "/templates",
  loader: ownersOnly,
  component: lazyRouteComponent(() => import("@/features/admin/TemplatesPage"), "TemplatesPage"),
});

/** Who may do what in one app. */
export const appRoles = createRoute({
  getParentRoute: () => app,
  path: "/roles",
  component: lazyRouteComponent(() => import("@/features/admin/RolesPage"), "RolesPage"),
});

export const adminRoutes = [people, templates] as const;
