/** The functions that the help of expressions explains, by topic; `expression.call.<name>` says what each gives. */
export const functionTopics = [
  {
    topic: "numbers",
    calls: ["round(number, places)", "safe_div(a, b)", "abs(number)", "floor(number)", "ceil(number)"],
  },
  { topic: "rows", calls: ["sum({…})", "count({…})", "avg({…})", "min({…})", "max({…})"] },
  { topic: "money", calls: ["rmb_upper(amount)", "thousands(amount)"] },
  {
    topic: "dates",
    calls: [
      "today()",
      "now()",
      "days(from, to)",
      "months(from, to)",
      "years(from, to)",
      "add_days(date, days)",
      "add_months(date, months)",
      "workdays(from, to)",
      "add_workdays(date, days)",
      "year(date)",
      "month(date)",
    ],
  },
  {
    topic: "text",
    calls: ["concat(a, b)", "len(text)", "upper(text)", "contains(text, part)", "format_date(date, pattern)"],
  },
  { topic: "logic", calls: ["coalesce(a, b)", "is_blank(value)", "me()"] },
] as const;

/** All of them, as they are called. */
export const calls: string[] = functionTopics.flatMap((topic) => [...topic.calls]);

export const functionName = (call: string): string => call.slice(0, call.indexOf("("));
