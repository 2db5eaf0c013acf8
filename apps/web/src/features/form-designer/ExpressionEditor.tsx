import { QuestionCircleOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Issue } from "@/api/errors";
import {
  keptOf,
  type Nameable,
  offsetOf,
  partsOf,
  type Suggestion,
  shownOf,
  shownOffset,
  suggestions,
  wordBefore,
} from "@/core/form-model/design/expression";
import styles from "./ExpressionEditor.module.css";
import { FunctionHelp } from "./FunctionHelp";
import { calls } from "./functions";

interface Props {
  id: string;
  label: string;
  /** The expression as it is kept, with the keys of fields. */
  value: string;
  names: Nameable[];
  placeholder?: string;
  /** What the server finds wrong with it. */
  issues?: Issue[];
  onChange: (value: string) => void;
}

const most = 8;

/** An expression in which fields are called by their titles: they are marked, completed, and written with or without braces. */
export function ExpressionEditor({ id, label, value, names, placeholder, issues = [], onChange }: Props) {
  const { t } = useTranslation("designer");
  const listId = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  // While it is typed into, it stands as it was typed; what is kept follows it.
  const [typed, setTyped] = useState<{ text: string; kept: string } | null>(null);
  const [offered, setOffered] = useState<{ list: Suggestion[]; at: number }>({ list: [], at: 0 });
  const text = typed && typed.kept === value ? typed.text : shownOf(value, names);
  const parts = useMemo(() => partsOf(keptOf(text, names), names), [text, names]);
  const mistake = useMemo(() => mistakeIn(value, partsOf(value, names), issues), [value, names, issues]);
  const put = (next: string, caret: number) => {
    const kept = keptOf(next, names);
    setTyped({ text: next, kept });
    setOffered({ list: suggestions(next, caret, names, calls).slice(0, most), at: 0 });
    onChange(kept);
  };
  const insert = (what: string, from: number, to: number) => {
    put(text.slice(0, from) + what + text.slice(to), from + what.length);
    setOffered({ list: [], at: 0 });
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(from + what.length, from + what.length);
    });
  };
  const take = ({ insert: what }: Suggestion) => {
    const caret = input.current?.selectionStart ?? text.length;
    insert(what, wordBefore(text, caret).from, caret);
  };
  const insertAtCaret = (what: string) => {
    const caret = input.current?.selectionStart ?? text.length;
    insert(what, caret, input.current?.selectionEnd ?? caret);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    const { list, at } = offered;
    const chosen = list[at];
    if (chosen && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      take(chosen);
    } else if (chosen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : list.length - 1;
      setOffered({ list, at: (at + step) % list.length });
    } else if (chosen && event.key === "Escape") {
      event.preventDefault();
      setOffered({ list: [], at: 0 });
    } else if (event.key === "Backspace") {
      eraseName(event, text, put);
    }
  };
  const open = offered.list.length > 0;
  return (
    <div className={styles.editor}>
      <div className={styles.sheet} data-wrong={issues.length > 0 ? "" : undefined}>
        <div className={styles.drawn} aria-hidden="true">
          {marked(text, parts, mistake)}
        </div>
        <textarea
          ref={input}
          id={id}
          spellCheck={false}
          role="combobox"
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={open ? `${listId}-${offered.at}` : undefined}
          aria-invalid={issues.length > 0}
          value={text}
          placeholder={placeholder}
          onChange={(event) => put(event.target.value, event.target.selectionStart)}
          onKeyDown={press}
          onBlur={() => {
            setTyped(null);
            setOffered({ list: [], at: 0 });
          }}
        />
      </div>
      <div id={listId} role="listbox" aria-label={t("expression.offered", { name: label })} hidden={!open}>
        {offered.list.map((one, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text above it
          <div
            key={one.insert}
            id={`${listId}-${at}`}
            role="option"
            aria-selected={at === offered.at}
            tabIndex={-1}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(one)}
          >
            {one.call ?? one.name}
          </div>
        ))}
      </div>
      {mistake === null ? null : (
        <p className={styles.mistake}>{t("expression.at", { text: text.slice(mistake, mistake + 12) || "…" })}</p>
      )}
      <Popover
        trigger="click"
        placement="leftTop"
        content={<FunctionHelp names={names} onInsert={insertAtCaret} />}
        destroyOnHidden
      >
        <Button size="small" type="text" icon={<QuestionCircleOutlined aria-hidden />}>
          {t("expression.help")}
        </Button>
      </Popover>
    </div>
  );
}

/** Where in the shown text the server found the first mistake, if it says where. */
function mistakeIn(kept: string, parts: ReturnType<typeof partsOf>, issues: Issue[]): number | null {
  for (const { params } of issues) {
    const { line, column } = (params ?? {}) as { line?: unknown; column?: unknown };
    if (typeof line === "number" && typeof column === "number") {
      return shownOffset(parts, offsetOf(kept, line, column));
    }
  }
  return null;
}

/** A name in braces goes as a whole. */
function eraseName(
  event: KeyboardEvent<HTMLTextAreaElement>,
  text: string,
  put: (text: string, caret: number) => void,
): void {
  const at = event.currentTarget;
  const { selectionStart: caret, selectionEnd } = at;
  const name = caret === selectionEnd ? /\{[^{}]*\}$/.exec(text.slice(0, caret)) : null;
  if (name) {
    event.preventDefault();
    put(text.slice(0, name.index) + text.slice(caret), name.index);
    requestAnimationFrame(() => at.setSelectionRange(name.index, name.index));
  }
}

/** The text as it is typed, with the names of fields marked and what is wrong underlined. */
function marked(text: string, parts: ReturnType<typeof partsOf>, mistake: number | null) {
  const known = new Set(parts.filter((part) => part.names).map((part) => part.shown));
  let at = 0;
  // A character at the end holds the last line open.
  return [...text.split(/(\{[^{}]*\})/), "\u200b"].map((piece, n) => {
    const from = at;
    at += piece.length;
    const wrong = mistake !== null && mistake >= from && mistake < at;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no key but their place
      <span key={n} className={known.has(piece) ? styles.name : undefined} data-wrong={wrong ? "" : undefined}>
        {piece}
      </span>
    );
  });
}
