import { app, appHome, home, inside, login, root } from "./routes/base";
import { recordRoutes } from "./routes/records";

/** All pages: each feature's routes stand in a file of their own in `routes/`. */
export const routeTree = root.addChildren([
  login,
  inside.addChildren([home, app.addChildren([appHome, recordRoutes])]),
]);
