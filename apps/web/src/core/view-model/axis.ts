/** Days on a line: a day is the number of days since 1970-01-01, so that it can be counted with. */

const dayLength = 86_400_000;

/** How closely time is drawn. */
export const zooms = ["day", "week", "month"] as const;
export type Zoom = (typeof zooms)[number];

/** The width of a day in px. */
const dayWidths: Record<Zoom, number> = { day: 36, week: 14, month: 4 };
/** The days that are drawn before the first and after the last that something covers. */
const margins: Record<Zoom, number> = { day: 14, week: 28, month: 92 };
/** The longest time that is drawn, in days: a year mistyped by a thousand is no reason to draw all between. */
const longest = 366 * 30;

/** First and last day of something. */
export interface Span {
  start: number;
  end: number;
}

export interface Axis {
  zoom: Zoom;
  /** A Monday. */
  first: number;
  days: number;
  /** The width of a day in px. */
  perDay: number;
}

/** A stretch of the axis under one heading. */
export interface Tick {
  at: number;
  days: number;
}

export const dayNumber = (day: string): number => Math.round(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / dayLength);
export const dayText = (day: number): string => new Date(day * dayLength).toISOString().slice(0, 10);

/** 1970-01-01 was a Thursday. */
export const monday = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

/** The first day of the month that lies so many months from that of a day. */
export function month(day: number, by = 0): number {
  const at = new Date(day * dayLength);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + by, 1) / dayLength;
}

/** The axis on which all of these can be seen, and today. */
export function axisOver(spans: Span[], today: number, zoom: Zoom): Axis {
  let [start, end] = [today, today];
  for (const span of spans) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  const first = monday(Math.max(start, today - longest / 2) - margins[zoom]);
  const last = Math.min(end, today + longest / 2) + margins[zoom];
  return { zoom, first, days: monday(last) + 7 - first, perDay: dayWidths[zoom] };
}

/** The axis of a stretch of days that fills a width, or more than that where the days would be too narrow. */
export function axisOf(first: number, days: number, width: number): Axis {
  const least = days <= 31 ? 26 : days <= 100 ? 12 : 5;
  const perDay = Math.max(least, Math.floor((width / days) * 10) / 10);
  return { zoom: perDay >= 24 ? "day" : perDay >= 10 ? "week" : "month", first, days, perDay };
}

export const xOf = (axis: Axis, day: number): number => (day - axis.first) * axis.perDay;
export const axisWidth = (axis: Axis): number => axis.days * axis.perDay;

/** The headings of months, or of years where those are told below. */
export function upperTicks(axis: Axis, from: number, to: number): Tick[] {
  const step = axis.zoom === "month" ? 12 : 1;
  const begin = step === 12 ? month(from, -new Date(from * dayLength).getUTCMonth()) : month(from);
  return ticks(begin, to, (day) => month(day, step));
}

/** The headings of days, weeks or months. */
export function lowerTicks(axis: Axis, from: number, to: number): Tick[] {
  switch (axis.zoom) {
    case "day":
      return ticks(from, to, (day) => day + 1);
    case "week":
      return ticks(monday(from), to, (day) => day + 7);
    case "month":
      return ticks(month(from), to, (day) => month(day, 1));
  }
}

function ticks(begin: number, to: number, next: (day: number) => number): Tick[] {
  const found: Tick[] = [];
  for (let at = begin; at <= to; at = next(at)) {
    found.push({ at, days: next(at) - at });
  }
  return found;
}

/**
 * In which of the lanes of a line each span stands, so that none covers another, and whether it runs at the same time as
 * another one.
 */
export function packed(spans: Span[]): { lane: number; clashes: boolean }[] {
  const order = spans.map((_, at) => at).sort((a, b) => (spans[a]?.start ?? 0) - (spans[b]?.start ?? 0));
  const placed = spans.map(() => ({ lane: 0, clashes: false }));
  const ends: { end: number; at: number }[] = [];
  for (const at of order) {
    const span = spans[at];
    const place = placed[at];
    if (!span || !place) {
      continue;
    }
    for (const other of ends) {
      const before = placed[other.at];
      if (other.end >= span.start && before) {
        before.clashes = true;
        place.clashes = true;
      }
    }
    const free = ends.findIndex((other) => other.end < span.start);
    place.lane = free === -1 ? ends.length : free;
    ends[place.lane] = { end: span.end, at };
  }
  return placed;
}
