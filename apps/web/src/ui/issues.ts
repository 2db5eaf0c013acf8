import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Issue } from "@/api/errors";
import { currentLocale } from "@/i18n";
import { inLocale } from "./localised";

/** The sentence for a problem: the form's own or the server's, else one by its code with its figures. */
export function useIssueText(): (issue: Issue) => string {
  const { t } = useTranslation("issues");
  return useCallback(
    (issue) => {
      const own = inLocale(issue.message, currentLocale());
      return own || t([`code.${issue.code}`, "code.other"], { ...issue.params, code: issue.code });
    },
    [t],
  );
}
