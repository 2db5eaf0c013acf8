import { RollbackOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, Checkbox, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { batchRecords } from "@/api/queries/changes";
import { publishedQuery, type RecordView, recordsQuery } from "@/api/queries/records";
import { useTellMass } from "@/features/changes/useMass";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import { useTellProblem } from "@/ui/problems";
import { When } from "@/ui/When";
import styles from "../../changes/changes.module.css";

const route = getRouteApi("/inside/apps/$app/forms/$form/bin");

/** The deleted records of a form, and the way back for them. */
export function BinPage() {
  const { t } = useTranslation("changes");
  const localised = useLocalised();
  const { app, form } = route.useParams();
  const { data: published } = useSuspenseQuery(publishedQuery(app, form));
  const question = { deleted: true, sort: [{ field: "_updated_at", desc: true as const }], limit: 50 };
  const query = useInfiniteQuery(recordsQuery(app, form, question));
  const records = query.data?.pages.flatMap((page) => page.records) ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { restore, busy } = useRestore(app, form);
  const ids = records.filter((record) => chosen.has(record.id)).map((record) => record.id);
  const name = localised(published.spec.name);
  return (
    <div className={styles.page}>
      <PageHeader
        above={
          <Link to="/apps/$app/forms/$form" params={{ app, form }}>
            {name}
          </Link>
        }
        title={t("bin.title", { name })}
        text={t("bin.text")}
      >
        {ids.length > 0 ? (
          <Button
            type="primary"
            icon={<RollbackOutlined aria-hidden />}
            loading={busy}
            onClick={() => void restore(ids).then(() => setChosen(new Set()))}
          >
            {t("bin.restoreChosen", { count: ids.length })}
          </Button>
        ) : null}
      </PageHeader>
      {query.error ? <ProblemView error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton active paragraph={{ rows: 6 }} /> : null}
      {query.data && records.length === 0 ? <EmptyState title={t("bin.none")} text={t("bin.noneText")} /> : null}
      {records.length > 0 ? (
        <ul className={styles.list}>
          {records.map((record) => (
            <li key={record.id}>
              <BinLine
                record={record}
                chosen={chosen.has(record.id)}
                onChoose={(on) => {
                  const next = new Set(chosen);
                  on ? next.add(record.id) : next.delete(record.id);
                  setChosen(next);
                }}
              />
              <Button size="small" disabled={busy} onClick={() => void restore([record.id])}>
                {t("bin.restore")}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {query.hasNextPage ? (
        <Button block type="text" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}

interface LineProps {
  record: RecordView;
  chosen: boolean;
  onChoose: (on: boolean) => void;
}

function BinLine({ record, chosen, onChoose }: LineProps) {
  const { t } = useTranslation("changes");
  return (
    <div className={styles.words}>
      <Checkbox checked={chosen} onChange={(event) => onChoose(event.target.checked)}>
        {record.title || t("mass.untitled")}
      </Checkbox>
      <p className={styles.soft}>
        {t("bin.by", { name: record.updated_by?.title ?? t("system") })} · <When at={record.updated_at} />
      </p>
    </div>
  );
}

function useRestore(app: string, form: string) {
  const tellMass = useTellMass();
  const tellProblem = useTellProblem();
  const [busy, setBusy] = useState(false);
  const restore = async (ids: string[]) => {
    setBusy(true);
    try {
      const body = { act: "restore" as const, records: ids.map((id) => ({ id })) };
      await tellMass(await batchRecords(app, form, body, crypto.randomUUID()));
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { restore, busy };
}
