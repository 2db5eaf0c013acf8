import { Input } from "antd";
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

/** Asks why something is done; `null` where it is rather not done. */
export function useAskReason(): () => Promise<string | null> {
  const { t } = useTranslation();
  return useCallback(async () => {
    let reason = "";
    const sure = await ask({
      title: t("reason.title"),
      content: <ReasonInput label={t("reason.label")} onChange={(text) => (reason = text)} />,
      okText: t("reason.go"),
      cancelText: t("confirm.back"),
    });
    return sure && reason.trim() !== "" ? reason.trim() : null;
  }, [t]);
}

function ReasonInput({ label, onChange }: { label: string; onChange: (text: string) => void }) {
  return (
    <Input.TextArea
      aria-label={label}
      autoFocus
      maxLength={500}
      rows={3}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Whether nothing but a reason is missing. */
export function wantsReason(issues: Issue[]): boolean {
  return issues.length > 0 && issues.every((issue) => issue.code === "reason_required");
}
