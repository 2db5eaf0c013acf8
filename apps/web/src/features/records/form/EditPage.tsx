import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { publishedQuery, recordQuery } from "@/api/queries/records";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { RecordForm } from "./RecordForm";
import styles from "./RecordForm.module.css";

const route = getRouteApi("/inside/apps/$app/forms/$form/records/$id/edit");

/** Changes a record. */
export function EditPage() {
  const { t } = useTranslation("records");
  const localised = useLocalised();
  const params = route.useParams();
  const navigate = route.useNavigate();
  const { data: published } = useSuspenseQuery(publishedQuery(params.app, params.form));
  const { data: record } = useSuspenseQuery(recordQuery(params.app, params.form, params.id));
  const back = () => void navigate({ to: "/apps/$app/forms/$form/records/$id", params, replace: true });
  return (
    <div className={styles.page}>
      <PageHeader
        above={
          <Link to="/apps/$app/forms/$form" params={params}>
            {localised(published.spec.name)}
          </Link>
        }
        title={t("form.edit", { title: record.title })}
      />
      <RecordForm
        app={params.app}
        form={params.form}
        published={published}
        record={record}
        onCancel={back}
        onSaved={back}
      />
    </div>
  );
}
