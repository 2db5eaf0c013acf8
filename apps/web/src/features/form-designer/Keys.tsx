import { useEffect, useRef } from "react";
import { fieldIn, fieldsIn } from "@/core/form-model/design/chosen";
import { useActs, useDesign } from "./context";
import { toField } from "./focus";

const typedInto = "input, textarea, [contenteditable]";
const above = "[role=dialog], .ant-popover, .ant-dropdown, .ant-select-dropdown";

/** The keys of the designer of forms, and its clipboard. */
export function Keys() {
  const design = useDesign();
  const acts = useActs();
  const latest = useRef(design);
  latest.current = design;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : document.body;
      if (event.defaultPrevented || event.isComposing || at.closest(above) || document.querySelector("[role=dialog]")) {
        return;
      }
      const { selection, select } = latest.current;
      const ref = fieldIn(selection);
      const typing = at.matches(typedInto);
      const done = pressed(event, typing, ref !== null || selection !== null);
      if (done === null || (done !== "unchoose" && done !== "quick" && ref === null)) {
        return;
      }
      if (done === "leave") {
        // An open list takes the key for itself.
        if (at.getAttribute("aria-expanded") !== "true" && ref !== null) {
          at.blur();
          toField(ref);
        }
        return;
      }
      event.preventDefault();
      const refs = fieldsIn(selection);
      switch (done) {
        case "edit":
          acts.toPane("label");
          return;
        case "quick":
          return acts.openPalette();
        case "unchoose":
          return select(null);
        case "remove":
          return void acts.remove(refs);
        case "duplicate":
          return acts.duplicate(refs);
      }
      if (ref !== null) {
        (done === "up" || done === "down" ? acts.move : acts.shift)(ref, done === "up" || done === "left" ? -1 : 1);
      }
    };
    const mine = (event: ClipboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : document.body;
      return !at.closest(`${typedInto}, ${above}`) && !document.querySelector("[role=dialog]");
    };
    const copy = (event: ClipboardEvent) => {
      const refs = fieldsIn(latest.current.selection);
      if (refs.length > 0 && mine(event) && String(document.getSelection() ?? "") === "") {
        event.clipboardData?.setData("text/plain", acts.copyText(refs));
        event.preventDefault();
        if (event.type === "cut") {
          void acts.remove(refs);
        }
      }
    };
    const paste = (event: ClipboardEvent) => {
      if (mine(event) && acts.paste(event.clipboardData?.getData("text/plain") ?? "")) {
        event.preventDefault();
      }
    };
    // A list that is open takes Enter for itself, with Ctrl too: this one comes before it.
    const first = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !document.querySelector("[role=dialog]")) {
        event.preventDefault();
        event.stopPropagation();
        acts.openPalette();
      }
    };
    window.addEventListener("keydown", first, true);
    window.addEventListener("keydown", press);
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("keydown", first, true);
      window.removeEventListener("keydown", press);
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("paste", paste);
    };
  }, [acts]);
  return null;
}

type Pressed =
  | "edit"
  | "quick"
  | "unchoose"
  | "leave"
  | "remove"
  | "duplicate"
  | "up"
  | "down"
  | "left"
  | "right"
  | null;

/** What a press of keys means; while typing, only what no text needs. */
function pressed(event: KeyboardEvent, typing: boolean, chosen: boolean): Pressed {
  const { key, altKey } = event;
  const control = event.ctrlKey || event.metaKey;
  if (key === "F2") {
    return "edit";
  }
  if (control && !altKey) {
    return key.toLowerCase() === "d" && chosen ? "duplicate" : null;
  }
  if (altKey && !control) {
    const arrows = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" } as const;
    const way = key in arrows ? arrows[key as keyof typeof arrows] : null;
    return typing && (way === "left" || way === "right") ? null : way;
  }
  if (typing) {
    return key === "Escape" ? "leave" : null;
  }
  return key === "/" ? "quick" : key === "Delete" ? "remove" : key === "Escape" ? "unchoose" : null;
}
