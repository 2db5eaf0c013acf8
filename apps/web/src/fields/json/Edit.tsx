import { Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/api/types";
import type { EditProps } from "../contract";

const written = (value: Json) => (value === null ? "" : JSON.stringify(value, null, 2));

/** JSON as text; the value changes whenever the text is JSON. */
export function Edit({ id, value, onChange, onBlur, disabled, describedBy }: EditProps<unknown>) {
  const { t } = useTranslation("fields");
  const [text, setText] = useState(written(value));
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setText((shown) =>
      parse(shown) !== undefined && JSON.stringify(parse(shown)) === JSON.stringify(value) ? shown : written(value),
    );
  }, [value]);
  const type = (next: string) => {
    setText(next);
    const parsed = parse(next);
    setWrong(parsed === undefined);
    if (parsed !== undefined) {
      onChange(parsed);
    }
  };
  return (
    <>
      <Input.TextArea
        id={id}
        style={{ fontFamily: "ui-monospace, monospace" }}
        autoSize={{ minRows: 3, maxRows: 16 }}
        spellCheck={false}
        value={text}
        status={wrong ? "error" : undefined}
        disabled={disabled}
        aria-describedby={describedBy}
        onChange={(event) => type(event.target.value)}
        onBlur={onBlur}
      />
      {wrong ? <div style={{ color: "var(--m-danger)" }}>{t("json.wrong")}</div> : null}
    </>
  );
}

/** The JSON of a text; `null` of an empty one, `undefined` where it is none. */
function parse(text: string): Json | undefined {
  if (text.trim() === "") {
    return null;
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
