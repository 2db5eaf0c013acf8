import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FormDraft, type FormEntry, saveFormDraft } from "@/api/queries/design";
import type { AppView } from "@/api/types";
import { useDocument } from "@/api/useDocument";
import { insertField, insertItem, moveField, moveItem } from "@/core/form-model/design/edit";
import { laidOut, newPart } from "@/core/form-model/design/layout";
import { type Dragged, placeOf, refsOfField } from "@/core/form-model/design/place";
import { DesignFrame } from "@/ui/DesignFrame";
import { IssueButton } from "@/ui/IssueButton";
import { useLocalised } from "@/ui/localised";
import { useChosenKeys } from "@/ui/useChosenKeys";
import { Board } from "./Board";
import { type Design, DesignContext, type Selection, useDesign } from "./context";
import { placeOfIssue } from "./issues";
import { inBoth, linkable, newField } from "./kinds";
import { PreviewButton } from "./PreviewButton";
import { PublishForm } from "./PublishForm";
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
  const document = useDocument({
    draft,
    start: () => laidOut(draft.spec, inBoth("new.rest")),
    save: (spec, version) => saveFormDraft(app.key, spec, version),
  });
  const { spec, change, issues } = document;
  const [inForce, setInForce] = useState<readonly string[]>(publishedFields);
  const [selection, select] = useState<Selection>(null);
  const [dragged, setDragged] = useState<{ what: Dragged; name: string } | null>(null);
  const design: Design = useMemo(
    () => ({
      app,
      forms,
      spec,
      published: new Set(inForce),
      issues,
      selection,
      dragged: dragged?.what ?? null,
      select,
      change,
    }),
    [app, forms, spec, inForce, issues, selection, dragged, change],
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
  return (
    <DesignContext value={design}>
      <DesignFrame
        app={app}
        form={spec.key}
        name={localised(spec.name) || t("unnamed")}
        document={document}
        acts={
          <>
            <IssueButton
              issues={issues}
              place={(issue) => localised(placeOfIssue(spec, issue)?.label) || ""}
              onJump={(issue) => {
                const at = placeOfIssue(spec, issue);
                select(at ? { field: at.ref } : null);
                scrollTo(at?.ref);
              }}
            />
            <PreviewButton />
            <PublishForm flush={document.flush} onPublished={() => setInForce(spec.fields.flatMap(refsOfField))} />
          </>
        }
      >
        <Board dragged={dragged} onDrag={setDragged} onDrop={drop} />
      </DesignFrame>
      <Keys />
    </DesignContext>
  );
}

function scrollTo(field: string | undefined): void {
  document.querySelector(`[data-design-field="${field}"]`)?.scrollIntoView({ block: "center" });
}

function Keys() {
  const remove = useRemoveField();
  const { selection, select } = useDesign();
  const field = selection && "field" in selection ? selection.field : null;
  useChosenKeys(field ? () => void remove(field) : null, () => select(null));
  return null;
}
