import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type NotificationView,
  notificationsQuery,
  olderNotifications,
  readNotifications,
} from "@/api/queries/notifications";
import { useTellProblem } from "@/ui/problems";
import { NewsItem } from "./NewsItem";
import styles from "./NewsList.module.css";

/** What the person was told, newest first; what is opened counts as read. */
export function NewsList({ onGo }: { onGo: () => void }) {
  const { t } = useTranslation("shell");
  const client = useQueryClient();
  const tell = useTellProblem();
  const { data } = useQuery(notificationsQuery);
  const [older, setOlder] = useState<{ items: NotificationView[]; cursor: string | null }>();
  const items = [...(data?.items ?? []), ...(older?.items ?? [])];
  const cursor = older ? older.cursor : (data?.next_cursor ?? null);

  const read = async (ids?: string[]) => {
    try {
      await readNotifications(ids);
      const now = new Date().toISOString();
      const seen = (item: NotificationView) => (ids && !ids.includes(item.id) ? item : { ...item, read_at: now });
      setOlder((old) => old && { ...old, items: old.items.map(seen) });
      await client.invalidateQueries({ queryKey: notificationsQuery.queryKey });
    } catch (error) {
      tell(error);
    }
  };
  const more = async (from: string) => {
    try {
      const page = await olderNotifications(from);
      setOlder((old) => ({ items: [...(old?.items ?? []), ...page.items], cursor: page.next_cursor }));
    } catch (error) {
      tell(error);
    }
  };

  return (
    <section aria-labelledby="news">
      <header className={styles.head}>
        <h2 id="news">{t("news.title")}</h2>
        <Button type="link" size="small" disabled={(data?.unread ?? 0) === 0} onClick={() => void read()}>
          {t("news.readAll")}
        </Button>
      </header>
      {items.length === 0 ? (
        <p className={styles.none}>{t("news.none")}</p>
      ) : (
        <ul className={styles.list}>
          {items.map((item) => (
            <li key={item.id}>
              <NewsItem
                item={item}
                onOpen={() => {
                  if (!item.read_at) {
                    void read([item.id]);
                  }
                  onGo();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {cursor ? (
        <Button type="link" size="small" block onClick={() => void more(cursor)}>
          {t("news.more")}
        </Button>
      ) : null}
    </section>
  );
}
