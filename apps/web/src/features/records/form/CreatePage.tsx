import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { publishedQuery } from "@/api/queries/records";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { RecordForm } from "./RecordForm";
import styles from "./RecordForm.module.css";

const route = getRouteApi("/inside/apps/$app/forms/$form/new");

/** Makes a record. */
export function CreatePage() {
  const { t } = useTranslation("records");
  const localised = useLocalised();
  const params = route.useParams();
  const navigate = route.useNavigate();
  const { data: published } = useSuspenseQuery(publishedQuery(params.app, params.form));
  const name = localised(published.spec.name);
  return (
    <div className={styles.page}>
      <PageHeader
        above={
          <Link to="/apps/$app/forms/$form" params={params}>
            {name}
          </Link>
        }
        title={t("form.create", { name })}
      />
      <RecordForm
        {...params}
        published={published}
        onCancel={() => void navigate({ to: "/apps/$app/forms/$form", params })}
        onSaved={(record) =>
          void navigate({
            to: "/apps/$app/forms/$form/records/$id",
            params: { ...params, id: record.id },
            replace: true,
          })
        }
      />
    </div>
  );
}
