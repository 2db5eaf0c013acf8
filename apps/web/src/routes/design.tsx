import { createRoute, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { appQuery } from "@/api/queries/apps";
import type { RunFilter, RunOutcome } from "@/api/queries/ruleRuns";
import { app, inside } from "./base";

/** The designers take the whole page: they stand beside the app, not inside its navigation. */
const design = createRoute({
  getParentRoute: () => inside,
  path: "/design/$design",
  loader: ({ context, params }) => context.queryClient.ensureQueryData(appQuery(params.design)),
  component: Outlet,
});

/** Nothing stands there by itself: what can be designed is listed in the app. */
const nothing = createRoute({
  getParentRoute: () => design,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/apps/$app/design", params: { app: params.design }, replace: true });
  },
});

const form = createRoute({
  getParentRoute: () => design,
  path: "/forms/$form",
  component: lazyRouteComponent(() => import("@/features/form-designer/FormDesignerPage"), "FormDesignerPage"),
});

const flow = createRoute({
  getParentRoute: () => design,
  path: "/forms/$form/flow",
  component: lazyRouteComponent(() => import("@/features/flow-designer/FlowDesignerPage"), "FlowDesignerPage"),
});

/** What an app is made of, for those who build it. */
export const appDesign = createRoute({
  getParentRoute: () => app,
  path: "/design",
  component: lazyRouteComponent(() => import("@/features/app-design/AppDesignPage"), "AppDesignPage"),
});

const outcomes: readonly RunOutcome[] = ["done", "skipped", "stopped", "failed"];

/** What came of an app's rules, for those who build it. */
export const ruleRuns = createRoute({
  getParentRoute: () => app,
  path: "/rule-runs",
  validateSearch: (raw: Record<string, unknown>): RunFilter => {
    const outcome = outcomes.find((name) => name === raw.outcome);
    return { ...(typeof raw.rule === "string" ? { rule: raw.rule } : {}), ...(outcome ? { outcome } : {}) };
  },
  component: lazyRouteComponent(() => import("@/features/app-design/RuleRunsPage"), "RuleRunsPage"),
});

export const designRoutes = design.addChildren([nothing, form, flow]);
