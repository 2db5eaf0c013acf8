import type { UploadFile } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem } from "@/api/errors";
import { uploadFile } from "@/api/queries/records";
import type { FileView } from "@/api/types";
import { tell } from "@/ui/feedback";
import { useProblemText } from "@/ui/problems";
import { useUploadCount } from "@/ui/uploads";

/** Files on their way to the server, each with its progress and a way to stop it; one that failed stays until it is removed. */
export function useUploads(onStored: (file: FileView) => void) {
  const problemText = useProblemText();
  const count = useUploadCount((uploads) => uploads.add);
  const [coming, setComing] = useState<UploadFile[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const stored = useRef(onStored);
  useEffect(() => {
    stored.current = onStored;
  }, [onStored]);
  useEffect(() => {
    const running = stops.current;
    return () => {
      for (const stop of running.values()) {
        stop.abort();
      }
    };
  }, []);

  const change = useCallback(
    (uid: string, part: Partial<UploadFile>) =>
      setComing((list) => list.map((file) => (file.uid === uid ? { ...file, ...part } : file))),
    [],
  );
  const drop = useCallback((uid: string) => setComing((list) => list.filter((file) => file.uid !== uid)), []);

  const start = useCallback(
    async (uid: string, file: File) => {
      const stop = new AbortController();
      stops.current.set(uid, stop);
      setComing((list) => [...list, { uid, name: file.name, status: "uploading", percent: 0 }]);
      count(1);
      try {
        const kept = await uploadFile(file, file.name, {
          signal: stop.signal,
          onProgress: (percent) => change(uid, { percent }),
        });
        drop(uid);
        stored.current(kept);
      } catch (error) {
        if (stop.signal.aborted) {
          drop(uid);
        } else {
          const problem = asProblem(error);
          const [issue] = problem.issues;
          const text = typeof issue?.message === "string" ? issue.message : problemText(problem);
          change(uid, { status: "error", response: text });
          tell.error(text);
        }
      } finally {
        stops.current.delete(uid);
        count(-1);
      }
    },
    [change, count, drop, problemText],
  );

  /** Stops what is on its way, or takes a failed one off the list. */
  const remove = useCallback(
    (uid: string) => {
      stops.current.get(uid)?.abort();
      drop(uid);
    },
    [drop],
  );
  return { coming, start, remove };
}
