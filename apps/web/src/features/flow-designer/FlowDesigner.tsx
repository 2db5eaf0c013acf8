import { useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FlowDraft, publishFlow, saveFlowDraft } from "@/api/queries/flow";
import type { AppView } from "@/api/types";
import { useDocument } from "@/api/useDocument";
import { atPointer, canRemove, insertNode, newNode, nodeOf, removeNode } from "@/core/flow-model/edit";
import type { FormSpec } from "@/core/form-model/spec";
import { DesignFrame } from "@/ui/DesignFrame";
import { tell } from "@/ui/feedback";
import { focusName } from "@/ui/focusName";
import { IssueButton } from "@/ui/IssueButton";
import { useLocalised } from "@/ui/localised";
import { useMedia } from "@/ui/media";
import { PublishButton } from "@/ui/PublishButton";
import { useTellProblem } from "@/ui/problems";
import { useChosenKeys } from "@/ui/useChosenKeys";
import { FlowContext, type FlowDesign, type FlowSelection, inBoth, useFlow } from "./context";
import styles from "./Flow.module.css";
import { FlowCanvas } from "./FlowCanvas";
import { Panel } from "./Panel";

interface Props {
  app: AppView;
  draft: FlowDraft;
  form: FormSpec;
}

/** The drawing of a flow and what can be said about what is chosen on it, with the draft saving itself. */
export function FlowDesigner({ app, draft, form }: Props) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const document = useDocument({ draft, save: (spec, version) => saveFlowDraft(app.key, spec, version) });
  const { spec, change, issues } = document;
  const [selection, select] = useState<FlowSelection | null>(null);
  const flow: FlowDesign = useMemo(
    () => ({
      app,
      spec,
      fields: form.fields,
      issues,
      selection,
      select,
      change,
      insert: (list, index, kind) => {
        const node = newNode(spec, kind, inBoth);
        change(insertNode(spec, list, index, node));
        select({ node: node.key });
        focusName();
      },
    }),
    [app, spec, form.fields, issues, selection, change],
  );
  return (
    <FlowContext value={flow}>
      <DesignFrame
        app={app}
        form={form.key}
        name={localised(form.name)}
        document={document}
        acts={
          <>
            <IssueButton
              issues={issues}
              place={(issue) => localised(nodeOf(spec, atPointer(spec, issue.pointer)?.node ?? "")?.name)}
              onJump={(issue) => select(atPointer(spec, issue.pointer))}
            />
            <PublishFlow flush={document.flush} />
          </>
        }
      >
        <p className={styles.notice}>{t("versions")}</p>
        <Board />
      </DesignFrame>
      <Keys />
    </FlowContext>
  );
}

/** The drawing, with the properties beside it, or above it on a narrow page. */
function Board() {
  const { t } = useTranslation("flow");
  const { selection, select } = useFlow();
  const narrow = useMedia("(max-width: 1023px)");
  return (
    <div className={styles.board}>
      <FlowCanvas />
      {narrow ? (
        <Drawer
          placement="bottom"
          size="large"
          title={t("properties")}
          open={selection !== null}
          onClose={() => select(null)}
        >
          <Panel />
        </Drawer>
      ) : (
        <aside className={styles.panel} data-pane aria-label={t("properties")}>
          <Panel />
        </aside>
      )}
    </div>
  );
}

/** Puts the flow in force for what is submitted from now on. */
function PublishFlow({ flush }: { flush: () => Promise<boolean> }) {
  const { t } = useTranslation("flow");
  const { app, spec, issues } = useFlow();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const publish = async () => {
    try {
      await publishFlow(app.key, spec.form);
      tell.success(t("published"));
      void client.invalidateQueries({ queryKey: ["forms", app.key, spec.form] });
      void client.invalidateQueries({ queryKey: ["apps", app.key] });
    } catch (error) {
      tellProblem(error);
    }
  };
  return <PublishButton issues={issues} flush={flush} publish={publish} />;
}

function Keys() {
  const { spec, selection, select, change } = useFlow();
  const node = selection && !selection.branch ? nodeOf(spec, selection.node) : undefined;
  const remove = () => {
    if (node) {
      change(removeNode(spec, node.key));
      select(null);
    }
  };
  useChosenKeys(node && canRemove(spec, node) ? remove : null, () => select(null));
  return null;
}
