import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/api/queries/session";
import { PageHeading } from "@/ui/PageHeading";
import { AppGrid } from "./AppGrid";
import styles from "./HomePage.module.css";
import { TodoList } from "./TodoList";

/** Only the demo has it. */
const Tour = lazy(() => import("./Tour").then((it) => ({ default: it.Tour })));

/** What waits for this person, and the apps. */
export function HomePage() {
  const { t } = useTranslation("home");
  const me = useMe();
  if (!me) {
    return null;
  }
  return (
    <div className={styles.page}>
      <PageHeading>{t("greeting", { name: me.user.name })}</PageHeading>
      {me.demo ? (
        <Suspense fallback={<div className={styles.tour} />}>
          <Tour me={me} />
        </Suspense>
      ) : null}
      <div className={styles.columns}>
        <TodoList />
        <AppGrid apps={me.apps} canInstall={me.user.is_owner} />
      </div>
    </div>
  );
}
