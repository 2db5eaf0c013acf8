import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Drawer } from "antd";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FlowDraft, publishFlow, saveFlowDraft } from "@/api/queries/flow";
import type { AppView } from "@/api/types";
import { useDraftSaver } from "@/api/useDraftSaver";
import { atPointer, canRemove, type Insertable, insertNode, newNode, nodeOf, removeNode } from "@/core/flow-model/edit";
import type { WorkflowSpec } from "@/core/flow-model/spec";
import type { FormSpec } from "@/core/form-model/spec";
import { begin, change as changed, redo, undo } from "@/core/history";
import { DesignHeader } from "@/ui/DesignHeader";
import { DesignTabs } from "@/ui/DesignTabs";
import { tell } from "@/ui/feedback";
import { IssueButton } from "@/ui/IssueButton";
import { useLocalised } from "@/ui/localised";
import { useMedia } from "@/ui/media";
import { useTellProblem } from "@/ui/problems";
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
  const [history, setHistory] = useState(() => begin(draft.spec));
  const [selection, select] = useState<FlowSelection | null>(null);
  const spec = history.present;
  const change = useCallback(
    (next: WorkflowSpec, about = "") => setHistory((old) => changed(old, next, about, Date.now())),
    [],
  );
  const saver = useDraftSaver({
    document: spec,
    version: draft.draft_version,
    issues: draft.issues,
    save: (document, version) => saveFlowDraft(app.key, document, version),
  });
  const flow: FlowDesign = useMemo(
    () => ({
      app,
      spec,
      fields: form.fields,
      issues: saver.issues,
      selection,
      select,
      change,
      insert: (list, index, kind) => {
        const node = newNode(spec, kind as Insertable, inBoth);
        change(insertNode(spec, list, index, node));
        select({ node: node.key });
      },
    }),
    [app, spec, form.fields, saver.issues, selection, change],
  );
  const goUndo = useCallback(() => setHistory(undo), []);
  const goRedo = useCallback(() => setHistory(redo), []);
  const save = useCallback(() => void saver.flush(), [saver.flush]);
  return (
    <FlowContext value={flow}>
      <div className={styles.designer}>
        <DesignHeader
          back={
            <Link to="/apps/$app" params={{ app: app.key }}>
              {localised(app.name)}
            </Link>
          }
          name={localised(form.name)}
          tabs={<DesignTabs app={app.key} form={form.key} />}
          state={saver.state}
          onSave={save}
          canUndo={history.past.length > 0}
          canRedo={history.future.length > 0}
          onUndo={goUndo}
          onRedo={goRedo}
        >
          <IssueButton
            issues={saver.issues}
            place={(issue) => localised(nodeOf(spec, atPointer(spec, issue.pointer)?.node ?? "")?.name)}
            onJump={(issue) => select(atPointer(spec, issue.pointer))}
          />
          <PublishButton flush={saver.flush} />
        </DesignHeader>
        <p className={styles.notice}>{t("versions")}</p>
        <Board />
      </div>
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
        <aside className={styles.panel} aria-label={t("properties")}>
          <Panel />
        </aside>
      )}
    </div>
  );
}

function PublishButton({ flush }: { flush: () => Promise<boolean> }) {
  const { t } = useTranslation("flow");
  const { app, spec, issues } = useFlow();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const [busy, setBusy] = useState(false);
  const blocked = issues.some((issue) => issue.severity === "error");
  const publish = async () => {
    setBusy(true);
    try {
      if (!(await flush())) {
        tell.error(t("publish.notSaved"));
        return;
      }
      await publishFlow(app.key, spec.form);
      tell.success(t("publish.done"));
      void client.invalidateQueries({ queryKey: ["forms", app.key, spec.form] });
      void client.invalidateQueries({ queryKey: ["apps", app.key] });
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      type="primary"
      loading={busy}
      disabled={blocked}
      title={blocked ? t("publish.blocked") : undefined}
      onClick={() => void publish()}
    >
      {t("publish.button")}
    </Button>
  );
}

/** Delete takes the chosen node away, Escape the choice; not while typing. */
function Keys() {
  const { spec, selection, select, change } = useFlow();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (at?.matches("input, textarea") || at?.closest("[role=dialog], .ant-popover, .ant-dropdown")) {
        return;
      }
      const node = selection && !selection.branch ? nodeOf(spec, selection.node) : undefined;
      if (event.key === "Delete" && node && canRemove(node)) {
        event.preventDefault();
        change(removeNode(spec, node.key));
        select(null);
      } else if (event.key === "Escape") {
        select(null);
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  return null;
}
