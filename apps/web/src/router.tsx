import { app, appHome, home, inside, login, root } from "./routes/base";
import { recordRoutes } from "./routes/records";
import { tasks } from "./routes/tasks";

/** All pages: each feature's routes stand in a file of their own in `routes/`. */
export const routeTree = root.addChildren([
  login,
  inside.addChildren([home, tasks, app.addChildren([appHome, recordRoutes])]),
]);
