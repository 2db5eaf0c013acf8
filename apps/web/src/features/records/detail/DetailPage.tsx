import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Tabs } from "antd";
import dayjs from "dayjs";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type PublishedForm, publishedQuery, type RecordView, recordQuery } from "@/api/queries/records";
import type { Ref } from "@/api/types";
import { holds } from "@/core/filter/holds";
import { fieldOf } from "@/core/form-model/spec";
import { systemFields } from "@/core/form-model/system";
import { FieldCell, FieldView } from "@/fields/FieldValue";
import { FormLayout } from "@/fields/layout/FormLayout";
import { shownFor } from "@/fields/layout/useShown";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { CommentsTab } from "./CommentsTab";
import styles from "./DetailPage.module.css";
import { HistoryTab } from "./HistoryTab";
import { RecordActs } from "./RecordActs";

const route = getRouteApi("/inside/apps/$app/forms/$form/records/$id/");

/** What a record's page shows of it, for parts that other features put beside it. */
export interface RecordContext {
  app: string;
  form: string;
  published: PublishedForm;
  record: RecordView;
}

interface Props {
  /** The approval of the record: stands beside its values, below them on a phone. */
  aside?: (context: RecordContext) => ReactNode;
  /** How the record is handed in for approval. */
  submit?: (context: RecordContext) => ReactNode;
  /** How the record is printed. */
  print?: (context: RecordContext) => ReactNode;
}

/** One record: its values, what can be done with it, its history and comments. */
export function DetailPage({ aside, submit, print }: Props) {
  const { t } = useTranslation(["records", "fields"]);
  const localised = useLocalised();
  const { app, form, id } = route.useParams();
  const { data: published } = useSuspenseQuery(publishedQuery(app, form));
  const { data: record } = useSuspenseQuery(recordQuery(app, form, id));
  const context = { app, form, published, record };
  const beside = aside?.(context);
  return (
    <div className={styles.page}>
      <PageHeader
        above={
          <Link to="/apps/$app/forms/$form" params={{ app, form }}>
            {localised(published.spec.name)}
          </Link>
        }
        title={record.title || id}
        mark={<FlowState record={record} app={app} form={form} />}
        text={<Facts record={record} />}
      >
        <RecordActs context={context} submit={submit?.(context)} print={print?.(context)} />
      </PageHeader>
      <div className={beside ? styles.columns : undefined}>
        <Tabs
          className={styles.tabs}
          items={[
            { key: "values", label: t("detail.values"), children: <RecordValues {...context} /> },
            { key: "history", label: t("detail.history"), children: <HistoryTab {...context} /> },
            { key: "comments", label: t("detail.comments"), children: <CommentsTab {...context} /> },
          ]}
        />
        {beside ? <aside className={styles.aside}>{beside}</aside> : null}
      </div>
    </div>
  );
}

function FlowState({ record, app, form }: { record: RecordView; app: string; form: string }) {
  const [field] = systemFields;
  return field && record.flow_state ? (
    <FieldCell field={field} value={record.flow_state} place={{ app, form, recordId: record.id }} />
  ) : null;
}

/** Who made and changed the record, and when. */
function Facts({ record }: { record: RecordView }) {
  const { t } = useTranslation("records");
  const day = (at: string) => dayjs(at).format("YYYY-MM-DD");
  /** Who did it and when; only when, where it was the product. */
  const told = (what: "created" | "updated", by: Ref | null, at: string) =>
    by?.title ? t(`detail.${what}`, { name: by.title, at: day(at) }) : t(`detail.${what}Itself`, { at: day(at) });
  return (
    <span className={styles.facts}>
      {record.owner ? <span>{t("detail.owner", { name: record.owner.title })}</span> : null}
      <span>{told("created", record.created_by, record.created_at)}</span>
      <span>{told("updated", record.updated_by, record.updated_at)}</span>
      {record.held_back ? <span>{t("detail.heldBack", { count: record.held_back })}</span> : null}
    </span>
  );
}

/** The values of a record, laid out like its form. */
export function RecordValues({ app, form, published, record }: RecordContext) {
  const localised = useLocalised();
  const place = { app, form, recordId: record.id };
  const draw = (key: string) => {
    const field = fieldOf(published.spec, key);
    const hidden = field?.visible_when && !holds(field.visible_when, record.values);
    const value = record.values[key];
    if (!field || hidden) {
      return null;
    }
    return (
      <div className={styles.value}>
        <div className={styles.label}>{localised(field.label)}</div>
        <FieldView field={field} value={value} values={record.values} place={place} />
      </div>
    );
  };
  return <FormLayout spec={published.spec} shown={shownFor(record.values)} field={draw} />;
}
