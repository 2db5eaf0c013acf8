import { createRoute, lazyRouteComponent, Outlet } from "@tanstack/react-router";
import { publishedQuery, recordQuery } from "@/api/queries/records";
import { viewsQuery } from "@/api/queries/views";
import { readListSearch } from "@/features/records/list/address";
import { app } from "./base";

/** One form; whatever stands below it may rely on its published definition being known. */
const form = createRoute({
  getParentRoute: () => app,
  path: "/forms/$form",
  loader: ({ context, params }) => context.queryClient.ensureQueryData(publishedQuery(params.app, params.form)),
  component: Outlet,
});

const list = createRoute({
  getParentRoute: () => form,
  path: "/",
  validateSearch: readListSearch,
  loader: ({ context, params }) => context.queryClient.ensureQueryData(viewsQuery(params.app, params.form)),
  component: lazyRouteComponent(() => import("@/features/records/list/ListPage"), "ListPage"),
});

const create = createRoute({
  getParentRoute: () => form,
  path: "/new",
  component: lazyRouteComponent(() => import("@/features/records/form/CreatePage"), "CreatePage"),
});

const importing = createRoute({
  getParentRoute: () => form,
  path: "/import",
  component: lazyRouteComponent(() => import("@/features/records/import/ImportPage"), "ImportPage"),
});

const bin = createRoute({
  getParentRoute: () => form,
  path: "/bin",
  component: lazyRouteComponent(() => import("@/features/records/bin/BinPage"), "BinPage"),
});

const record = createRoute({
  getParentRoute: () => form,
  path: "/records/$id",
  loader: ({ context, params }) => context.queryClient.ensureQueryData(recordQuery(params.app, params.form, params.id)),
  component: Outlet,
});

const detail = createRoute({
  getParentRoute: () => record,
  path: "/",
  component: lazyRouteComponent(() => import("./RecordPage"), "RecordPage"),
});

const edit = createRoute({
  getParentRoute: () => record,
  path: "/edit",
  component: lazyRouteComponent(() => import("@/features/records/form/EditPage"), "EditPage"),
});

export const recordRoutes = form.addChildren([list, create, importing, bin, record.addChildren([detail, edit])]);
