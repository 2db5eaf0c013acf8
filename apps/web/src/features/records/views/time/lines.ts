import type { ReactNode } from "react";
import type { RecordView } from "@/api/queries/records";
import type { Span } from "@/core/view-model/axis";

/** A record on the axis of time. */
export interface Bar {
  /** The record's id. */
  id: string;
  record: RecordView;
  span: Span;
  /** In which lane of its line it stands. */
  lane: number;
  /** What is written on it. */
  text: string;
  colour: string | null;
  /** Others of its line are at the same time. */
  clashes?: boolean;
  /** It has no time to spare. */
  critical?: boolean;
  /** How far it is, 0 to 100. */
  progress?: number;
  /** When it was planned. */
  baseline?: Span;
  /** A day that is marked. */
  marker?: number;
}

export interface Line {
  key: string;
  /** What stands before it. */
  name: ReactNode;
  bars: Bar[];
  lanes: number;
}

export const lineHeight = (line: Line): number => Math.max(line.lanes, 1) * laneHeight + 8;
export const laneHeight = 28;
export const headHeight = 44;
/** How wide the names before the lines are, in px; a finger finds room between a name and a bar. */
export const nameWidths = { wide: 264, narrow: 144 };
