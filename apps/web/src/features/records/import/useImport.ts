import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiProblem, asProblem } from "@/api/errors";
import { type FoundColumn, type ImportMapping, type ImportResult, startImport } from "@/api/queries/imports";
import { cancelJob, isOver, jobQuery } from "@/api/queries/jobs";
import { useTellProblem } from "@/ui/problems";

export type Step = "file" | "mapping" | "check" | "result";

const startMapping: ImportMapping = {
  version: 1,
  columns: [],
  match: [],
  on_match: "create",
  blanks: "keep",
  rules: true,
  flows: false,
};

/** What is known of the file before any of it is imported. */
export interface FoundFile {
  columns: FoundColumn[];
  rows: number;
  encoding: string | null;
  sheet: string | null;
  sheets: string[];
}

/** The state of one import, from the file to what became of its rows. */
export function useImport(app: string, form: string) {
  const tell = useTellProblem();
  const [step, setStep] = useState<Step>("file");
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState(startMapping);
  const [found, setFound] = useState<FoundFile | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const query = useQuery({
    ...jobQuery(jobId ?? ""),
    enabled: jobId !== null,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 500),
  });
  const job = jobId ? (query.data ?? null) : null;
  const result = job?.state === "done" ? (job.result as unknown as ImportResult) : null;

  const start = async (chosen: File, given: Partial<ImportMapping> | null, dryRun: boolean): Promise<boolean> => {
    setStarting(true);
    setProblem(null);
    try {
      const started = await startImport({ app, form, file: chosen, mapping: given, dryRun });
      setJobId(started.id);
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      setStarting(false);
    }
  };
  return {
    step,
    file,
    mapping,
    found,
    job,
    result,
    problem,
    busy: starting || (jobId !== null && (job === null || !isOver(job))),
    setMapping: (changed: ImportMapping) => {
      setProblem(null);
      setMapping(changed);
    },
    /** Reads the columns of a file. */
    read: async (chosen: File) => {
      setFile(chosen);
      await start(chosen, null, true);
    },
    /** Goes on with the columns that were found and the mapping that was proposed. */
    map: (read: ImportResult) => {
      const { columns, rows, encoding, sheet, sheets } = read;
      setFound({ columns, rows, encoding, sheet, sheets });
      setMapping({ ...startMapping, ...read.mapping });
      setJobId(null);
      setStep("mapping");
    },
    check: async () => {
      if (file && (await start(file, mapping, true))) {
        setStep("check");
      }
    },
    run: async () => {
      if (file && (await start(file, mapping, false))) {
        setStep("result");
      }
    },
    cancel: async () => {
      try {
        if (job) {
          await cancelJob(job.id);
          await query.refetch();
        }
      } catch (error) {
        tell(error);
      }
    },
    back: (to: Step) => {
      setJobId(null);
      setProblem(null);
      setStep(to);
    },
  };
}

export type ImportWizard = ReturnType<typeof useImport>;
