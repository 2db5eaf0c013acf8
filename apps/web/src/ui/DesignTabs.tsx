import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AppView } from "@/api/types";

/** The designers of one form, beside each other, and its records for those who may read them. */
export function DesignTabs({ app, form }: { app: AppView; form: string }) {
  const { t } = useTranslation("design");
  const params = { design: app.key, form };
  return (
    <>
      <Link to="/design/$design/forms/$form" params={params} activeOptions={{ exact: true }}>
        {t("form")}
      </Link>
      <Link to="/design/$design/forms/$form/flow" params={params}>
        {t("flow")}
      </Link>
      {app.forms.some((one) => one.key === form) ? (
        <Link to="/apps/$app/forms/$form" params={{ app: app.key, form }}>
          {t("data")}
        </Link>
      ) : null}
    </>
  );
}
