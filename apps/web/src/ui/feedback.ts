import type { ModalFuncProps } from "antd";
import type { MessageInstance } from "antd/es/message/interface";
import type { HookAPI } from "antd/es/modal/useModal";
import type { ReactNode } from "react";

/** What passing messages and questions are shown with; it arrives after the first page is drawn. */
export interface FeedbackApi {
  message: MessageInstance;
  modal: HookAPI;
}

let shown: FeedbackApi | null = null;
const waiting: ((api: FeedbackApi) => void)[] = [];

/** Called by the part of the page that shows them whenever it is put there; the answer takes it back. */
export function provideFeedback(api: FeedbackApi): () => void {
  shown = api;
  for (const go of waiting.splice(0)) {
    go(api);
  }
  return () => {
    shown = shown === api ? null : shown;
  };
}

/** The part of the page that shows them now, or the next one that is put there. */
const ready = (): Promise<FeedbackApi> =>
  shown ? Promise.resolve(shown) : new Promise((resolve) => waiting.push(resolve));

/** Tells something in passing. */
export const tell = {
  success: (text: ReactNode, seconds?: number) => void ready().then(({ message }) => message.success(text, seconds)),
  warning: (text: ReactNode) => void ready().then(({ message }) => message.warning(text)),
  error: (text: ReactNode) => void ready().then(({ message }) => message.error(text)),
  /** Takes back what is being told. */
  clear: () => void ready().then(({ message }) => message.destroy()),
};

/** Asks a question; resolves to whether it was confirmed. */
export async function ask(question: ModalFuncProps): Promise<boolean> {
  const { modal } = await ready();
  return await modal.confirm(question);
}

/** Tells something that must be read before going on. */
export async function warn(notice: ModalFuncProps): Promise<void> {
  const { modal } = await ready();
  await modal.warning(notice);
}
