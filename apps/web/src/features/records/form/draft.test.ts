import { beforeEach, expect, test } from "vitest";
import { draftKey, readDraft, sweepDrafts, writeDraft } from "./draft";

class MemoryStorage implements Storage {
  #map = new Map<string, string>();
  limit = Number.POSITIVE_INFINITY;
  get length() {
    return this.#map.size;
  }
  key(at: number) {
    return [...this.#map.keys()][at] ?? null;
  }
  getItem(key: string) {
    return this.#map.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (value.length > this.limit) {
      throw new DOMException("full", "QuotaExceededError");
    }
    this.#map.set(key, value);
  }
  removeItem(key: string) {
    this.#map.delete(key);
  }
  clear() {
    this.#map.clear();
  }
}

const day = 86_400_000;
let storage: MemoryStorage;
beforeEach(() => {
  storage = new MemoryStorage();
});

test("a draft comes back, for the same person and record only", () => {
  const key = draftKey("u1", "crm", "contract", undefined);
  writeDraft(storage, key, { name: "长河" }, 0);
  expect(readDraft(storage, key, day)).toEqual({ name: "长河" });
  expect(readDraft(storage, draftKey("u2", "crm", "contract", undefined), day)).toBeNull();
  expect(readDraft(storage, draftKey("u1", "crm", "contract", "r1"), day)).toBeNull();
});

test("old and broken drafts are forgotten, other things on the device are not", () => {
  writeDraft(storage, draftKey("u1", "crm", "a", undefined), { x: 1 }, 0);
  writeDraft(storage, draftKey("u1", "crm", "b", undefined), { x: 1 }, 20 * day);
  storage.setItem(draftKey("u1", "crm", "c", undefined), "{");
  storage.setItem("other", "{");
  sweepDrafts(storage, 20 * day);
  expect(storage.length).toBe(2);
  expect(storage.getItem("other")).toBe("{");
});

test("a device without room loses the draft, not the form", () => {
  storage.limit = 10;
  const key = draftKey("u1", "crm", "a", undefined);
  writeDraft(storage, key, { long: "x".repeat(100) }, 0);
  expect(readDraft(storage, key, 0)).toBeNull();
});
