import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Issue } from "@/api/errors";
import { ask } from "./feedback";
import { useIssueText } from "./issues";

/** Asks whether an act that only warns is done all the same. */
export function useConfirmWarnings(): (issues: Issue[]) => Promise<boolean> {
  const { t } = useTranslation();
  const text = useIssueText();
  return useCallback(
    async (issues) =>
      await ask({
        title: t("confirm.title"),
        content: (
          <ul style={{ paddingLeft: 20, margin: 0 }}>
            {issues.map((issue) => (
              <li key={`${issue.code} ${issue.pointer}`}>{text(issue)}</li>
            ))}
          </ul>
        ),
        okText: t("confirm.go"),
        cancelText: t("confirm.back"),
      }),
    [t, text],
  );
}
