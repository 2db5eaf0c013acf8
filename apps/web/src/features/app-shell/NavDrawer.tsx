import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { AppNav } from "./AppNav";

interface Props {
  app: string;
  open: boolean;
  onClose: () => void;
}

/** The navigation of an app on a phone, from the side. */
export function NavDrawer({ app, open, onClose }: Props) {
  const { t } = useTranslation("shell");
  return (
    <Drawer
      placement="left"
      size={280}
      open={open}
      onClose={onClose}
      title={t("nav")}
      styles={{ body: { padding: 0 } }}
    >
      <AppNav app={app} />
    </Drawer>
  );
}
