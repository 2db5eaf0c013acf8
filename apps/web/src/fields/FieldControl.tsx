import { memo, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Issue } from "@/api/errors";
import type { FieldSpec } from "@/core/form-model/spec";
import { isGiven } from "@/core/form-model/writable";
import { isBlank, valueAt } from "@/core/form-runtime/path";
import { shownIssues } from "@/core/form-runtime/store";
import { useIssueText } from "@/ui/issues";
import { useLocalised } from "@/ui/localised";
import { isMap } from "./_shared/text";
import styles from "./FieldControl.module.css";
import { FieldView } from "./FieldValue";
import { kindUi } from "./index";
import { useFormScope, useFormState } from "./scope";
import { settingsIn } from "./texts";

interface Props {
  field: FieldSpec;
  path: string;
  /** What the person may do with it; absent: as the state of the form says. */
  rights?: "mask" | "view" | "edit";
  /** Without label and help, in a cell of a table. */
  bare?: boolean;
}

/** One field of a form: its label, its input or value, its help and its problems. It draws anew only when it changes. */
export const FieldControl = memo(function FieldControl({ field, path, rights, bare = false }: Props) {
  const id = useId();
  const localised = useLocalised();
  const { place, store } = useFormScope();
  const value = useFormState((state) => valueAt(state.values, path));
  const fieldState = useFormState((state) => state.states[path]);
  const issues = useFormState((state) => shownIssues(state, path));
  const currency = useFormState((state) => currencyBeside(field, path, state.values));
  const ui = kindUi(field.type.kind);
  if (fieldState?.visible === false) {
    return null;
  }
  const settings = settingsIn(field, currency === undefined ? undefined : currency);
  const masked = isMap(value) && "masked" in value;
  const computed = isGiven(field);
  const writable = (rights ?? "edit") === "edit" && !field.read_only && !fieldState?.read_only && !computed && !masked;
  const required = writable && (fieldState?.required ?? field.required ?? false);
  const label = localised(field.label);
  const worst = issues.some((issue) => issue.severity === "error")
    ? "error"
    : issues.length > 0
      ? "warning"
      : undefined;
  const Edit = ui.Edit;
  const { set, touch } = store.getState();
  const input =
    writable || (ui.valueless && ui.computed) ? (
      <Edit
        id={id}
        path={path}
        value={value}
        settings={settings}
        onChange={(next) => set(path, next)}
        onBlur={() => touch(path)}
        disabled={false}
        status={worst}
        label={label}
        describedBy={describedBy(id, !bare && Boolean(field.help), issues)}
        options={fieldState?.options}
        place={place}
      />
    ) : (
      <ShownValue field={field} path={path} blankIsComputed={computed && isBlank(value)} />
    );
  if (bare) {
    return (
      <div className={styles.bare}>
        {field.type.kind === "subform" ? null : (
          <label className="visually-hidden" htmlFor={id}>
            {label}
          </label>
        )}
        {input}
        <Problems id={id} issues={issues} />
      </div>
    );
  }
  return (
    <div className={styles.field} data-field={path}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {required ? <span className={styles.required}>*</span> : null}
      </label>
      {input}
      {field.help ? (
        <div id={`${id}-help`} className={styles.help}>
          {localised(field.help)}
        </div>
      ) : null}
      <Problems id={id} issues={issues} />
    </div>
  );
});

function currencyBeside(field: FieldSpec, path: string, values: Parameters<typeof valueAt>[0]) {
  const { settings } = field.type;
  if (!("currency_field" in settings) || !settings.currency_field) {
    return undefined;
  }
  const beside = [...path.split("/").slice(0, -1), String(settings.currency_field)].join("/");
  const currency = valueAt(values, beside);
  return typeof currency === "string" ? currencies.of(String(settings.currency_field), currency) : undefined;
}

/** The same object for the same currency, so that nobody is drawn anew for nothing. */
const currencies = {
  known: new Map<string, { [key: string]: string }>(),
  of(field: string, currency: string) {
    const key = `${field} ${currency}`;
    const values = this.known.get(key) ?? { [field]: currency };
    this.known.set(key, values);
    return values;
  },
};

function describedBy(id: string, help: boolean, issues: Issue[]): string | undefined {
  return [help ? `${id}-help` : "", issues.length > 0 ? `${id}-issues` : ""].filter(Boolean).join(" ") || undefined;
}

function ShownValue({ field, path, blankIsComputed }: { field: FieldSpec; path: string; blankIsComputed: boolean }) {
  const { t } = useTranslation("fields");
  const { place } = useFormScope();
  const value = useFormState((state) => valueAt(state.values, path));
  const values = useFormState((state) => state.values);
  return (
    <div className={styles.shown}>
      {blankIsComputed ? (
        <span className={styles.help}>{t("computed")}</span>
      ) : (
        <FieldView field={field} value={value} values={values} place={place} />
      )}
    </div>
  );
}

function Problems({ id, issues }: { id: string; issues: Issue[] }) {
  const text = useIssueText();
  if (issues.length === 0) {
    return null;
  }
  return (
    <div id={`${id}-issues`} role="alert">
      {issues.map((issue) => (
        <div key={issue.code} className={issue.severity === "error" ? styles.error : styles.warning}>
          {text(issue)}
        </div>
      ))}
    </div>
  );
}
