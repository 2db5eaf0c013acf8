import type { Values } from "@/core/form-runtime/path";

/** What a person typed and has not saved yet, kept on this device. */
interface Draft {
  at: number;
  values: Values;
}

const prefix = "mortise.draft.";
const keptDays = 14;

export function draftKey(who: string, app: string, form: string, id: string | undefined): string {
  return `${prefix}${who}.${app}.${form}.${id ?? "new"}`;
}

export function readDraft(storage: Storage, key: string, now: number): Values | null {
  const text = storage.getItem(key);
  if (!text) {
    return null;
  }
  try {
    const draft = JSON.parse(text) as Partial<Draft>;
    const fresh = typeof draft.at === "number" && now - draft.at < keptDays * 86_400_000;
    return fresh && typeof draft.values === "object" && draft.values !== null ? draft.values : null;
  } catch {
    return null;
  }
}

/** Keeps what was typed; where the device has no room for it, the form goes on without. */
export function writeDraft(storage: Storage, key: string, values: Values, now: number): void {
  try {
    storage.setItem(key, JSON.stringify({ at: now, values } satisfies Draft));
  } catch {
    storage.removeItem(key);
  }
}

/** Forgets the drafts that are too old, of whatever form. */
export function sweepDrafts(storage: Storage, now: number): void {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at)).filter((key) =>
    key?.startsWith(prefix),
  );
  for (const key of keys) {
    if (key && readDraft(storage, key, now) === null) {
      storage.removeItem(key);
    }
  }
}
