import { standsAt } from "@/core/form-model/design/add";
import {
  duplicateFields,
  fieldIn,
  fieldsIn,
  neighbour,
  nudgeFields,
  ranged,
  removeFields,
  type Selection,
  shiftField,
  toggled,
} from "@/core/form-model/design/chosen";
import { copiedFields, copyText, pasteFields } from "@/core/form-model/design/copy";
import { fieldAt, insertField, insertItem, moveField, moveItem, removeItem } from "@/core/form-model/design/edit";
import { itemPath, newPart, splitItem } from "@/core/form-model/design/layout";
import { type Dragged, type FieldRef, type ItemPath, type PartKind, placeOf } from "@/core/form-model/design/place";
import type { FieldKindName } from "@/core/form-model/kinds";
import type { FormSpec } from "@/core/form-model/spec";
import { type Added, addField, addLine, addPart } from "./adding";
import type { Design } from "./context";
import { toField, toPane, wantFocus } from "./focus";
import { inBoth, linkable, newField } from "./kinds";

/** What the acts need besides the form: the words, and the ways to ask and tell. */
export interface Around {
  design: () => Design;
  /** Says it to those who do not see the page. */
  say: (what: string, params?: Record<string, unknown>) => void;
  nameOf: (ref: FieldRef) => string;
  /** Whether fields that hold values in records may be taken away. */
  mayRemove: (refs: FieldRef[]) => Promise<boolean>;
  /** Tells what was taken away, with the way back. */
  removed: (refs: FieldRef[], names: string) => void;
  /** Shows the list of fields to add, where that is not in sight. */
  openPalette: () => void;
}

export type Acts = ReturnType<typeof createActs>;

/** Everything that the palette, the page and the keys do to a form. */
export function createActs(around: Around) {
  const { design, say, nameOf } = around;
  const moved = (spec: FormSpec, ref: FieldRef) => {
    design().change(spec);
    const at = standsAt(spec, ref);
    if (at) {
      say(at.subform ? "movedColumn" : "movedRow", { name: nameOf(ref), n: at.row + 1, cell: at.cell + 1 });
    }
    toField(ref);
  };
  const put = ({ spec, selection, focus }: Added, name?: string) => {
    const { change, select } = design();
    change(spec);
    select(selection);
    wantFocus(focus);
    if (name) {
      say("added", { name });
    }
  };
  const addKind = (kind: FieldKindName) => put(addField(design(), kind));
  const putPart = (part: PartKind) => put(addPart(design(), part));
  return {
    select: (selection: Selection) => design().select(selection),
    /** Chooses a field: alone, beside those that are chosen, or with all up to it. */
    choose(ref: FieldRef, how: "alone" | "beside" | "upTo") {
      const { spec, selection, select } = design();
      select(
        how === "beside" ? toggled(selection, ref) : how === "upTo" ? ranged(spec, selection, ref) : { field: ref },
      );
    },
    /** Chooses the field before or behind and goes there. */
    step(step: -1 | 1, how: "alone" | "upTo") {
      const { spec, selection, select } = design();
      const to = neighbour(spec, fieldIn(selection), step);
      if (to !== null) {
        select(how === "upTo" ? ranged(spec, selection, to) : { field: to });
        toField(to);
      }
    },
    addKind,
    addPart: putPart,
    /** Adds what each line names. Where something is left to say of the last, the cursor goes there. */
    addLines(lines: string[]) {
      // Each line goes on from the form as the one before left it.
      let here: Pick<Design, "spec" | "forms" | "selection"> = design();
      for (const line of lines) {
        const read = addLine(here, line);
        if (read) {
          put(read.added, read.name);
          here = { ...here, ...read.added };
        }
      }
    },
    drop(what: Dragged, slot: string) {
      const { spec, forms, change, select } = design();
      const place = placeOf(slot);
      if (what.take === "kind") {
        const subform = place.into === "subform" ? place.subform : null;
        const field = newField(spec, what.kind, subform, linkable(forms));
        change(insertField(spec, place, field));
        select({ field: subform ? `${subform}/${field.key}` : field.key });
        wantFocus("name");
      } else if (what.take === "field") {
        change(moveField(spec, what.field, place));
        select({ field: what.field });
      } else if (place.into === "items" && what.take === "part") {
        const made = newPart(what.part, (word, n) => inBoth(`new.${word}`, { n }));
        change(insertItem(spec, place.list, place.index, made));
        select({ item: itemPath(place.list, place.index) });
        wantFocus("name");
      } else if (place.into === "items" && what.take === "item") {
        change(moveItem(spec, what.item, place.index));
        select(null);
      }
    },
    /** One step up or down: the field, and with it all that are chosen. */
    move(ref: FieldRef, step: -1 | 1) {
      const { spec, selection } = design();
      const all = fieldsIn(selection);
      moved(nudgeFields(spec, all.includes(ref) ? all : [ref], step), ref);
    },
    shift(ref: FieldRef, step: -1 | 1) {
      moved(shiftField(design().spec, ref, step), ref);
    },
    movePart(path: ItemPath, step: -1 | 1) {
      const { spec, change, select } = design();
      const { list, index } = splitItem(path);
      const next = moveItem(spec, path, step === 1 ? index + 2 : index - 1);
      if (next !== spec) {
        change(next);
        select({ item: itemPath(list, index + step) });
      }
    },
    removePart(path: ItemPath) {
      const { spec, change, select } = design();
      change(removeItem(spec, path));
      select(null);
    },
    duplicate(refs: FieldRef[]) {
      const { spec, change, select } = design();
      const copies = duplicateFields(spec, refs);
      change(copies.spec);
      select(copies.selection);
      say("copied", { count: refs.length });
      const first = fieldIn(copies.selection);
      if (first) {
        toField(first);
      }
    },
    async remove(refs: FieldRef[]) {
      const names = refs.map(nameOf).join("、");
      if (refs.length === 0 || !(await around.mayRemove(refs))) {
        return;
      }
      const { spec, published, change, select } = design();
      const next = neighbourLeft(spec, refs);
      change(removeFields(spec, refs, (ref) => published.has(ref)));
      select(next === null ? null : { field: next });
      around.removed(refs, names);
      if (next !== null) {
        toField(next);
      }
    },
    copyText: (refs: FieldRef[]): string => copyText(design().spec, refs),
    /** Puts in the fields that a text holds; whether it holds any. */
    paste(text: string): boolean {
      const fields = copiedFields(text);
      if (!fields) {
        return false;
      }
      const { spec, selection, change, select } = design();
      const pasted = pasteFields(spec, fields, selection);
      const [last, ...others] = pasted.refs.toReversed();
      if (last !== undefined) {
        change(pasted.spec);
        select({ field: last, others: others.toReversed() });
        say("pasted", { count: pasted.refs.length });
        toField(last);
      }
      return true;
    },
    openPalette: around.openPalette,
    toPane,
  };
}

/** What is chosen once these are gone: what stands behind the last, else before the first. */
function neighbourLeft(spec: Design["spec"], refs: FieldRef[]): FieldRef | null {
  const left = (step: -1 | 1) => {
    for (let at = refs.at(step === 1 ? -1 : 0) ?? null; at !== null; ) {
      at = neighbour(spec, at, step);
      const gone = at === null || refs.some((ref) => at === ref || at?.startsWith(`${ref}/`));
      if (!gone) {
        return at;
      }
    }
    return null;
  };
  const found = left(1) ?? left(-1);
  return found !== null && fieldAt(spec, found) ? found : null;
}
