import { Checkbox, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldAccess, TaskSettings } from "@/core/flow-model/spec";
import { isGiven } from "@/core/form-model/writable";
import { useLocalised } from "@/ui/localised";
import { useFlow } from "./context";
import styles from "./Flow.module.css";

interface Props {
  task: TaskSettings;
  onChange: (settings: Partial<TaskSettings>) => void;
}

const accesses = ["write", "read", "hide"] as const satisfies FieldAccess[];

/** What may be done with each field at a node: changed, read or not seen; and what must be filled in. */
export function FieldMatrix({ task, onChange }: Props) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { fields } = useFlow();
  const rights = task.fields ?? {};
  const must = task.must ?? [];
  const set = (key: string, access: FieldAccess) => {
    const { [key]: _, ...rest } = rights;
    onChange({
      fields: access === "read" ? rest : { ...rest, [key]: access },
      must: access === "write" ? must : must.filter((other) => other !== key),
    });
  };
  return (
    <>
      <p className={styles.hint}>{t("matrix.hint")}</p>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">{t("matrix.field")}</th>
            {accesses.map((access) => (
              <th key={access} scope="col">
                {t(`matrix.${access}`)}
              </th>
            ))}
            <th scope="col">{t("matrix.must")}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => {
            const access = rights[field.key] ?? "read";
            const label = localised(field.label) || field.key;
            return (
              <tr key={field.key}>
                <td>{label}</td>
                {accesses.map((one) => (
                  <td key={one}>
                    <Radio
                      checked={access === one}
                      disabled={one === "write" && isGiven(field)}
                      aria-label={`${label}: ${t(`matrix.${one}`)}`}
                      name={field.key}
                      onChange={() => set(field.key, one)}
                    />
                  </td>
                ))}
                <td>
                  <Checkbox
                    checked={must.includes(field.key)}
                    disabled={access !== "write"}
                    aria-label={`${label}: ${t("matrix.must")}`}
                    onChange={(event) =>
                      onChange({
                        must: event.target.checked ? [...must, field.key] : must.filter((key) => key !== field.key),
                      })
                    }
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
