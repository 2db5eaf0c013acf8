import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button } from "antd";
import i18next from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { appQuery } from "@/api/queries/apps";
import { formDraftQuery } from "@/api/queries/design";
import { flowDraftQuery, saveFlowDraft } from "@/api/queries/flow";
import { newWorkflow } from "@/core/flow-model/edit";
import { EmptyState } from "@/ui/EmptyState";
import { LinkButton } from "@/ui/LinkButton";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { ProblemView } from "@/ui/ProblemView";
import { useTellProblem } from "@/ui/problems";
import { inBoth } from "./context";
import { FlowDesigner } from "./FlowDesigner";

const route = getRouteApi("/inside/design/$design/forms/$form/flow");

/** The designer of a form's approval flow; where there is none, the way to begin one. */
export function FlowDesignerPage() {
  const { t } = useTranslation("flow");
  const { design, form } = route.useParams();
  const { data: app } = useSuspenseQuery(appQuery(design));
  const flow = useQuery({ ...flowDraftQuery(design, form), refetchOnWindowFocus: false, gcTime: 0 });
  const draft = useQuery({ ...formDraftQuery(design, form), refetchOnWindowFocus: false });
  const begin = useBegin(design, form);
  const [words, setWords] = useState(false);
  useEffect(() => {
    void i18next.loadLanguages(["zh-CN", "en"]).finally(() => setWords(true));
  }, []);
  const error = flow.error ?? draft.error;
  if (error) {
    return <ProblemView page error={error} retry={() => void (flow.error ? flow.refetch() : draft.refetch())} />;
  }
  if (flow.data === undefined || !draft.data || !words) {
    return <PageSkeleton />;
  }
  if (flow.data === null) {
    return (
      <EmptyState page title={t("none.title")} text={t("none.text")}>
        <Button type="primary" loading={begin.busy} onClick={() => void begin.go()}>
          {t("none.begin")}
        </Button>
        <LinkButton to="/apps/$app/design" params={{ app: design }}>
          {t("common:act.back")}
        </LinkButton>
      </EmptyState>
    );
  }
  return <FlowDesigner key={`${design}/${form}`} app={app} draft={flow.data} form={draft.data.spec} />;
}

function useBegin(app: string, form: string) {
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      const draft = await saveFlowDraft(app, newWorkflow(form, inBoth), null);
      client.setQueryData(flowDraftQuery(app, form).queryKey, draft);
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, go };
}
