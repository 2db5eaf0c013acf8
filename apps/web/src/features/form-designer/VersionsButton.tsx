import { HistoryOutlined } from "@ant-design/icons";
import { Button, Drawer, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

const Versions = lazy(() => import("./Versions").then((it) => ({ default: it.Versions })));

interface Props {
  /** Saves what is not saved yet. */
  flush: () => Promise<boolean>;
}

/** Opens the versions of the form, with what each of them changed. */
export function VersionsButton({ flush }: Props) {
  const { t } = useTranslation("designer");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        type="text"
        icon={<HistoryOutlined aria-hidden />}
        aria-label={t("versions.title")}
        title={t("versions.title")}
        onClick={() => setOpen(true)}
      />
      <Drawer open={open} size={440} title={t("versions.title")} onClose={() => setOpen(false)} destroyOnHidden>
        <Suspense fallback={<Skeleton active />}>
          <Versions flush={flush} onTaken={() => setOpen(false)} />
        </Suspense>
      </Drawer>
    </>
  );
}
