import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Skeleton, Tag } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { appRolesQuery, type RoleView, setRolesOf } from "@/api/queries/admin";
import { appQuery } from "@/api/queries/apps";
import { peopleQuery } from "@/api/queries/flow";
import type { AppView, Person } from "@/api/types";
import { PersonPicker } from "@/fields/PersonPicker";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import { useTellProblem } from "@/ui/problems";
import styles from "./Admin.module.css";

const route = getRouteApi("/inside/apps/$app/roles");

/** The roles of an app: who holds each, and what it may do with each form. */
export function RolesPage() {
  const { t } = useTranslation("admin");
  const localised = useLocalised();
  const { app } = route.useParams();
  const { data: view } = useSuspenseQuery(appQuery(app));
  const roles = useQuery({ ...appRolesQuery(app), retry: false });
  return (
    <div className={styles.page}>
      <PageHeader title={t("roles.title")} text={t("roles.text", { name: localised(view.name) })} />
      {roles.error ? <ProblemView error={roles.error} retry={() => void roles.refetch()} /> : null}
      {roles.isPending ? <Skeleton active /> : null}
      {roles.data ? (
        <>
          <ul className={styles.list}>
            {roles.data.map((role) => (
              <li key={role.key}>
                <Holders app={app} role={role} roles={roles.data} />
              </li>
            ))}
          </ul>
          <Matrix app={view} roles={roles.data} />
        </>
      ) : null}
    </div>
  );
}

interface HoldersProps {
  app: string;
  role: RoleView;
  roles: RoleView[];
}

/** Who holds a role; more people are added to it, and taken out of it. */
function Holders({ app, role, roles }: HoldersProps) {
  const { t } = useTranslation("admin");
  const localised = useLocalised();
  const id = useId();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const people = useQuery(peopleQuery).data ?? [];
  const [adding, setAdding] = useState(false);
  const nameOf = (person: string) => people.find((one) => one.id === person)?.name ?? person;
  const set = async (person: string, holds: boolean) => {
    const others = roles.filter((one) => one.key !== role.key && one.people.includes(person)).map((one) => one.key);
    try {
      await setRolesOf(app, person, holds ? [...others, role.key] : others);
      await client.invalidateQueries({ queryKey: ["admin"] });
    } catch (error) {
      tellProblem(error);
    }
  };
  const add = ([person]: Person[]) => {
    setAdding(false);
    if (person) {
      void set(person.id, true);
    }
  };
  return (
    <div className={styles.role}>
      <strong>{localised(role.name) || role.key}</strong>
      <span className={styles.holders}>
        {role.people.map((person) => (
          <Tag key={person} closable onClose={() => void set(person, false)}>
            {nameOf(person)}
          </Tag>
        ))}
        {role.people.length === 0 ? <span className={styles.soft}>{t("roles.nobody")}</span> : null}
        {adding ? (
          <span className={styles.picker}>
            <label htmlFor={id} className="visually-hidden">
              {t("roles.add")}
            </label>
            <PersonPicker id={id} label={t("roles.add")} value={[]} onChange={add} />
          </span>
        ) : (
          <Button size="small" type="dashed" onClick={() => setAdding(true)}>
            {t("roles.add")}
          </Button>
        )}
      </span>
    </div>
  );
}

const acts = ["read", "create", "update", "delete", "import", "export", "print"] as const;

/** What each role may do with each form, where the server says so. */
function Matrix({ app, roles }: { app: AppView; roles: RoleView[] }) {
  const { t } = useTranslation("admin");
  const localised = useLocalised();
  const told = roles.filter((role) => role.forms);
  if (told.length === 0) {
    return null;
  }
  const cell = (role: RoleView, form: string) => {
    const rights = role.forms?.[form] ?? role.forms?.["*"];
    return acts
      .filter((act) => rights?.[act])
      .map((act) => (rights?.[act] === "*" ? t(`act.${act}`) : t("roles.someOf", { act: t(`act.${act}`) })))
      .join(t("roles.comma"));
  };
  return (
    <>
      <h2 className={styles.heading}>{t("roles.matrix")}</h2>
      <div className={styles.scroll}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t("roles.role")}</th>
              {app.forms.map((form) => (
                <th key={form.key} scope="col">
                  {localised(form.name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.map((role) => (
              <tr key={role.key}>
                <th scope="row">{localised(role.name) || role.key}</th>
                {app.forms.map((form) => (
                  <td key={form.key}>{cell(role, form.key) || "—"}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
