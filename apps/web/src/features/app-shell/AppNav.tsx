import { BuildOutlined, HistoryOutlined, LeftOutlined, TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { appQuery } from "@/api/queries/apps";
import { type NavEntry, navigationOf } from "@/core/navigation";
import { AppIcon } from "@/ui/AppIcon";
import { EntryIcon } from "@/ui/EntryIcon";
import { entryLink } from "@/ui/entryLink";
import { useLocalised } from "@/ui/localised";
import styles from "./AppNav.module.css";

/** The navigation of one app: its groups of forms and reports. */
export function AppNav({ app }: { app: string }) {
  const { t } = useTranslation("shell");
  const localised = useLocalised();
  const { data, error } = useQuery(appQuery(app));
  const headingId = useId();
  if (error && !data) {
    return (
      <nav className={styles.nav} aria-label={t("allApps")}>
        <Link to="/" className={styles.back}>
          <LeftOutlined aria-hidden /> {t("allApps")}
        </Link>
      </nav>
    );
  }
  if (!data) {
    return <Skeleton active title={false} paragraph={{ rows: 8 }} style={{ padding: 16 }} />;
  }
  return (
    <nav className={styles.nav} aria-labelledby={headingId}>
      <Link to="/" className={styles.back}>
        <LeftOutlined aria-hidden /> {t("allApps")}
      </Link>
      <Link to="/apps/$app" params={{ app }} className={styles.app} id={headingId} activeOptions={{ exact: true }}>
        <AppIcon app={data} size={28} />
        <span>{localised(data.name)}</span>
      </Link>
      {navigationOf(data).map((group) => (
        <section key={group.key}>
          <h2>{group.name ? localised(group.name) : t("otherEntries")}</h2>
          <ul>
            {group.entries.map((entry) => (
              <li key={`${entry.kind}:${entry.key}`}>
                <EntryLink app={app} entry={entry} name={localised(entry.name)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section>
        <ul>
          <li>
            <Link
              to="/apps/$app/changes"
              params={{ app }}
              className={styles.item}
              activeProps={{ className: styles.active }}
            >
              <HistoryOutlined aria-hidden /> <span>{t("changes")}</span>
            </Link>
          </li>
        </ul>
      </section>
      {data.can_design ? (
        <section>
          <h2>{t("build")}</h2>
          <ul>
            <li>
              <Link
                to="/apps/$app/design"
                params={{ app }}
                className={styles.item}
                activeProps={{ className: styles.active }}
              >
                <BuildOutlined aria-hidden /> <span>{t("design")}</span>
              </Link>
            </li>
            <li>
              <Link
                to="/apps/$app/roles"
                params={{ app }}
                className={styles.item}
                activeProps={{ className: styles.active }}
              >
                <TeamOutlined aria-hidden /> <span>{t("roles")}</span>
              </Link>
            </li>
          </ul>
        </section>
      ) : null}
    </nav>
  );
}

function EntryLink({ app, entry, name }: { app: string; entry: NavEntry; name: string }) {
  const link = entryLink(app, entry);
  return link ? (
    <Link {...link} className={styles.item} activeProps={{ className: styles.active }}>
      <EntryIcon kind={entry.kind} /> <span>{name}</span>
    </Link>
  ) : null;
}
