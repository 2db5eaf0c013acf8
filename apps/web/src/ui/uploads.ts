import { create } from "zustand";

/** How many files are on their way; whoever saves waits for them. */
export const useUploadCount = create<{ count: number; add: (more: 1 | -1) => void }>((set) => ({
  count: 0,
  add: (more) => set(({ count }) => ({ count: count + more })),
}));
