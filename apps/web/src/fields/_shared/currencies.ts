/** The currencies that amounts can have: places and sign, as the server writes them. */
const currencies: Record<string, readonly [scale: number, sign: string]> = {
  CNY: [2, "¥"],
  USD: [2, "US$"],
  HKD: [2, "HK$"],
  EUR: [2, "€"],
  GBP: [2, "£"],
  JPY: [0, "JP¥"],
  KRW: [0, "₩"],
  TWD: [2, "NT$"],
  MOP: [2, "MOP$"],
  SGD: [2, "S$"],
  AUD: [2, "A$"],
  NZD: [2, "NZ$"],
  CAD: [2, "C$"],
  CHF: [2, "CHF "],
  SEK: [2, "SEK "],
  NOK: [2, "NOK "],
  DKK: [2, "DKK "],
  PLN: [2, "PLN "],
  CZK: [2, "CZK "],
  HUF: [2, "HUF "],
  RUB: [2, "₽"],
  TRY: [2, "₺"],
  ILS: [2, "₪"],
  INR: [2, "₹"],
  IDR: [2, "Rp"],
  MYR: [2, "RM"],
  THB: [2, "฿"],
  PHP: [2, "₱"],
  VND: [0, "₫"],
  AED: [2, "AED "],
  SAR: [2, "SAR "],
  KWD: [3, "KWD "],
  BHD: [3, "BHD "],
  OMR: [3, "OMR "],
  JOD: [3, "JOD "],
  TND: [3, "TND "],
  ZAR: [2, "R"],
  BRL: [2, "R$"],
  MXN: [2, "MX$"],
  CLP: [0, "CLP "],
  ISK: [0, "ISK "],
};

export function currencySign(code: string | null | undefined): string {
  return code ? (currencies[code]?.[1] ?? `${code} `) : "";
}

/** The places of a currency; `null` where it is not known. */
export function currencyScale(code: string | null | undefined): number | null {
  return currencies[code ?? ""]?.[0] ?? null;
}
