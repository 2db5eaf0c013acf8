/** What a spreadsheet would take for a formula; a number with a sign is none. */
const formula = /^[=+@-]/;
const figure = /^[+-]?[\d.,]+%?$/;

function cell(text: string): string {
  const safe = formula.test(text) && !figure.test(text) ? `'${text}` : text;
  return /["\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows of texts as a spreadsheet takes them from the clipboard. Nothing of them becomes a formula there. */
export const tsv = (rows: string[][]): string => rows.map((row) => row.map(cell).join("\t")).join("\r\n");
