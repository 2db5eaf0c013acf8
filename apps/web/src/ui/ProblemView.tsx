import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import { EmptyState } from "./EmptyState";
import { useProblemText } from "./problems";

interface Props {
  error: unknown;
  retry?: () => void;
  /** It is all that the page shows. */
  page?: boolean;
}

/** A failed load: what happened, and the way to try again where that can help. */
export function ProblemView({ error, retry, page }: Props) {
  const { t } = useTranslation();
  const text = useProblemText();
  const problem = asProblem(error);
  return (
    <div role="alert">
      <EmptyState
        page={page}
        title={text(problem)}
        text={problem.body.request_id ? t("problem.requestId", { id: problem.body.request_id }) : undefined}
      >
        {retry && problem.status !== 403 ? (
          <Button type="primary" onClick={retry}>
            {t("act.retry")}
          </Button>
        ) : null}
      </EmptyState>
    </div>
  );
}
