import type { ComponentType, LazyExoticComponent } from "react";
import type { ViewSpec } from "@/core/form-model/spec";
import type { Selection } from "../list/selection";
import type { List } from "../list/useList";

export type Settings = ViewSpec["show"]["settings"];

/** What draws a view. */
export interface ViewProps {
  list: List;
  selection: Selection;
}

/** What changes the settings of a view. */
export interface SettingsProps {
  list: List;
  settings: Settings;
  onChange: (part: Partial<Settings>) => void;
}

/** What the interface knows of a kind of view. */
export interface ViewKindUi {
  icon: ComponentType<{ "aria-hidden"?: boolean; className?: string }>;
  View: LazyExoticComponent<ComponentType<ViewProps>>;
  /** The page itself fetches the records, some at a time; other views ask for what they draw. */
  listed?: true;
  /** The order of the records can be chosen. */
  sorted?: true;
  /** Which fields are shown can be chosen beside the list. */
  columned?: true;
}
