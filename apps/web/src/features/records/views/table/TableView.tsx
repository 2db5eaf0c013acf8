import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { groupOf } from "@/core/view-model/groups";
import { useNarrow } from "@/ui/useNarrow";
import { FigureBar } from "../../list/FigureBar";
import { RecordCards } from "../../list/RecordCards";
import { RecordTable } from "../../list/RecordTable";
import type { ViewProps } from "../kind";
import { GroupedTable } from "./GroupedTable";

/** Records as rows and columns, on a phone as cards, or under the values that they have in common. */
export function TableView(props: ViewProps) {
  const { t } = useTranslation("records");
  const narrow = useNarrow();
  const { list } = props;
  const group = groupOf(list.spec, list.view, list.search.group);
  // What is counted for groups no search narrows: then each record stands for itself.
  const searching = Boolean(list.search.q);
  return (
    <>
      {group && searching ? <Alert type="info" showIcon title={t("list.groupSearch")} /> : null}
      {group && !searching ? (
        <GroupedTable key={`${list.view?.key}/${group.field}/${group.group}`} list={list} group={group} />
      ) : narrow ? (
        <RecordCards {...props} />
      ) : (
        <RecordTable {...props} />
      )}
      <FigureBar list={list} />
    </>
  );
}
