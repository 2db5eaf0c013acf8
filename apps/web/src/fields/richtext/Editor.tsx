import {
  BoldOutlined,
  ItalicOutlined,
  OrderedListOutlined,
  RedoOutlined,
  StrikethroughOutlined,
  UnderlineOutlined,
  UndoOutlined,
  UnorderedListOutlined,
} from "@ant-design/icons";
import { EditorContent, type Editor as Tiptap, useEditor, useEditorState } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { Button } from "antd";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { EditProps } from "../contract";
import styles from "./richtext.module.css";

export function Editor({ id, value, onChange, onBlur, disabled, label, describedBy }: EditProps<unknown>) {
  const html = typeof value === "string" ? value : "";
  const editor = useEditor({
    extensions: [StarterKit.configure({ link: { openOnClick: false, protocols: ["http", "https", "mailto"] } })],
    content: html,
    editable: !disabled,
    editorProps: {
      attributes: {
        id,
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        "aria-describedby": describedBy ?? "",
      },
    },
    onUpdate: (event) => onChange(event.editor.isEmpty ? null : event.editor.getHTML()),
    onBlur,
  });
  useEffect(() => {
    if (
      editor?.isInitialized &&
      !editor.isDestroyed &&
      !editor.isFocused &&
      html !== (editor.isEmpty ? "" : editor.getHTML())
    ) {
      editor.commands.setContent(html, { emitUpdate: false });
    }
  }, [editor, html]);
  return (
    <div className={styles.editor}>
      {editor && !disabled ? <Tools editor={editor} /> : null}
      <EditorContent editor={editor} className={styles.text} />
    </div>
  );
}

function Tools({ editor }: { editor: Tiptap }) {
  const { t } = useTranslation("fields");
  const on = useEditorState({
    editor,
    selector: (state) => ({
      bold: state.editor.isActive("bold"),
      italic: state.editor.isActive("italic"),
      underline: state.editor.isActive("underline"),
      strike: state.editor.isActive("strike"),
      heading: state.editor.isActive("heading", { level: 3 }),
      bullets: state.editor.isActive("bulletList"),
      numbers: state.editor.isActive("orderedList"),
    }),
  });
  const tool = (name: keyof typeof on | "undo" | "redo", icon: ReactNode, run: () => void) => (
    <Button
      type="text"
      size="small"
      icon={icon}
      aria-label={t(`richtext.${name}`)}
      title={t(`richtext.${name}`)}
      aria-pressed={name in on ? on[name as keyof typeof on] : undefined}
      className={name in on && on[name as keyof typeof on] ? styles.on : undefined}
      onClick={run}
    />
  );
  const chain = () => editor.chain().focus();
  return (
    <div className={styles.tools} role="toolbar" aria-label={t("richtext.tools")}>
      {tool("bold", <BoldOutlined aria-hidden />, () => chain().toggleBold().run())}
      {tool("italic", <ItalicOutlined aria-hidden />, () => chain().toggleItalic().run())}
      {tool("underline", <UnderlineOutlined aria-hidden />, () => chain().toggleUnderline().run())}
      {tool("strike", <StrikethroughOutlined aria-hidden />, () => chain().toggleStrike().run())}
      {tool("heading", <b>H</b>, () => chain().toggleHeading({ level: 3 }).run())}
      {tool("bullets", <UnorderedListOutlined aria-hidden />, () => chain().toggleBulletList().run())}
      {tool("numbers", <OrderedListOutlined aria-hidden />, () => chain().toggleOrderedList().run())}
      {tool("undo", <UndoOutlined aria-hidden />, () => chain().undo().run())}
      {tool("redo", <RedoOutlined aria-hidden />, () => chain().redo().run())}
    </div>
  );
}
