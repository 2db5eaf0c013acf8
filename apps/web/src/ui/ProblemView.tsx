import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import { EmptyState } from "./EmptyState";
import { useProblemText } from "./problems";

/** A failed load: what happened, and the way to try again. */
export function ProblemView({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const problem = asProblem(error);
  return (
    <div role="alert">
      <EmptyState
        title={text(problem)}
        text={problem.body.request_id ? t("problem.requestId", { id: problem.body.request_id }) : undefined}
      >
        {retry ? (
          <Button type="primary" onClick={retry}>
            {t("act.retry")}
          </Button>
        ) : null}
      </EmptyState>
    </div>
  );
}
