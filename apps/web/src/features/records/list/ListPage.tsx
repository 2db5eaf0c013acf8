import { ImportOutlined, PlusOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import type { ViewProps } from "../views/kind";
import { viewKinds } from "../views/kinds";
import { BinButton } from "./BinButton";
import { ExportButton } from "./ExportButton";
import { ListFooter } from "./ListFooter";
import styles from "./ListPage.module.css";
import { NoRecords } from "./NoRecords";
import { SelectionBar } from "./SelectionBar";
import { useSelection } from "./selection";
import { Toolbar } from "./Toolbar";
import { type List, useList } from "./useList";

/** The records of a form. */
export function ListPage() {
  // All texts of the page at once, so that no panel waits for its own.
  useTranslation(["records", "fields", "filter", "changes", "views"]);
  const list = useList();
  const selection = useSelection(list.question);
  const localised = useLocalised();
  return (
    <div className={styles.page}>
      <PageHeader title={localised(list.spec.name)} text={localised(list.spec.description)}>
        <ListActs list={list} />
      </PageHeader>
      <Toolbar list={list} />
      <SelectionBar list={list} selection={selection} />
      <Body list={list} selection={selection} />
      {viewKinds[list.kind].listed ? <ListFooter list={list} /> : null}
    </div>
  );
}

function Body(props: ViewProps) {
  const { list } = props;
  const { query, records, kind } = list;
  const { View, listed } = viewKinds[kind];
  if (listed && query.isError) {
    return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  }
  if (listed && query.isSuccess && records.length === 0) {
    return <NoRecords list={list} />;
  }
  return (
    <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
      <View key={listed ? kind : list.view?.key} {...props} />
    </Suspense>
  );
}

function ListActs({ list }: { list: List }) {
  const { t } = useTranslation("records");
  const navigate = useNavigate();
  const { app, form, published } = list;
  const { acts } = published;
  return (
    <>
      {acts.includes("import") ? (
        <Button
          icon={<ImportOutlined aria-hidden />}
          aria-label={t("list.import")}
          onClick={() => void navigate({ to: "/apps/$app/forms/$form/import", params: { app, form } })}
        >
          <span className={styles.wide}>{t("list.import")}</span>
        </Button>
      ) : null}
      {acts.includes("export") ? <ExportButton list={list} /> : null}
      {acts.includes("delete") ? <BinButton list={list} /> : null}
      {acts.includes("create") ? (
        <Button
          type="primary"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => void navigate({ to: "/apps/$app/forms/$form/new", params: { app, form } })}
        >
          {t("list.create")}
        </Button>
      ) : null}
    </>
  );
}
