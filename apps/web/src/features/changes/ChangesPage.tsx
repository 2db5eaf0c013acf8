import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, DatePicker, Select, Skeleton, Tag } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { appQuery } from "@/api/queries/apps";
import { type ChangeSetView, type ChangesFilter, changesQuery } from "@/api/queries/changes";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import { When } from "@/ui/When";
import styles from "./changes.module.css";

const route = getRouteApi("/inside/apps/$app/changes");

/** The acts that people look for. */
const acts = [
  "create_record",
  "update_record",
  "delete_record",
  "restore_record",
  "batch_records",
  "import_records",
  "undo_changes",
  "press_button",
  "act_on_task",
  "run_rule",
] as const;

/** What was changed in an app, by whom and when, as far as this person sees it. */
export function ChangesPage() {
  const { t } = useTranslation(["changes", "records"]);
  const localised = useLocalised();
  const { app } = route.useParams();
  const filter = route.useSearch();
  const { data: view } = useSuspenseQuery(appQuery(app));
  const sets = useInfiniteQuery(changesQuery(app, filter));
  const items = sets.data?.pages.flatMap((page) => page.items) ?? [];
  const named = Object.fromEntries(view.forms.map((form) => [form.key, localised(form.name)]));
  return (
    <div className={styles.page}>
      <PageHeader title={t("title")} text={t("text")} />
      <Filters app={app} filter={filter} forms={named} />
      {sets.error ? <ProblemView error={sets.error} retry={() => void sets.refetch()} /> : null}
      {sets.isPending ? <Skeleton active paragraph={{ rows: 6 }} /> : null}
      {sets.data && items.length === 0 && !sets.hasNextPage ? (
        <EmptyState title={t("none")} text={t("noneText")} />
      ) : null}
      {items.length > 0 ? (
        <ul className={styles.list}>
          {items.map((set) => (
            <li key={set.id}>
              <ChangeSetLine app={app} set={set} forms={named} />
            </li>
          ))}
        </ul>
      ) : null}
      {sets.hasNextPage ? (
        <Button block type="text" loading={sets.isFetchingNextPage} onClick={() => void sets.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}

interface FilterProps {
  app: string;
  filter: ChangesFilter;
  forms: Record<string, string>;
}

function Filters({ filter, forms }: FilterProps) {
  const { t } = useTranslation(["changes", "records"]);
  const navigate = route.useNavigate();
  const change = (part: ChangesFilter) => {
    const all = Object.entries({ ...filter, ...part }).filter(([, value]) => value);
    void navigate({ search: Object.fromEntries(all), replace: true });
  };
  return (
    <div className={styles.filters}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={t("filter.form")}
        placeholder={t("filter.form")}
        value={filter.form ?? null}
        options={Object.entries(forms).map(([value, label]) => ({ value, label }))}
        onChange={(form: string | null) => change({ form: form ?? undefined })}
      />
      <Select
        allowClear
        aria-label={t("filter.act")}
        placeholder={t("filter.act")}
        value={filter.act ?? null}
        options={acts.map((act) => ({ value: act, label: t(`act.${act}`) }))}
        onChange={(act: string | null) => change({ act: act ?? undefined })}
      />
      <DatePicker
        aria-label={t("filter.from")}
        placeholder={t("filter.from")}
        value={filter.from ? dayjs(filter.from) : null}
        onChange={(day) => change({ from: day?.startOf("day").toISOString() })}
      />
      <DatePicker
        aria-label={t("filter.to")}
        placeholder={t("filter.to")}
        value={filter.to ? dayjs(filter.to).subtract(1, "day") : null}
        onChange={(day) => change({ to: day?.startOf("day").add(1, "day").toISOString() })}
      />
    </div>
  );
}

interface LineProps {
  app: string;
  set: ChangeSetView;
  forms: Record<string, string>;
}

function ChangeSetLine({ app, set, forms }: LineProps) {
  const { t } = useTranslation("changes");
  const titles = set.records.map((record) => record.title || t("mass.untitled"));
  return (
    <div className={styles.words}>
      <Link to="/apps/$app/changes/$set" params={{ app, set: set.id }}>
        {set.by?.name ?? t("system")} · {t([`act.${set.act}`, "act.other"])}
      </Link>
      {set.undone_by ? <Tag style={{ marginInlineStart: 8 }}>{t("undone")}</Tag> : null}
      <p>
        {titles.join(t("comma"))}
        {set.size !== null && set.size > titles.length ? ` ${t("andMore", { count: set.size })}` : null}
      </p>
      <p className={styles.soft}>
        <When at={set.at} /> · {set.forms.map((form) => forms[form] ?? form).join(t("comma"))}
        {set.note ? ` · ${t("note", { note: set.note })}` : null}
      </p>
    </div>
  );
}
