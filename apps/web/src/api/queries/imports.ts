import { send } from "../client";
import type { FileView, JobView, Json } from "../types";

/** A column of the file and the field that it goes to. */
export interface ColumnMapping {
  from: string;
  to: string;
  link_by?: string;
  parse?: { date?: string };
}

export type OnMatch = "create" | "update" | "skip";

export interface ImportMapping {
  columns: ColumnMapping[];
  match: string[];
  on_match: OnMatch;
  confirm?: "all" | string[];
  rules: boolean;
  flows: boolean;
}

/** What is wrong with one cell. */
export interface CellVerdict {
  row: number;
  column: string | null;
  code: string;
  value: Json;
  message: string;
}

/** A column as the server found it, with a proposal where its name is that of a field. */
export interface FoundColumn {
  from: string;
  to: string | null;
  samples: string[];
}

/** What an import did, or would do. */
export interface ImportResult {
  columns?: FoundColumn[];
  rows?: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  rejects_file: FileView | string | null;
  verdicts: CellVerdict[];
}

interface ImportQuestion {
  app: string;
  form: string;
  file: File;
  /** Absent: the server reads the columns and proposes where they go. */
  mapping: ImportMapping | null;
  dryRun: boolean;
}

/** Starts an import, or a rehearsal of one, as a job. */
export async function startImport({ app, form, file, mapping, dryRun }: ImportQuestion): Promise<JobView> {
  const body = new FormData();
  body.append("file", file, file.name);
  if (mapping) {
    body.append("mapping", JSON.stringify(mapping));
  }
  body.append("dry_run", String(dryRun));
  const response = await send("POST", `/apps/${app}/forms/${form}/records/import`, { form: body });
  return (await response.json()) as JobView;
}
