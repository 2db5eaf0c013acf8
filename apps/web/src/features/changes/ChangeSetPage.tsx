import { UndoOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, Skeleton, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type ChangedRecord, changeSetQuery } from "@/api/queries/changes";
import { publishedQuery } from "@/api/queries/records";
import { fieldOf } from "@/core/form-model/spec";
import { isBlank } from "@/core/form-runtime/path";
import { FieldCell } from "@/fields/FieldValue";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import { When } from "@/ui/When";
import styles from "./changes.module.css";
import { useUndo } from "./useUndo";

const route = getRouteApi("/inside/apps/$app/changes/$set");

/** One change set: its records, their fields before and after, and the way back. */
export function ChangeSetPage() {
  const { t } = useTranslation(["changes", "fields"]);
  const { app, set: id } = route.useParams();
  const query = useInfiniteQuery(changeSetQuery(id));
  const { undo, busy } = useUndo();
  const set = query.data?.pages[0];
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const above = (
    <Link to="/apps/$app/changes" params={{ app }}>
      {t("title")}
    </Link>
  );
  if (!set) {
    return (
      <div className={styles.page}>
        <PageHeader title={t("one")} above={above} />
        {query.error ? (
          <ProblemView error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Skeleton active paragraph={{ rows: 6 }} />
        )}
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <PageHeader
        above={above}
        title={`${set.by?.name ?? t("system")} · ${t([`act.${set.act}`, "act.other"])}`}
        mark={set.undone_by ? <Tag>{t("undone")}</Tag> : null}
        text={
          <>
            <When at={set.at} />
            {set.note ? ` · ${t("note", { note: set.note })}` : null}
          </>
        }
      >
        {set.undone_by ? (
          <Link to="/apps/$app/changes/$set" params={{ app, set: set.undone_by }}>
            {t("undoneBy")}
          </Link>
        ) : (
          <Button icon={<UndoOutlined aria-hidden />} loading={busy} onClick={() => void undo(set)}>
            {t("undo.act")}
          </Button>
        )}
      </PageHeader>
      {set.undoes ? (
        <p>
          <Link to="/apps/$app/changes/$set" params={{ app, set: set.undoes }}>
            {t("undoes")}
          </Link>
        </p>
      ) : null}
      {items.length === 0 && !query.hasNextPage ? <EmptyState title={t("unseen")} text={t("unseenText")} /> : null}
      {items.map((item) => (
        <RecordChange key={item.record} app={app} item={item} />
      ))}
      {query.hasNextPage ? (
        <Button block type="text" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}

function RecordChange({ app, item }: { app: string; item: ChangedRecord }) {
  const { t } = useTranslation("changes");
  const localised = useLocalised();
  const { data: published } = useQuery(publishedQuery(app, item.form));
  const title = item.title || t("mass.untitled");
  const place = { app, form: item.form, recordId: item.record };
  return (
    <section className={styles.record}>
      <h2>
        {item.deleted ? (
          title
        ) : (
          <Link to="/apps/$app/forms/$form/records/$id" params={{ app, form: item.form, id: item.record }}>
            {title}
          </Link>
        )}{" "}
        <span className={styles.soft}>
          {published ? localised(published.spec.name) : item.form} · {t(`kind.${item.kind}`)}
        </span>
      </h2>
      <dl className={styles.fields}>
        {item.changes.map(({ field: key, before, after }) => {
          const field = published ? fieldOf(published.spec, key) : null;
          return field ? (
            <div key={key} style={{ display: "contents" }}>
              <dt>{localised(field.label)}</dt>
              <dd>
                {item.kind === "create" || item.kind === "restore" ? null : (
                  <>
                    <del>{isBlank(before) ? t("blank") : <FieldCell field={field} value={before} place={place} />}</del>
                    {item.kind === "delete" ? null : " → "}
                  </>
                )}
                {item.kind === "delete" ? null : (
                  <ins>{isBlank(after) ? t("blank") : <FieldCell field={field} value={after} place={place} />}</ins>
                )}
              </dd>
            </div>
          ) : null;
        })}
      </dl>
    </section>
  );
}
