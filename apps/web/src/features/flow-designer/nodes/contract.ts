import type { ComponentType } from "react";
import type { BranchSpec, NodeSpec } from "@/core/flow-model/spec";
import type { Words } from "../useWords";

/** What the properties of a node get. */
export interface NodeProps {
  node: NodeSpec;
  /** Changes settings; `about` says which, so that typing is one step back. */
  onChange: (about: string, settings: { [setting: string]: unknown }) => void;
}

/** What the properties of a branch get. */
export interface BranchProps {
  node: NodeSpec;
  branch: BranchSpec;
  onChange: (about: string, edit: Partial<BranchSpec>) => void;
}

/** What the designer knows of a kind of node. */
export interface NodeKindUi {
  icon: ComponentType;
  /** What can be set below the name; absent where there is nothing to set. */
  Settings?: ComponentType<NodeProps>;
  /** What it does, in a line on its card. */
  summary?: (node: NodeSpec, words: Words) => string;
  /** What can be set for one of its branches, below the name. */
  Branch?: ComponentType<BranchProps>;
  /** When a branch is taken, in a line on its head. */
  when?: (node: NodeSpec, branch: BranchSpec, words: Words) => string;
}
