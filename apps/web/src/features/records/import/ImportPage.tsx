import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Steps } from "antd";
import { useTranslation } from "react-i18next";
import { publishedQuery } from "@/api/queries/records";
import { isWritable } from "@/core/form-model/writable";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { useNarrow } from "@/ui/useNarrow";
import { FileStep } from "./FileStep";
import styles from "./ImportPage.module.css";
import { MappingStep } from "./MappingStep";
import { ResultStep } from "./ResultStep";
import { useImport } from "./useImport";

const route = getRouteApi("/inside/apps/$app/forms/$form/import");
const steps = ["file", "mapping", "check", "result"] as const;

/** Brings the rows of a file into a form: choose it, say where its columns go, rehearse, import. */
export function ImportPage() {
  const { t } = useTranslation("import");
  const localised = useLocalised();
  const narrow = useNarrow();
  const params = route.useParams();
  const client = useQueryClient();
  const { data: published } = useSuspenseQuery(publishedQuery(params.app, params.form));
  const wizard = useImport(params.app, params.form);
  const fields = published.spec.fields.filter((field) => isWritable(field, published.rights[field.key]));
  return (
    <div className={styles.page}>
      <PageHeader
        above={
          <Link to="/apps/$app/forms/$form" params={params}>
            {localised(published.spec.name)}
          </Link>
        }
        title={t("title", { name: localised(published.spec.name) })}
      />
      <Steps
        size="small"
        orientation={narrow ? "vertical" : "horizontal"}
        current={steps.indexOf(wizard.step)}
        items={steps.map((step) => ({ title: t(`step.${step}`) }))}
      />
      <div className={styles.step}>
        {wizard.step === "file" ? <FileStep wizard={wizard} /> : null}
        {wizard.step === "mapping" ? (
          <MappingStep wizard={wizard} fields={fields} hasFlow={published.workflow !== null} />
        ) : null}
        {wizard.step === "check" || wizard.step === "result" ? (
          <ResultStep
            wizard={wizard}
            fields={published.spec.fields}
            onDone={() => void client.invalidateQueries({ queryKey: ["records", params.app, params.form] })}
          />
        ) : null}
      </div>
    </div>
  );
}
