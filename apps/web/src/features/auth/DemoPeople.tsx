import { LoadingOutlined, RightOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { DemoPerson } from "@/api/types";
import { useLocalised } from "@/ui/localised";
import { PersonBadge } from "@/ui/PersonBadge";
import styles from "./DemoPeople.module.css";

interface Props {
  people: DemoPerson[];
  busy?: string;
  onPick: (username: string) => void;
}

/** The people of the demo, each one click away. */
export function DemoPeople({ people, busy, onPick }: Props) {
  const { t } = useTranslation("auth");
  const localised = useLocalised();
  return (
    <section className={styles.people} aria-labelledby="demo-people">
      <h2 id="demo-people">{t("demo.title")}</h2>
      <p>{t("demo.text")}</p>
      <ul>
        {people.map((person) => (
          <li key={person.username}>
            <button type="button" disabled={busy !== undefined} onClick={() => onPick(person.username)}>
              <PersonBadge name={localised(person.name)} size={36} />
              <span className={styles.who}>
                <span className={styles.name}>
                  <strong>{localised(person.name)}</strong>
                  <span>{localised(person.role)}</span>
                </span>
                <span className={styles.hint}>{localised(person.hint)}</span>
              </span>
              {busy === person.username ? (
                <LoadingOutlined aria-hidden />
              ) : (
                <RightOutlined aria-hidden className={styles.arrow} />
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
