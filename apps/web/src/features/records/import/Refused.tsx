import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { currentLocale } from "@/i18n";
import { inLocale } from "@/ui/localised";
import { useProblemText } from "@/ui/problems";
import type { ImportWizard } from "./useImport";

/** Why the file or the mapping was refused, each reason with its column. */
export function Refused({ wizard }: { wizard: ImportWizard }) {
  const { t } = useTranslation("import");
  const text = useProblemText();
  const { problem, mapping } = wizard;
  if (!problem) {
    return null;
  }
  const place = (pointer: string) => {
    const index = pointer.match(/^\/mapping\/columns\/(\d+)/)?.[1];
    const entry = index ? mapping.columns[Number(index)] : undefined;
    return entry ? `${t("column")} ${entry.from ?? entry.to}: ` : "";
  };
  const reasons = problem.issues.map((issue) => place(issue.pointer) + inLocale(issue.message, currentLocale()));
  return (
    <Alert
      type="error"
      showIcon
      title={reasons.length > 0 ? reasons[0] : text(problem)}
      description={
        reasons.length > 1 ? (
          <ul>
            {reasons.slice(1).map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        ) : undefined
      }
    />
  );
}
