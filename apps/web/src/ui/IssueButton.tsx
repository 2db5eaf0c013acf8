import { CheckCircleOutlined, ExclamationCircleOutlined } from "@ant-design/icons";
import { Badge, Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Issue } from "@/api/errors";
import styles from "./IssueButton.module.css";
import { useIssueText } from "./issues";

interface Props {
  issues: Issue[];
  /** What an issue is about, for people. */
  place: (issue: Issue) => string;
  onJump: (issue: Issue) => void;
}

/** How many things keep a document from being published, and the way to each. */
export function IssueButton({ issues, place, onJump }: Props) {
  const { t } = useTranslation("design");
  const text = useIssueText();
  const [open, setOpen] = useState(false);
  if (issues.length === 0) {
    return (
      <span className={styles.fine}>
        <CheckCircleOutlined aria-hidden /> <span className="sign-only">{t("noIssues")}</span>
      </span>
    );
  }
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      title={t("issues", { count: issues.length })}
      content={
        <ul style={{ maxHeight: 360, maxWidth: 360, margin: 0, padding: 0, overflowY: "auto", listStyle: "none" }}>
          {issues.map((issue) => (
            <li key={`${issue.pointer} ${issue.code}`}>
              <Button
                type="text"
                style={{
                  width: "100%",
                  height: "auto",
                  justifyContent: "flex-start",
                  textAlign: "start",
                  whiteSpace: "normal",
                }}
                onClick={() => {
                  setOpen(false);
                  onJump(issue);
                }}
              >
                <span>
                  <strong>{place(issue)}</strong> {text(issue)}
                </span>
              </Button>
            </li>
          ))}
        </ul>
      }
    >
      <Button type="text" aria-label={t("issues", { count: issues.length })}>
        <Badge count={issues.length} size="small" offset={[4, 0]}>
          <ExclamationCircleOutlined style={{ color: "var(--m-danger)", fontSize: 18 }} aria-hidden />
        </Badge>
      </Button>
    </Popover>
  );
}
