import type { NumberFormat } from "./spec";

/** A decimal as digits without a point, and how many of them stand behind it. Exact, whatever its size. */
interface Exact {
  digits: bigint;
  places: number;
}

function parse(text: string): Exact | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) {
    return null;
  }
  const [, sign = "", whole = "", part = ""] = match;
  const digits = BigInt(whole + part);
  return { digits: sign ? -digits : digits, places: part.length };
}

/** Half away from zero, as the server rounds. */
function round({ digits, places }: Exact, to: number): Exact {
  if (places <= to) {
    return { digits: digits * 10n ** BigInt(to - places), places: to };
  }
  const unit = 10n ** BigInt(places - to);
  const size = digits < 0n ? -digits : digits;
  const rounded = (size + unit / 2n) / unit;
  return { digits: digits < 0n ? -rounded : rounded, places: to };
}

function write({ digits, places }: Exact): string {
  const size = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const whole = size.slice(0, size.length - places).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const part = places > 0 ? `.${size.slice(-places)}` : "";
  return `${digits < 0n ? "-" : ""}${whole}${part}`;
}

const trim = (text: string) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** A number of a pivot as people read it; what is no number stays as it is. */
export function formatNumber(value: string | number, format: NumberFormat | undefined, locale: "zh-CN" | "en"): string {
  const exact = parse(typeof value === "number" ? String(value) : value);
  if (!exact) {
    return String(value);
  }
  switch (format) {
    case "integer":
      return write(round(exact, 0));
    case "money":
      return write(round(exact, 2));
    case "percent":
      return `${trim(write(round(exact, 2)))}%`;
    case "share":
      return `${trim(write(round({ digits: exact.digits, places: exact.places - 2 }, 2)))}%`;
    case "compact":
      return compact(exact, locale);
    case "days":
      return trim(write(round(exact, 1))) + (locale === "en" ? " d" : " 天");
    default:
      return trim(write(round(exact, Math.min(exact.places, 4))));
  }
}

/** In ten thousands or hundred millions in Chinese, in thousands or millions in English. */
function compact(exact: Exact, locale: "zh-CN" | "en"): string {
  const steps: [number, string][] =
    locale === "en"
      ? [
          [9, "B"],
          [6, "M"],
          [3, "K"],
        ]
      : [
          [8, " 亿"],
          [4, " 万"],
        ];
  const size = exact.digits < 0n ? -exact.digits : exact.digits;
  for (const [power, word] of steps) {
    if (size >= 10n ** BigInt(power + exact.places)) {
      return trim(write(round({ digits: exact.digits, places: exact.places + power }, 2))) + word;
    }
  }
  return trim(write(round(exact, Math.min(exact.places, 2))));
}
