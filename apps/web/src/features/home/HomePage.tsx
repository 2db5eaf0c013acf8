import { useTranslation } from "react-i18next";
import { useMe } from "@/api/queries/session";
import { PageHeading } from "@/ui/PageHeading";
import { AppGrid } from "./AppGrid";
import styles from "./HomePage.module.css";
import { TodoList } from "./TodoList";
import { Tour } from "./Tour";

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
      {me.demo ? <Tour me={me} /> : null}
      <div className={styles.columns}>
        <TodoList />
        <AppGrid apps={me.apps} canInstall={me.user.is_owner} />
      </div>
    </div>
  );
}
