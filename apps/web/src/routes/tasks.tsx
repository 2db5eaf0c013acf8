import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readTaskSearch } from "@/features/tasks/search";
import { inside } from "./base";

export const tasks = createRoute({
  getParentRoute: () => inside,
  path: "/tasks",
  validateSearch: readTaskSearch,
  component: lazyRouteComponent(() => import("@/features/tasks/TasksPage"), "TasksPage"),
});
