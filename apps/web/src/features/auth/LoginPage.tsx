import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Credentials, demoQuery, useLogin } from "@/api/queries/session";
import { Logo } from "@/ui/Logo";
import { LookSwitches } from "@/ui/LookSwitches";
import { PageHeading } from "@/ui/PageHeading";
import { DemoPeople } from "./DemoPeople";
import { LoginForm } from "./LoginForm";
import styles from "./LoginPage.module.css";

const route = getRouteApi("/login");

/** The password of everybody in the demo. */
const demoPassword = "mortise-demo";

/** Log-in; on a demo server, one click per demo person. */
export function LoginPage() {
  const { t } = useTranslation("auth");
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const demo = useQuery(demoQuery);
  const login = useLogin();
  const people = demo.data?.people ?? [];
  const enter = (credentials: Credentials) =>
    login.mutate(credentials, { onSuccess: () => void navigate({ href: next ?? "/", replace: true }) });

  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <span className={styles.brand}>
          <Logo size={28} />
          {t("common:product")}
        </span>
        <LookSwitches />
      </header>
      <main className={people.length > 0 ? styles.wide : styles.narrow}>
        <section className={styles.form}>
          <PageHeading>{t("title")}</PageHeading>
          <p className={styles.slogan}>{t("common:slogan")}</p>
          {demo.data?.resetting ? <p role="status">{t("demo.resetting")}</p> : null}
          <LoginForm
            key={demo.data ? "demo" : "own"}
            tenant={demo.data ? "demo" : undefined}
            busy={login.isPending}
            error={login.error}
            onSubmit={enter}
          />
        </section>
        {people.length > 0 ? (
          <DemoPeople
            people={people}
            busy={login.isPending ? login.variables?.username : undefined}
            onPick={(username) => enter({ tenant: "demo", username, password: demoPassword })}
          />
        ) : null}
      </main>
    </div>
  );
}
