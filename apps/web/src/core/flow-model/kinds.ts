import type { I18nText } from "@/api/types";
import type { BranchSpec, NodeKind } from "./spec";

/** A name in both languages, made from a word of the interface. */
export type NameOf = (word: string, n?: number) => I18nText;

/** How a flow may be changed around a node of a kind. */
interface KindFacts {
  /** What a new node of the kind says; absent where nobody can add one. */
  fresh?: (name: NameOf) => { [setting: string]: unknown };
  /** Nothing can follow it: it ends the flow, or the branch that it stands in. */
  ends?: true;
  /** How few branches it may have. */
  leastBranches?: number;
}

const branch = (key: string, name: I18nText): BranchSpec => ({ key, name, body: null });
const task = () => ({ assignees: [], mode: { all: {} } });

export const nodeKinds = {
  start: {},
  approver: { fresh: task },
  handler: { fresh: task },
  cc: { fresh: () => ({ to: [] }) },
  set_fields: { fresh: () => ({ set: {} }) },
  condition: {
    fresh: (name) => ({ cases: [branch("case_1", name("case", 1)), branch("otherwise", name("otherwise"))] }),
    leastBranches: 1,
  },
  parallel: {
    fresh: (name) => ({ branches: [branch("branch_1", name("branch", 1)), branch("branch_2", name("branch", 2))] }),
    leastBranches: 2,
  },
  inclusive: {
    fresh: (name) => ({
      branches: [
        branch("branch_1", name("branch", 1)),
        branch("branch_2", name("branch", 2)),
        { ...branch("otherwise", name("otherwise")), otherwise: true },
      ],
    }),
    leastBranches: 2,
  },
  route: { fresh: () => ({ to: "start" }) },
  auto_approve: { fresh: () => ({}) },
  auto_reject: { fresh: () => ({}), ends: true },
  end: { fresh: () => ({ result: "approved" }), ends: true },
} satisfies Record<NodeKind, KindFacts>;

/** Kinds that people add, in the order in which they are offered. */
export type Insertable = Exclude<NodeKind, "start">;

export const kindFacts = (kind: NodeKind): KindFacts => nodeKinds[kind];

/** Whether nothing can follow a node of the kind. */
export const ends = (kind: NodeKind): boolean => kindFacts(kind).ends === true;

/** All kinds that can be added somewhere. */
export const insertable = (Object.keys(nodeKinds) as NodeKind[]).filter(
  (kind): kind is Insertable => kindFacts(kind).fresh !== undefined,
);
