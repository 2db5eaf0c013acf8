import { ImportOutlined, PlusOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";
import { LinkButton } from "@/ui/LinkButton";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import { useNarrow } from "@/ui/useNarrow";
import { BinButton } from "./BinButton";
import { ExportButton } from "./ExportButton";
import { FigureBar } from "./FigureBar";
import { ListFooter } from "./ListFooter";
import styles from "./ListPage.module.css";
import { RecordCards } from "./RecordCards";
import { RecordTable } from "./RecordTable";
import { SelectionBar } from "./SelectionBar";
import { type Selection, useSelection } from "./selection";
import { Toolbar } from "./Toolbar";
import { type List, useList } from "./useList";

const KanbanBoard = lazy(() => import("../views/kanban/KanbanBoard").then((part) => ({ default: part.KanbanBoard })));
const CalendarPage = lazy(() =>
  import("../views/calendar/CalendarPage").then((part) => ({ default: part.CalendarPage })),
);
const Gallery = lazy(() => import("../views/gallery/Gallery").then((part) => ({ default: part.Gallery })));

/** The records of a form. */
export function ListPage() {
  // All texts of the page at once, so that no panel waits for its own.
  useTranslation(["records", "fields", "filter", "changes", "views"]);
  const list = useList();
  const selection = useSelection(list.question);
  const localised = useLocalised();
  const narrow = useNarrow();
  return (
    <div className={styles.page}>
      <PageHeader title={localised(list.spec.name)} text={localised(list.spec.description)}>
        <ListActs list={list} />
      </PageHeader>
      <Toolbar list={list} />
      <SelectionBar list={list} selection={selection} />
      <Body list={list} narrow={narrow} selection={selection} />
      {list.kind === "table" ? <FigureBar list={list} /> : null}
      {list.kind === "table" || list.kind === "gallery" ? <ListFooter list={list} /> : null}
    </div>
  );
}

function Body({ list, narrow, selection }: { list: List; narrow: boolean; selection: Selection }) {
  const { t } = useTranslation("records");
  const { query, records, search, published, kind } = list;
  if (kind === "kanban" || kind === "calendar") {
    const View = kind === "kanban" ? KanbanBoard : CalendarPage;
    return (
      <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
        <View key={list.view?.key} list={list} />
      </Suspense>
    );
  }
  if (query.isError) {
    return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  }
  if (query.isSuccess && records.length === 0) {
    const narrowed = Boolean(search.filter || search.q);
    return (
      <EmptyState
        title={t(narrowed ? "list.nothing" : "list.empty")}
        text={t(narrowed ? "list.nothingText" : "list.emptyText")}
      >
        {narrowed ? (
          <Button onClick={() => list.change({ filter: undefined, q: undefined })}>{t("list.clearAll")}</Button>
        ) : published.acts.includes("create") ? (
          <LinkButton
            to="/apps/$app/forms/$form/new"
            params={{ app: list.app, form: list.form }}
            color="primary"
            variant="solid"
          >
            {t("list.create")}
          </LinkButton>
        ) : null}
      </EmptyState>
    );
  }
  if (kind === "gallery") {
    return (
      <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
        <Gallery list={list} />
      </Suspense>
    );
  }
  return narrow ? <RecordCards list={list} selection={selection} /> : <RecordTable list={list} selection={selection} />;
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
