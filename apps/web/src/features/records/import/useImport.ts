import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type FoundColumn, type ImportMapping, type ImportResult, startImport } from "@/api/queries/imports";
import { cancelJob, isOver, jobQuery } from "@/api/queries/jobs";
import { useTellProblem } from "@/ui/problems";

export type Step = "file" | "mapping" | "check" | "result";

const startMapping: ImportMapping = { columns: [], match: [], on_match: "create", rules: true, flows: false };

/** The state of one import, from the file to what became of its rows. */
export function useImport(app: string, form: string) {
  const tell = useTellProblem();
  const [step, setStep] = useState<Step>("file");
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState(startMapping);
  const [found, setFound] = useState<FoundColumn[]>([]);
  const [jobId, setJobId] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const query = useQuery({
    ...jobQuery(jobId ?? ""),
    enabled: jobId !== null,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 800),
  });
  const job = jobId ? (query.data ?? null) : null;
  const result = job?.state === "done" ? (job.result as unknown as ImportResult) : null;

  const start = async (chosen: File, given: ImportMapping | null, dryRun: boolean): Promise<boolean> => {
    setStarting(true);
    try {
      const started = await startImport({ app, form, file: chosen, mapping: given, dryRun });
      setJobId(started.id);
      return true;
    } catch (error) {
      tell(error);
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
    busy: starting || (job !== null && !isOver(job)),
    setMapping,
    /** Reads the columns of a file. */
    read: async (chosen: File) => {
      setFile(chosen);
      await start(chosen, null, true);
    },
    /** Goes on with the columns that were found. */
    map: (columns: FoundColumn[]) => {
      setFound(columns);
      setMapping({
        ...startMapping,
        columns: columns.flatMap(({ from, to }) => (to ? [{ from, to }] : [])),
      });
      setJobId(null);
      setStep("mapping");
    },
    check: async () => {
      if (file && (await start(file, mapping, true))) {
        setStep("check");
      }
    },
    run: async () => {
      if (file && (await start(file, { ...mapping, confirm: "all" }, false))) {
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
      setStep(to);
    },
  };
}

export type ImportWizard = ReturnType<typeof useImport>;
