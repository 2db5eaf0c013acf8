import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, Segmented, Skeleton, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { appQuery } from "@/api/queries/apps";
import { type RuleRun, ruleRunsQuery } from "@/api/queries/ruleRuns";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import { RuleRunRow } from "./RuleRunRow";
import styles from "./RuleRuns.module.css";

const route = getRouteApi("/inside/apps/$app/rule-runs");

/** What came of the rules of an app, for those who build it. */
export function RuleRunsPage() {
  const { t } = useTranslation("rules");
  const localised = useLocalised();
  const { app } = route.useParams();
  const { rule, outcome } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: view } = useSuspenseQuery(appQuery(app));
  const runs = useInfiniteQuery({ ...ruleRunsQuery(app, { rule, outcome }), retry: false });
  const items: RuleRun[] = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.page}>
      <PageHeader
        title={t("title")}
        text={t("text", { name: localised(view.name) })}
        above={
          <Link to="/apps/$app/design" params={{ app }}>
            {t("back")}
          </Link>
        }
      >
        <Segmented<"all" | "failed">
          aria-label={t("which")}
          value={outcome === "failed" ? "failed" : "all"}
          onChange={(chosen) =>
            void navigate({
              search: { ...(rule ? { rule } : {}), ...(chosen === "failed" ? { outcome: "failed" } : {}) },
            })
          }
          options={[
            { value: "all", label: t("all") },
            { value: "failed", label: t("failedOnly") },
          ]}
        />
      </PageHeader>
      {rule ? (
        <p className={styles.filter}>
          {t("ofRule")}
          <Tag closable onClose={() => void navigate({ search: outcome ? { outcome } : {} })}>
            {nameOf(items, rule, localised)}
          </Tag>
        </p>
      ) : null}
      {runs.error ? <ProblemView error={runs.error} retry={() => void runs.refetch()} /> : null}
      {runs.isPending ? <Skeleton active paragraph={{ rows: 6 }} /> : null}
      {runs.data && items.length === 0 ? (
        <EmptyState title={t(outcome ? "noneFailed" : "none")} text={t(outcome ? "noneFailedText" : "noneText")} />
      ) : null}
      {items.length > 0 ? <Runs app={app} items={items} forms={view.forms} /> : null}
      {runs.hasNextPage ? (
        <Button block type="text" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}

const columns = ["when", "rule", "trigger", "record", "did", "took"] as const;

function Runs({ app, items, forms }: { app: string; items: RuleRun[]; forms: { key: string }[] }) {
  const { t } = useTranslation("rules");
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((run) => (
          <RuleRunRow key={run.id} app={app} run={run} opens={forms.some((form) => form.key === run.form)} />
        ))}
      </tbody>
    </table>
  );
}

function nameOf(items: RuleRun[], rule: string, localised: ReturnType<typeof useLocalised>): string {
  const name = items.find((run) => run.rule === rule)?.rule_name;
  return (name ? localised(name) : "") || rule;
}
