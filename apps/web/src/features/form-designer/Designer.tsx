import { Link } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FormDraft, type FormEntry, saveFormDraft } from "@/api/queries/design";
import type { AppView } from "@/api/types";
import { useDraftSaver } from "@/api/useDraftSaver";
import { insertField, insertItem, moveField, moveItem } from "@/core/form-model/design/edit";
import { laidOut, newPart } from "@/core/form-model/design/layout";
import { type Dragged, placeOf, refsOfField } from "@/core/form-model/design/place";
import type { FormSpec } from "@/core/form-model/spec";
import { begin, change as changed, redo, undo } from "@/core/history";
import { DesignHeader } from "@/ui/DesignHeader";
import { DesignTabs } from "@/ui/DesignTabs";
import { IssueButton } from "@/ui/IssueButton";
import { useLocalised } from "@/ui/localised";
import { Board } from "./Board";
import { type Design, DesignContext, type Selection, useDesign } from "./context";
import styles from "./Designer.module.css";
import { placeOfIssue } from "./issues";
import { inBoth, linkable, newField } from "./kinds";
import { PreviewButton } from "./PreviewButton";
import { PublishButton } from "./PublishButton";
import { useRemoveField } from "./useRemoveField";

interface Props {
  app: AppView;
  /** The forms of the app. */
  forms: FormEntry[];
  draft: FormDraft;
  publishedFields: string[];
}

/** Palette, page and properties of a form, with its draft saving itself. */
export function Designer({ app, forms, draft, publishedFields }: Props) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const [history, setHistory] = useState(() => begin(laidOut(draft.spec, inBoth("new.rest"))));
  const [inForce, setInForce] = useState<readonly string[]>(publishedFields);
  const [selection, select] = useState<Selection>(null);
  const [dragged, setDragged] = useState<{ what: Dragged; name: string } | null>(null);
  const spec = history.present;
  const change = useCallback(
    (next: FormSpec, about = "") => setHistory((old) => changed(old, next, about, Date.now())),
    [],
  );
  const saver = useDraftSaver({
    document: spec,
    version: draft.draft_version,
    issues: draft.issues,
    save: (document, version) => saveFormDraft(app.key, document, version),
  });
  const design: Design = useMemo(
    () => ({
      app,
      forms,
      spec,
      published: new Set(inForce),
      issues: saver.issues,
      selection,
      dragged: dragged?.what ?? null,
      select,
      change,
    }),
    [app, forms, spec, inForce, saver.issues, selection, dragged, change],
  );
  const drop = (what: Dragged, slot: string) => {
    const place = placeOf(slot);
    if (what.take === "kind") {
      const subform = place.into === "subform" ? place.subform : null;
      const field = newField(spec, what.kind, subform, linkable(forms));
      change(insertField(spec, place, field));
      select({ field: subform ? `${subform}/${field.key}` : field.key });
    } else if (what.take === "field") {
      change(moveField(spec, what.field, place));
      select({ field: what.field });
    } else if (place.into === "items" && what.take === "part") {
      change(
        insertItem(
          spec,
          place.list,
          place.index,
          newPart(what.part, (word, n) => inBoth(`new.${word}`, { n })),
        ),
      );
      select({ item: place.list === "" ? `${place.index}` : `${place.list}/${place.index}` });
    } else if (place.into === "items" && what.take === "item") {
      change(moveItem(spec, what.item, place.index));
      select(null);
    }
  };
  const goUndo = useCallback(() => setHistory(undo), []);
  const goRedo = useCallback(() => setHistory(redo), []);
  const save = useCallback(() => void saver.flush(), [saver.flush]);
  return (
    <DesignContext value={design}>
      <div className={styles.designer}>
        <DesignHeader
          back={
            <Link to="/apps/$app" params={{ app: app.key }}>
              {localised(app.name)}
            </Link>
          }
          name={localised(spec.name) || t("unnamed")}
          tabs={<DesignTabs app={app.key} form={spec.key} />}
          state={saver.state}
          onSave={save}
          canUndo={history.past.length > 0}
          canRedo={history.future.length > 0}
          onUndo={goUndo}
          onRedo={goRedo}
        >
          <IssueButton
            issues={saver.issues}
            place={(issue) => localised(placeOfIssue(spec, issue)?.label) || ""}
            onJump={(issue) => {
              const at = placeOfIssue(spec, issue);
              select(at ? { field: at.ref } : null);
              document.querySelector(`[data-design-field="${at?.ref}"]`)?.scrollIntoView({ block: "center" });
            }}
          />
          <PreviewButton />
          <PublishButton flush={saver.flush} onPublished={() => setInForce(spec.fields.flatMap(refsOfField))} />
        </DesignHeader>
        <Board dragged={dragged} onDrag={setDragged} onDrop={drop} />
      </div>
      <DeleteKey />
    </DesignContext>
  );
}

/** Delete takes the chosen field away, Escape the choice; not while typing. */
function DeleteKey() {
  const remove = useRemoveField();
  const { selection, select } = useDesign();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (at?.matches("input, textarea, [contenteditable]") || at?.closest("[role=dialog], .ant-popover")) {
        return;
      }
      if (event.key === "Delete" && selection && "field" in selection) {
        event.preventDefault();
        void remove(selection.field);
      } else if (event.key === "Escape") {
        select(null);
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  return null;
}
