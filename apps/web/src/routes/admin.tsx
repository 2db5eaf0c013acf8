import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { app, inside } from "./base";

const people = createRoute({
  getParentRoute: () => inside,
  path: "/admin/people",
  component: lazyRouteComponent(() => import("@/features/admin/PeoplePage"), "PeoplePage"),
});

const templates = createRoute({
  getParentRoute: () => inside,
  path: "/templates",
  component: lazyRouteComponent(() => import("@/features/admin/TemplatesPage"), "TemplatesPage"),
});

/** Who may do what in one app. */
export const appRoles = createRoute({
  getParentRoute: () => app,
  path: "/roles",
  component: lazyRouteComponent(() => import("@/features/admin/RolesPage"), "RolesPage"),
});

export const adminRoutes = [people, templates] as const;
