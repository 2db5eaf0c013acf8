import { Link } from "@tanstack/react-router";
import { PersonBadge } from "@/ui/PersonBadge";
import type { ViewProps } from "../../contract";
import { refsOf } from "../edit/RefInput";
import styles from "./view.module.css";

/** People with their badges. */
export function PeopleView({ value }: ViewProps<unknown>) {
  return (
    <span className={styles.list} style={{ columnGap: 12 }}>
      {refsOf(value).map((person) => (
        <span key={person.id} className={styles.person}>
          <PersonBadge name={person.title} size={22} />
          {person.title}
        </span>
      ))}
    </span>
  );
}

export function PeopleCell({ value, text }: ViewProps<unknown>) {
  return (
    <span className={styles.oneLine} title={text} style={{ columnGap: 8 }}>
      {refsOf(value).map((person) => (
        <span key={person.id} className={styles.person}>
          <PersonBadge name={person.title} size={20} />
          {person.title}
        </span>
      ))}
    </span>
  );
}

/** Linked records, each a way to its page. */
export function LinksView({ value, settings, place }: ViewProps<{ form: string }>) {
  return (
    <span className={styles.list} style={{ columnGap: 12 }}>
      {refsOf(value).map((record) => (
        <Link
          key={record.id}
          to="/apps/$app/forms/$form/records/$id"
          params={{ app: place.app, form: settings.form, id: record.id }}
        >
          {record.title}
        </Link>
      ))}
    </span>
  );
}
