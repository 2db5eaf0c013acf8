import { Modal, message } from "antd";
import { useEffect } from "react";
import { provideFeedback } from "./feedback";

/** Where passing messages and questions appear, in the theme and language of the page. */
export function FeedbackHolder() {
  const [messages, messageHolder] = message.useMessage();
  const [modal, modalHolder] = Modal.useModal();
  useEffect(() => provideFeedback({ message: messages, modal }), [messages, modal]);
  return (
    <>
      {messageHolder}
      {modalHolder}
    </>
  );
}
