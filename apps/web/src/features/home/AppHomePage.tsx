import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { appQuery } from "@/api/queries/apps";
import { navigationOf } from "@/core/navigation";
import { AppIcon } from "@/ui/AppIcon";
import { EmptyState } from "@/ui/EmptyState";
import { EntryIcon } from "@/ui/EntryIcon";
import { entryLink } from "@/ui/entryLink";
import { useLocalised } from "@/ui/localised";
import { PageHeading } from "@/ui/PageHeading";
import styles from "./AppHomePage.module.css";
import section from "./Section.module.css";

const route = getRouteApi("/inside/apps/$app/");

/** The first page of an app: everything in it, by group. */
export function AppHomePage() {
  const { t } = useTranslation("home");
  const { app } = route.useParams();
  const localised = useLocalised();
  const { data } = useSuspenseQuery(appQuery(app));
  const groups = navigationOf(data);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <AppIcon app={data} size={48} />
        <div>
          <PageHeading>{localised(data.name)}</PageHeading>
          <p>{localised(data.description)}</p>
        </div>
      </header>
      {groups.length === 0 ? <EmptyState title={t("app.empty")} text={t("app.emptyText")} /> : null}
      {groups.map((group) => (
        <section key={group.key} className={styles.group}>
          <h2>{group.name ? localised(group.name) : t("app.rest")}</h2>
          <ul className={section.grid}>
            {group.entries.map((entry) => {
              const link = entryLink(app, entry);
              return link ? (
                <li key={`${entry.kind}:${entry.key}`}>
                  <Link {...link} className={section.card}>
                    <EntryIcon kind={entry.kind} className={styles.icon} />
                    <span className={section.main}>
                      <span className={section.title}>{localised(entry.name)}</span>
                      <span className={section.soft}>{t(`app.kind.${entry.kind}`)}</span>
                    </span>
                  </Link>
                </li>
              ) : null;
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
