import { MenuOutlined } from "@ant-design/icons";
import { Link, Outlet, useParams, useRouterState } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEvents } from "@/api/events";
import { useMe } from "@/api/queries/session";
import { Logo } from "@/ui/Logo";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { AppNav } from "./AppNav";
import { Bell } from "./Bell";
import { Leave } from "./Leave";
import styles from "./Shell.module.css";
import { TodoBadge } from "./TodoBadge";
import { UserMenu } from "./UserMenu";

/** Fetched when it is first opened: only phones have it. */
const NavDrawer = lazy(() => import("./NavDrawer").then((module) => ({ default: module.NavDrawer })));

const HeaderTools = lazy(() => import("./HeaderTools").then((module) => ({ default: module.HeaderTools })));

/** Header, the current app's navigation, and the page between them. */
export function Shell() {
  const { t } = useTranslation("shell");
  const me = useMe();
  const { app } = useParams({ strict: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [drawer, setDrawer] = useState<"never" | "open" | "closed">("never");
  useEvents(me !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever the page changes
  useEffect(() => setDrawer((before) => (before === "open" ? "closed" : before)), [path]);
  useFocusOnPage();
  if (!me) {
    return <Leave />;
  }
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t("skip")}
      </a>
      <header className={styles.header}>
        {app ? (
          <Button
            className={styles.burger}
            type="text"
            icon={<MenuOutlined aria-hidden />}
            aria-label={t("openNav")}
            onClick={() => setDrawer("open")}
          />
        ) : null}
        <Link to="/" className={styles.brand} aria-label={t("home")}>
          <Logo size={24} />
          <span className={styles.product}>{t("common:product")}</span>
        </Link>
        <span className={styles.tenant}>{me.tenant.name}</span>
        <span className={styles.space} />
        <Suspense>
          <HeaderTools person={me.user.id} />
        </Suspense>
        <TodoBadge />
        <Bell />
        <UserMenu me={me} />
      </header>
      <div className={styles.body}>
        {app ? (
          <aside className={styles.nav}>
            <AppNav app={app} />
          </aside>
        ) : null}
        <main id="content" className={styles.content} tabIndex={-1}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {app && drawer !== "never" ? (
        <Suspense>
          <NavDrawer app={app} open={drawer === "open"} onClose={() => setDrawer("closed")} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** Where the thing with the focus went away with its page, the next page has it, so that the Tab key goes on from there. */
function useFocusOnPage(): void {
  const page = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it concerns each page once
  useEffect(() => {
    if (document.activeElement === document.body) {
      document.getElementById("content")?.focus({ preventScroll: true });
    }
  }, [page]);
}
