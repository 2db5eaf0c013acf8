/** What a document was, is, and was before its last changes were taken back. */
export interface History<T> {
  past: T[];
  present: T;
  future: T[];
  /** What the last change was about and when: typing on in the same place is one step. */
  last: { about: string; at: number } | null;
}

const limit = 200;
const oneStepMs = 1_500;

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], last: null };
}

/** The history with a change; changes about the same thing shortly after each other are one step. */
export function change<T>(history: History<T>, next: T, about: string, at: number): History<T> {
  if (next === history.present) {
    return history;
  }
  const { last } = history;
  const goesOn = about !== "" && last?.about === about && at - last.at < oneStepMs;
  const past = goesOn ? history.past : [...history.past, history.present].slice(-limit);
  return { past, present: next, future: [], last: { about, at } };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  return before === undefined
    ? history
    : { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], last: null };
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future;
  return after === undefined
    ? history
    : { past: [...history.past, history.present], present: after, future, last: null };
}
