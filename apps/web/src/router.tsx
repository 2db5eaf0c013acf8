import { adminRoutes, appRoles } from "./routes/admin";
import { app, appHome, elsewhere, home, inside, login, root } from "./routes/base";
import { changeRoutes } from "./routes/changes";
import { appDesign, designRoutes, ruleRuns } from "./routes/design";
import { recordRoutes } from "./routes/records";
import { reportRoutes } from "./routes/reports";
import { tasks } from "./routes/tasks";

/** All pages: each feature's routes stand in a file of their own in `routes/`. */
export const routeTree = root.addChildren([
  login,
  inside.addChildren([
    home,
    elsewhere,
    tasks,
    designRoutes,
    ...adminRoutes,
    app.addChildren([appHome, appDesign, ruleRuns, appRoles, ...changeRoutes, recordRoutes, ...reportRoutes]),
  ]),
]);
