import { useMemo } from "react";
import type { RecordView } from "@/api/queries/records";
import { fieldOf } from "@/core/form-model/spec";
import { columnValue } from "@/core/form-model/system";
import { isWritable } from "@/core/form-model/writable";
import { dayNumber, packed, type Span } from "@/core/view-model/axis";
import { recordTree, treeLines } from "@/core/view-model/branches";
import { daysOf } from "@/core/view-model/calendar";
import { beforeOf, criticalSteps, type SpanFields, spanOf } from "@/core/view-model/gantt";
import { fieldText } from "@/fields/texts";
import { currentLocale } from "@/i18n";
import { columnField, type List } from "../../list/useList";
import { colourOf } from "../colour";
import { cardQuestion } from "../question";
import type { Dependency } from "../time/DependencyLines";
import type { Bar } from "../time/lines";
import { useAll } from "../useAll";
import { useMove } from "../useMove";

/** A line of a Gantt chart: a record, or a value with the records that have it. */
export interface GanttLine {
  key: string;
  title: string;
  record?: RecordView;
  level: number;
  below: number;
  open: boolean;
  bars: Bar[];
  lanes: number;
}

const text = (settings: Record<string, unknown>, key: string) =>
  typeof settings[key] === "string" ? (settings[key] as string) : undefined;

/** The records of a Gantt chart with their days, what comes before what, and what has no time to spare. */
export function useGantt(list: List, closed: ReadonlySet<string>, showCritical: boolean, blank: string) {
  const settings = list.view?.show.settings ?? {};
  const fields: SpanFields = { start: text(settings, "start") ?? "", end: text(settings, "end") };
  const baseline = settings.baseline as [string, string] | null | undefined;
  const of = {
    row: text(settings, "row"),
    parent: text(settings, "parent"),
    depends: text(settings, "depends"),
    progress: text(settings, "progress"),
    marker: text(settings, "marker"),
  };
  const needed = [
    fields.start,
    fields.end ?? undefined,
    ...Object.values(of),
    ...(baseline ?? []),
    text(settings, "colour"),
  ];
  const question = cardQuestion(list, needed);
  // Without an order of its own a chart goes from what begins first.
  const ordered =
    question.sort || list.view?.sort?.length ? question : { ...question, sort: [{ field: fields.start }] };
  const all = useAll(list.app, list.form, ordered);
  const { move, moved } = useMove(list, all.query.refetch);
  const { records: fetched } = all;
  const records = useMemo(() => fetched.map((record) => moved[record.id] ?? record), [fetched, moved]);

  const bars = new Map<string, Bar>();
  const before = new Map<string, string[]>();
  const depends = of.depends ? fieldOf(list.spec, of.depends) : undefined;
  const value = (record: RecordView, key: string | null | undefined) => (key ? columnValue(record, key) : undefined);
  for (const record of records) {
    before.set(record.id, beforeOf(depends, value(record, of.depends)));
    const span = spanOf(value(record, fields.start), value(record, fields.end));
    if (span) {
      const done = value(record, of.progress);
      const mark = daysOf(value(record, of.marker))?.[0];
      bars.set(record.id, {
        id: record.id,
        record,
        span,
        lane: 0,
        text: record.title,
        colour: colourOf(list, record),
        progress: done === null || done === undefined ? undefined : Math.min(Math.max(Number(done) || 0, 0), 100),
        baseline: baseline ? (spanOf(value(record, baseline[0]), value(record, baseline[1])) ?? undefined) : undefined,
        marker: mark ? dayNumber(mark) : undefined,
      });
    }
  }
  const critical = depends
    ? criticalSteps(records.map(({ id }) => ({ id, span: bars.get(id)?.span ?? null, before: before.get(id) ?? [] })))
    : new Set<string>();
  if (showCritical) {
    for (const id of critical) {
      const bar = bars.get(id);
      if (bar) {
        bar.critical = true;
      }
    }
  }
  const dependencies: Dependency[] = [...before].flatMap(([after, firsts]) =>
    firsts.map((first) => ({
      before: first,
      after,
      critical: showCritical && critical.has(first) && critical.has(after),
    })),
  );
  const { rights, acts } = list.published;
  const ends = [fields.start, fields.end].filter((key) => key !== undefined && key !== null);
  const movable =
    acts.includes("update") &&
    ends.every((key) => {
      const field = fieldOf(list.spec, key);
      return field !== undefined && isWritable(field, rights[key]);
    });
  const lines = of.row
    ? linesByValue(list, records, bars, of.row, blank)
    : linesByRecord(records, bars, of.parent, closed);
  return {
    ...all,
    fields,
    records,
    bars,
    before,
    critical,
    hasDependencies: depends !== undefined,
    dependencies,
    lines,
    movable,
    move,
    spans: [...bars.values()].flatMap(({ span, baseline: plan, marker }): Span[] => [
      span,
      ...(plan ? [plan] : []),
      ...(marker === undefined ? [] : [{ start: marker, end: marker }]),
    ]),
    withProgress: of.progress !== undefined,
  };
}

function linesByRecord(
  records: RecordView[],
  bars: Map<string, Bar>,
  parent: string | undefined,
  closed: ReadonlySet<string>,
): GanttLine[] {
  const tree = recordTree(records, (record) => (parent ? record.values[parent] : null));
  return treeLines(tree, (key) => !closed.has(key)).map(({ key, record, level, below, open }) => {
    const bar = bars.get(key);
    return { key, title: record?.title ?? "", record, level, below, open, bars: bar ? [bar] : [], lanes: 1 };
  });
}

function linesByValue(
  list: List,
  records: RecordView[],
  bars: Map<string, Bar>,
  row: string,
  blank: string,
): GanttLine[] {
  const found = new Map<string, Bar[]>();
  for (const record of records) {
    const bar = bars.get(record.id);
    const title = fieldText(columnField(list.spec, row), columnValue(record, row), currentLocale(), record.values);
    if (bar) {
      found.set(title, [...(found.get(title) ?? []), bar]);
    }
  }
  return [...found].map(([title, those]) => {
    const places = packed(those.map((bar) => bar.span));
    return {
      key: title,
      title: title || blank,
      level: 1,
      below: 0,
      open: false,
      bars: those.map((bar, at) => ({ ...bar, lane: places[at]?.lane ?? 0 })),
      lanes: Math.max(...places.map(({ lane }) => lane + 1)),
    };
  });
}
