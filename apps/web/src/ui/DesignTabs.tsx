import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** The designers of one form, beside each other. */
export function DesignTabs({ app, form }: { app: string; form: string }) {
  const { t } = useTranslation();
  const params = { design: app, form };
  return (
    <>
      <Link to="/design/$design/forms/$form" params={params} activeOptions={{ exact: true }}>
        {t("design.form")}
      </Link>
      <Link to="/design/$design/forms/$form/flow" params={params}>
        {t("design.flow")}
      </Link>
      <Link to="/apps/$app/forms/$form" params={{ app, form }}>
        {t("design.data")}
      </Link>
    </>
  );
}
