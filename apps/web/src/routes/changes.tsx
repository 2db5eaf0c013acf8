import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { ChangesFilter } from "@/api/queries/changes";
import { app } from "./base";

const parts = ["form", "actor", "act", "from", "to"] as const;

const changes = createRoute({
  getParentRoute: () => app,
  path: "/changes",
  validateSearch: (raw: Record<string, unknown>): ChangesFilter =>
    Object.fromEntries(
      parts.flatMap((part) => (typeof raw[part] === "string" && raw[part] ? [[part, raw[part]]] : [])),
    ),
  component: lazyRouteComponent(() => import("@/features/changes/ChangesPage"), "ChangesPage"),
});

const changeSet = createRoute({
  getParentRoute: () => app,
  path: "/changes/$set",
  component: lazyRouteComponent(() => import("@/features/changes/ChangeSetPage"), "ChangeSetPage"),
});

export const changeRoutes = [changes, changeSet];
