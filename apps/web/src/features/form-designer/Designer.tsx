import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FormDraft, type FormEntry, saveFormDraft } from "@/api/queries/design";
import type { AppView } from "@/api/types";
import { useDocument } from "@/api/useDocument";
import { fieldIn, fieldsIn, inOrder, type Selection } from "@/core/form-model/design/chosen";
import { fieldAt } from "@/core/form-model/design/edit";
import { laidOut } from "@/core/form-model/design/layout";
import { type Published, publishedOf } from "@/core/form-model/design/published";
import type { FieldSpec } from "@/core/form-model/spec";
import { DesignFrame } from "@/ui/DesignFrame";
import { IssueButton } from "@/ui/IssueButton";
import { useLocalised } from "@/ui/localised";
import { createActs } from "./acts";
import { Board } from "./Board";
import { ActsContext, createMarks, type Design, DesignContext, MarksContext } from "./context";
import { FindButton } from "./FindField";
import { toField, toPane } from "./focus";
import { placeOfIssue } from "./issues";
import { Keys } from "./Keys";
import { inBoth } from "./kinds";
import { PreviewButton } from "./PreviewButton";
import { PublishForm } from "./PublishForm";
import { useRemoval } from "./useRemoval";
import { VersionsButton } from "./VersionsButton";

interface Props {
  app: AppView;
  /** The forms of the app. */
  forms: FormEntry[];
  draft: FormDraft;
  /** The fields that are in force. */
  inForce: FieldSpec[];
}

/** Palette, page and properties of a form, with its draft saving itself. */
export function Designer({ app, forms, draft, inForce }: Props) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const document = useDocument({
    draft,
    start: () => laidOut(draft.spec, inBoth("new.rest")),
    save: (spec, version) => saveFormDraft(app.key, spec, version),
  });
  const { spec, change, issues } = document;
  const [published, setPublished] = useState<Published>(() => publishedOf(inForce));
  const [selection, select] = useState<Selection>(null);
  const [said, say] = useState("");
  const [palette, setPalette] = useState(0);
  const design: Design = useMemo(
    () => ({ app, forms, spec, published, issues, selection, select, change }),
    [app, forms, spec, published, issues, selection, change],
  );
  const marks = useMarked(design);
  const removal = useRemoval(design, document.undo);
  const latest = useRef({ design, localised, t, removal });
  latest.current = { design, localised, t, removal };
  const acts = useMemo(
    () =>
      createActs({
        design: () => latest.current.design,
        // What is said twice must differ, or it is not heard again.
        say: (what, params) =>
          say((before) => {
            const text = latest.current.t(`say.${what}`, params);
            return before === text ? `${text}\u00a0` : text;
          }),
        nameOf: (ref) => {
          const { design, localised, t } = latest.current;
          return localised(fieldAt(design.spec, ref)?.label) || t("unnamed");
        },
        mayRemove: (refs) => latest.current.removal.mayRemove(refs),
        removed: (refs, names) => latest.current.removal.removed(refs, names),
        openPalette: () => {
          if (!toPane("quick")) {
            setPalette((times) => times + 1);
          }
        },
      }),
    [],
  );
  const onPublished = useCallback(() => setPublished(publishedOf(latest.current.design.spec.fields)), []);
  return (
    <DesignContext value={design}>
      <ActsContext value={acts}>
        <MarksContext value={marks}>
          <DesignFrame
            app={app}
            form={spec.key}
            name={localised(spec.name) || t("unnamed")}
            document={document}
            shortcuts={shortcuts}
            acts={
              <>
                <IssueButton
                  issues={issues}
                  place={(issue) => localised(placeOfIssue(spec, issue)?.label) || ""}
                  onJump={(issue) => {
                    const at = placeOfIssue(spec, issue);
                    select(at ? { field: at.ref } : null);
                    if (at) {
                      toField(at.ref);
                    }
                  }}
                />
                <FindButton />
                <VersionsButton flush={document.flush} />
                <PreviewButton />
                <PublishForm flush={document.flush} onPublished={onPublished} />
              </>
            }
          >
            <Board palette={palette} />
          </DesignFrame>
          <Keys />
          <p role="status" className="visually-hidden">
            {said}
          </p>
        </MarksContext>
      </ActsContext>
    </DesignContext>
  );
}

/** What the designer of forms does at a press of keys, besides what all designers do. */
const shortcuts = [
  { what: "quick", keys: ["/"] },
  { what: "next", keys: ["Enter"] },
  { what: "edit", keys: ["F2"] },
  { what: "walk", keys: ["↑", "↓"] },
  { what: "several", keys: ["Shift", "↑ ↓"] },
  { what: "move", keys: ["Alt", "↑ ↓"] },
  { what: "shift", keys: ["Alt", "← →"] },
  { what: "duplicate", keys: ["Ctrl", "D"] },
  { what: "copy", keys: ["Ctrl", "C"] },
  { what: "paste", keys: ["Ctrl", "V"] },
  { what: "find", keys: ["Ctrl", "F"] },
] as const;

/** Keeps what stands out on the page up to date, without drawing the page anew. */
function useMarked({ spec, selection, issues }: Design) {
  const [marks] = useState(createMarks);
  const field = fieldIn(selection);
  const first = useMemo(() => field ?? inOrder(spec)[0] ?? null, [field, spec]);
  const chosen = useMemo(() => new Set(fieldsIn(selection)), [selection]);
  // Where a mistake stands only changes with the form that was checked.
  const wrong = useMemo(() => new Set(issues.flatMap((issue) => placeOfIssue(spec, issue)?.ref ?? [])), [issues, spec]);
  useLayoutEffect(() => marks.setState({ chosen, first }), [marks, chosen, first]);
  useLayoutEffect(() => marks.setState({ wrong }), [marks, wrong]);
  return marks;
}
