import { PlusOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AppBrief } from "@/api/types";
import { AppIcon } from "@/ui/AppIcon";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import styles from "./Section.module.css";

/** Only who builds needs it. */
const NewApp = lazy(() => import("./NewApp").then((it) => ({ default: it.NewApp })));

/** The apps that this person may open. */
export function AppGrid({ apps, canInstall }: { apps: AppBrief[]; canInstall: boolean }) {
  const { t } = useTranslation("home");
  const localised = useLocalised();
  const [making, setMaking] = useState(false);
  return (
    <section className={styles.section}>
      <h2>
        {t("apps.title")}
        {canInstall ? (
          <span className={styles.more}>
            <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>
              {t("apps.new")}
            </Button>
            <Link to="/templates">{t("apps.templates")}</Link>
          </span>
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
      {making ? (
        <Suspense fallback={null}>
          <NewApp taken={apps.map((app) => app.key)} onClose={() => setMaking(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}
