import { BellOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Badge, Button, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { notificationsQuery } from "@/api/queries/notifications";

const NewsList = lazy(() => import("./NewsList").then((module) => ({ default: module.NewsList })));

/** How much this person has not read yet, and the list of it. */
export function Bell() {
  const { t } = useTranslation("shell");
  const [open, setOpen] = useState(false);
  const { data } = useQuery({ ...notificationsQuery, refetchInterval: 60_000 });
  const unread = data?.unread ?? 0;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      content={
        <Suspense>
          <NewsList onGo={() => setOpen(false)} />
        </Suspense>
      }
    >
      <Button
        type="text"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={t("news.open", { count: unread })}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            setOpen(false);
          }
        }}
        icon={
          <Badge count={unread} size="small" overflowCount={99} offset={[4, -2]}>
            <BellOutlined aria-hidden style={{ fontSize: 18 }} />
          </Badge>
        }
      />
    </Popover>
  );
}
