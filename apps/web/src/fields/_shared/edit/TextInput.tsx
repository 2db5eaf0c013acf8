import { Input } from "antd";
import type { EditProps } from "../../contract";

type Mode = "text" | "tel" | "email" | "url";

/** An input of one line; the mode chooses the keyboard of a phone. */
function input(inputMode: Mode, autoComplete?: string) {
  return function TextInput(props: EditProps<unknown>) {
    const { id, value, onChange, onBlur, disabled, status, describedBy } = props;
    return (
      <Input
        id={id}
        value={typeof value === "string" ? value : ""}
        maxLength={(props.settings as { max_length?: number | null }).max_length ?? undefined}
        inputMode={inputMode}
        autoComplete={autoComplete ?? "off"}
        disabled={disabled}
        status={status}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
        onBlur={onBlur}
      />
    );
  };
}

export const TextInput = input("text");
export const PhoneInput = input("tel");
export const EmailInput = input("email");
export const UrlInput = input("url");
