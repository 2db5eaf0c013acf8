import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AppBrief } from "@/api/types";
import { AppIcon } from "@/ui/AppIcon";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import styles from "./Section.module.css";

/** The apps that this person may open. */
export function AppGrid({ apps, canInstall }: { apps: AppBrief[]; canInstall: boolean }) {
  const { t } = useTranslation("home");
  const localised = useLocalised();
  return (
    <section className={styles.section}>
      <h2>
        {t("apps.title")}
        {canInstall ? (
          <Link to="/templates" className={styles.more}>
            {t("apps.templates")}
          </Link>
        ) : null}
      </h2>
      {apps.length === 0 ? <EmptyState title={t("apps.none")} text={t("apps.noneText")} /> : null}
      <ul className={styles.grid}>
        {apps.map((app) => (
          <li key={app.key}>
            <Link to="/apps/$app" params={{ app: app.key }} className={styles.card}>
              <AppIcon app={app} />
              <span className={styles.main}>
                <span className={styles.title}>{localised(app.name)}</span>
                {app.description ? <span className={styles.soft}>{localised(app.description)}</span> : null}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
