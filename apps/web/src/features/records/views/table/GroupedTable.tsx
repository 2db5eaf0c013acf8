import { useQueries, useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryRecords, type RecordView } from "@/api/queries/records";
import { pivotQuery } from "@/api/queries/reports";
import type { Json } from "@/api/types";
import { fieldOf } from "@/core/form-model/spec";
import type { TreeLine } from "@/core/view-model/branches";
import { figuresPivot, type ViewFigure } from "@/core/view-model/figures";
import { type Group, groupFilter } from "@/core/view-model/groups";
import { allOf } from "@/core/view-model/view";
import { grouped } from "@/fields/_shared/text";
import { fieldText } from "@/fields/texts";
import { currentLocale } from "@/i18n";
import { useLocalised } from "@/ui/localised";
import { ProblemView } from "@/ui/ProblemView";
import { NoRecords } from "../../list/NoRecords";
import { columnField, type List } from "../../list/useList";
import { cardQuestion } from "../question";
import { TreeGrid } from "../tree/TreeGrid";

/** How many records of a group are shown below its heading. */
const most = 100;

interface Found {
  key: string;
  /** The value that the records have in common. */
  value: Json;
  count: number;
  figures: Json[];
}

/** Records under the values that they have in common, with the figures of each group over all of its records. */
export function GroupedTable({ list, group }: { list: List; group: Group }) {
  const { t } = useTranslation("records");
  const localised = useLocalised();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const figures = (list.view?.show.settings.figures as ViewFigure[] | undefined) ?? [];
  const pivot = {
    ...figuresPivot(list.form, figures, [list.view?.filter, list.question.filter]),
    rows: [{ field: group.field, group: group.group ?? null }],
  };
  const counted = useQuery(pivotQuery(list.app, pivot));
  const field = fieldOf(list.spec, group.field);
  const found = (counted.data?.rows ?? []).map(({ keys: [value = null] }, at): Found => {
    const cells = counted.data?.cells[at] ?? [];
    return {
      key: `group ${JSON.stringify(value)}`,
      value,
      count: Number(cells.at(-1) ?? 0),
      figures: cells.slice(0, -1),
    };
  });
  const opened = found.filter(({ key }) => open.has(key));
  const pages = useQueries({
    queries: opened.map(({ value }) => {
      const question = cardQuestion(list, [], groupFilter(group, value));
      return queryRecords(list.app, list.form, { ...question, limit: most, count: "none" });
    }),
  });
  if (counted.isError) {
    return <ProblemView error={counted.error} retry={() => void counted.refetch()} />;
  }
  if (counted.isPending || !field) {
    return <Skeleton active paragraph={{ rows: 8 }} />;
  }
  if (found.length === 0) {
    return <NoRecords list={list} />;
  }
  const nameOf = (value: Json) =>
    value === null
      ? t("views:board.blank")
      : group.group
        ? String(value)
        : fieldText(field, value, currentLocale()) || String(value);
  const lines = found.flatMap((one, at): TreeLine<RecordView>[] => {
    const page = pages[opened.indexOf(one)]?.data;
    const heading = { key: one.key, level: 1, value: nameOf(one.value), below: one.count, open: open.has(one.key) };
    const records = heading.open ? (page?.records ?? []) : [];
    const below = records.map((record, index) => ({
      key: record.id,
      level: 2,
      record,
      below: 0,
      open: false,
      parent: one.key,
      place: index + 1,
      among: one.count,
    }));
    return [{ ...heading, parent: null, place: at + 1, among: found.length }, ...below];
  });
  const byKey = new Map(found.map((one) => [one.key, one]));
  const summary = (line: TreeLine<RecordView>, column: string) => {
    const one = byKey.get(line.key);
    const said = figures.flatMap((figure, at) =>
      figure.field === column && one
        ? [
            `${t(`views:agg.${figure.agg}`)} ${fieldText(columnField(list.spec, column), one.figures[at] ?? null, currentLocale()) || "—"}`,
          ]
        : [],
    );
    return said.join(" · ");
  };
  const toggle = (key: string) =>
    setOpen((old) => new Set(old.has(key) ? [...old].filter((one) => one !== key) : [...old, key]));
  return (
    <TreeGrid
      label={t("list.groupLabel", { name: localised(field.label) })}
      list={list}
      lines={lines}
      onToggle={toggle}
      summary={summary}
      more={(line, reachable) => {
        const one = byKey.get(line.key);
        return one && line.open && one.count > most ? (
          <Button
            type="link"
            size="small"
            tabIndex={reachable ? 0 : -1}
            onClick={() =>
              list.change({ filter: allOf(list.search.filter, groupFilter(group, one.value)), group: "-" })
            }
          >
            {t("list.groupMore", { count: grouped(one.count) })}
          </Button>
        ) : null;
      }}
    />
  );
}
