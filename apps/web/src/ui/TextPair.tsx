import { Input } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { I18nText } from "@/api/types";
import { currentLocale } from "@/i18n";
import { useNameFocus } from "./focusName";

interface Props {
  id: string;
  label: string;
  value: I18nText | null | undefined;
  onChange: (text: I18nText) => void;
  status?: "error";
  multiline?: boolean;
  /** It is the name of what is chosen in a designer. */
  names?: boolean;
  /** Enter was pressed in it. */
  onEnter?: () => void;
  onLeave?: () => void;
}

/** A text that people read, in both languages; that of the interface comes first. */
export function TextPair(props: Props) {
  const { id, label, value, onChange, status, multiline = false, names = false, onEnter, onLeave } = props;
  const { t } = useTranslation();
  const order = currentLocale() === "en" ? (["en", "zh-CN"] as const) : (["zh-CN", "en"] as const);
  const pair = useRef<HTMLDivElement>(null);
  useNameFocus(pair, names);
  const Field = multiline ? Input.TextArea : Input;
  return (
    <div
      ref={pair}
      data-goal={names ? "label" : undefined}
      style={{ display: "flex", flexDirection: "column", gap: 4 }}
    >
      {order.map((locale, at) => (
        <Field
          key={locale}
          id={at === 0 ? id : undefined}
          aria-label={at === 0 ? undefined : `${label} (${t(`language.${locale}`)})`}
          lang={locale}
          value={value?.[locale] ?? ""}
          placeholder={t(`language.${locale}`)}
          status={at === 0 ? status : undefined}
          onChange={(event) => onChange({ "zh-CN": "", ...value, [locale]: event.target.value })}
          onBlur={onLeave}
          onKeyDown={(event) => {
            if (onEnter && event.key === "Enter" && !event.nativeEvent.isComposing && !event.ctrlKey) {
              event.preventDefault();
              onEnter();
            }
          }}
        />
      ))}
    </div>
  );
}
