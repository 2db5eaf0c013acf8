import { Alert, Button, Skeleton, Spin } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordView } from "@/api/queries/records";
import { useLocalised } from "@/ui/localised";
import { ProblemView } from "@/ui/ProblemView";
import { NoRecords } from "../../list/NoRecords";
import type { ViewProps } from "../kind";
import { most } from "../useAll";
import { MoveBelow } from "./MoveBelow";
import styles from "./Tree.module.css";
import { TreeGrid } from "./TreeGrid";
import { useTree } from "./useTree";

/** Records below each other: below the record that each names, or below a value. */
export function TreePage({ list }: ViewProps) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const tree = useTree(list, t("board.blank"));
  const [moving, setMoving] = useState<RecordView | null>(null);
  const { query } = tree;
  if (query.isError) {
    return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  }
  if (query.isPending) {
    return <Skeleton active paragraph={{ rows: 8 }} />;
  }
  if (tree.records.length === 0) {
    return <NoRecords list={list} />;
  }
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button size="small" onClick={() => tree.openAll("all")}>
          {t("tree.openAll")}
        </Button>
        <Button size="small" onClick={() => tree.openAll("none")}>
          {t("tree.closeAll")}
        </Button>
        {tree.more ? <Spin size="small" /> : null}
      </div>
      {tree.cut ? <Alert type="info" showIcon title={t("calendar.tooMany", { most })} /> : null}
      <TreeGrid
        label={t("tree.label", { name: localised(list.view?.name) })}
        list={list}
        lines={tree.lines}
        onToggle={tree.toggle}
        onMove={tree.movable ? setMoving : undefined}
        onTop={(record) => void tree.move(record, null, t("tree.topPlace"))}
        isTop={(record) => !tree.field || (record.values[tree.field.key] ?? null) === null}
      />
      {moving && tree.field ? (
        <MoveBelow
          list={list}
          field={tree.field}
          record={moving}
          records={tree.records}
          onClose={() => setMoving(null)}
          onGo={(parent) => {
            setMoving(null);
            void tree.move(moving, parent, parent.title);
          }}
        />
      ) : null}
    </div>
  );
}
