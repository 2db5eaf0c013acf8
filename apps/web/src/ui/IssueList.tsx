import type { Issue } from "@/api/errors";
import styles from "./IssueList.module.css";
import { useIssueText } from "./issues";

/** What the server finds wrong with one part of what is designed; nothing where all is well. */
export function IssueList({ issues }: { issues: Issue[] }) {
  const text = useIssueText();
  return issues.length > 0 ? (
    <ul className={styles.issues}>
      {issues.map((issue) => (
        <li key={`${issue.pointer} ${issue.code}`}>{text(issue)}</li>
      ))}
    </ul>
  ) : null;
}
