import { useTranslation } from "react-i18next";
import type { Nameable } from "@/core/form-model/design/expression";
import styles from "./ExpressionEditor.module.css";
import { functionName, functionTopics } from "./functions";

interface Props {
  names: Nameable[];
  onInsert: (text: string) => void;
}

/** What an expression may be made of: the fields of the form, and functions; a click puts one in. */
export function FunctionHelp({ names, onInsert }: Props) {
  const { t } = useTranslation("designer");
  return (
    <div className={styles.help}>
      <p>{t("expression.text")}</p>
      <h4>{t("expression.fields")}</h4>
      <div className={styles.chips}>
        {names
          .filter(({ label }) => label !== "")
          .map(({ key, label }) => (
            <button key={key} type="button" onClick={() => onInsert(`{${label}}`)}>
              {label}
            </button>
          ))}
      </div>
      {functionTopics.map(({ topic, calls }) => (
        <section key={topic}>
          <h4>{t(`expression.topic.${topic}`)}</h4>
          <dl>
            {calls.map((call) => (
              <div key={call}>
                <dt>
                  <button type="button" onClick={() => onInsert(call.endsWith("()") ? call : `${functionName(call)}(`)}>
                    {call}
                  </button>
                </dt>
                <dd>{t(`expression.call.${functionName(call)}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
