import { send } from "../client";
import type { FileView, JobView } from "../types";

/** A column of the file and the field that it goes to; a column may go to several fields. */
export interface ColumnMapping {
  /** Absent: the expression needs no column. */
  from?: string;
  to: string;
  parse?: { date?: string; misread?: { was: string; as: string } };
  expr?: string;
  dictionary?: Record<string, string>;
  link_by?: string;
  create_missing?: boolean;
}

export type OnMatch = "create" | "update" | "skip";

/** The mapping document, as `import.schema.json` describes it. */
export interface ImportMapping {
  version: 1;
  columns: ColumnMapping[];
  match: string[];
  on_match: OnMatch;
  blanks: "keep" | "clear";
  confirm?: "all" | string[];
  rules: boolean;
  flows: boolean;
  encoding?: string;
  sheet?: string;
  header_row?: number;
}

/** What is wrong with one cell, or with a row as a whole. */
export interface CellVerdict {
  /** As a spreadsheet counts. */
  row: number;
  column: string | null;
  field: string | null;
  code: string;
  value: string | null;
  message: string;
}

/** A column as the server found it. */
export interface FoundColumn {
  from: string;
  to: string | null;
  samples: string[];
  blank: number;
}

/** What an import did, or would do. */
export interface ImportResult {
  columns: FoundColumn[];
  mapping: ImportMapping;
  encoding: string | null;
  sheet: string | null;
  sheets: string[];
  rows: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  rejects_file: FileView | null;
  verdicts: CellVerdict[];
  more_verdicts: number;
}

interface ImportQuestion {
  app: string;
  form: string;
  file: File;
  /** Absent: the server proposes where the columns go. */
  mapping: Partial<ImportMapping> | null;
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
