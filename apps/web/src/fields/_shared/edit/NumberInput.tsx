import { InputNumber } from "antd";
import type { EditProps } from "../../contract";
import { currencyScale, currencySign } from "../currencies";
import { grouped, padded, trimmed, typedNumber } from "../text";

interface Settings {
  scale?: number;
  unit?: string | null;
  plain?: boolean;
  currency?: string | null;
  currency_field?: string | null;
}

interface Look {
  before?: string;
  after?: string;
  places?: number;
  /** Without separators between thousands. */
  plain?: boolean;
}

/** A number as it stands while nobody types: with separators, and with the places that its currency has. */
function shown(text: string, { places, plain }: Look): string {
  if (text === "") {
    return "";
  }
  const written = places === undefined ? trimmed(text) : padded(text, places);
  return plain ? written : grouped(written);
}

/** An input of an exact number: the value stays text and is never rounded by the browser. */
function ExactInput({ look, whole, ...props }: EditProps<unknown> & { look: Look; whole: boolean }) {
  const { id, value, onChange, onBlur, disabled, status, describedBy } = props;
  return (
    <InputNumber<string>
      id={id}
      stringMode
      controls={false}
      keyboard={false}
      changeOnWheel={false}
      style={{ width: "100%" }}
      inputMode={whole ? "numeric" : "decimal"}
      prefix={look.before}
      suffix={look.after}
      precision={look.places}
      value={value === null ? null : String(value)}
      formatter={(text, info) => (info.userTyping ? info.input : shown(text ?? "", look))}
      parser={(text) => typedNumber(text ?? "") ?? ""}
      disabled={disabled}
      status={status}
      aria-describedby={describedBy}
      onChange={(text) => onChange(text === null || text === "" ? null : whole ? Number(text) : text)}
      onBlur={onBlur}
    />
  );
}

export function WholeInput(props: EditProps<Settings>) {
  return (
    <ExactInput
      {...props}
      whole
      look={{ after: props.settings.unit ?? undefined, places: 0, plain: props.settings.plain }}
    />
  );
}

export function DecimalInput(props: EditProps<Settings>) {
  return <ExactInput {...props} whole={false} look={{ after: props.settings.unit ?? undefined }} />;
}

export function PercentInput(props: EditProps<Settings>) {
  return <ExactInput {...props} whole={false} look={{ after: "%" }} />;
}

export function MoneyInput(props: EditProps<Settings>) {
  const { currency, currency_field } = props.settings;
  const code = currency ?? (currency_field ? null : "CNY");
  const look = { before: currencySign(code).trim() || undefined, places: currencyScale(code) ?? undefined };
  return <ExactInput {...props} whole={false} look={look} />;
}
