import { ImportOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type TemplateView, templatesQuery } from "@/api/queries/admin";
import { OptionTag } from "@/fields/_shared/OptionTag";
import { AppIcon } from "@/ui/AppIcon";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import styles from "./Admin.module.css";
import { ImportDialog } from "./ImportDialog";
import { InstallDialog } from "./InstallDialog";

/** Apps that are ready to be installed. */
export function TemplatesPage() {
  const { t } = useTranslation("admin");
  const localised = useLocalised();
  const { data, error, refetch } = useQuery(templatesQuery);
  const word = t("templates.installed");
  const installed = { key: "installed", label: { "zh-CN": word, en: word }, colour: "green" };
  const [chosen, setChosen] = useState<TemplateView | null>(null);
  const [importing, setImporting] = useState(false);
  return (
    <div className={styles.page}>
      <PageHeader title={t("templates.title")} text={t("templates.text")}>
        <Button icon={<ImportOutlined aria-hidden />} onClick={() => setImporting(true)}>
          {t("import.act")}
        </Button>
      </PageHeader>
      {error ? <ProblemView error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton active /> : null}
      {data?.length === 0 ? <EmptyState title={t("templates.none")} /> : null}
      <ul className={styles.cards}>
        {data?.map((template) => (
          <li key={template.key} className={styles.card}>
            <div className={styles.cardHead}>
              <AppIcon app={template} size={48} />
              <div>
                <h2>{localised(template.name)}</h2>
                <span className={styles.soft}>{t("templates.version", { version: template.version })}</span>
              </div>
              {template.installed ? <OptionTag option={installed} /> : null}
            </div>
            <p>{localised(template.description)}</p>
            <Button type={template.installed ? "default" : "primary"} onClick={() => setChosen(template)}>
              {t(template.installed ? "templates.again" : "templates.install")}
            </Button>
          </li>
        ))}
      </ul>
      {importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}
      {chosen ? <InstallDialog template={chosen} onClose={() => setChosen(null)} /> : null}
    </div>
  );
}
