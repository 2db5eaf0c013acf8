import { CheckSquareOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Badge } from "antd";
import { useTranslation } from "react-i18next";
import { tasksQuery } from "@/api/queries/tasks";
import styles from "./TodoBadge.module.css";

/** How many tasks wait for this person, as a way to them. */
export function TodoBadge() {
  const { t } = useTranslation("shell");
  const { data } = useQuery({ ...tasksQuery("todo"), refetchInterval: 60_000 });
  const count = data?.total ?? data?.items.length ?? 0;
  return (
    <Link to="/tasks" className={styles.link} aria-label={t("todo", { count })}>
      <Badge count={count} size="small" overflowCount={99} offset={[4, -2]}>
        <CheckSquareOutlined aria-hidden style={{ fontSize: 18, color: "var(--m-text)" }} />
      </Badge>
    </Link>
  );
}
