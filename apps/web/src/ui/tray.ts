import { create } from "zustand";

/** Whether the tray of background work is open; whoever starts such work opens it. */
export const useTray = create<{ open: boolean; setOpen: (open: boolean) => void }>((set) => ({
  open: false,
  setOpen: (open) => set({ open }),
}));
