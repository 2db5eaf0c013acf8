import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type ApiProblem, asProblem } from "@/api/errors";
import { currentLocale } from "@/i18n";
import { tell } from "./feedback";
import { inLocale } from "./localised";

/** The sentence for a refused request: the server's own, else one by its status. */
export function useProblemText(): (problem: ApiProblem) => string {
  const { t } = useTranslation();
  return useCallback(
    (problem) => {
      if (problem.body.detail) {
        return problem.body.detail;
      }
      const first = problem.issues.find((issue) => issue.message);
      return (
        inLocale(first?.message, currentLocale()) ||
        t([`problem.${problem.slug}`, `problem.http_${problem.status}`, "problem.other"])
      );
    },
    [t],
  );
}

/** Tells of a failed act in passing, where no field of a page can show it. */
export function useTellProblem(): (error: unknown) => void {
  const text = useProblemText();
  return useCallback((error) => tell.error(text(asProblem(error))), [text]);
}
