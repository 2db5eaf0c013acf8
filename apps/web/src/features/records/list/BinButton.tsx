import { RestOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { List } from "./useList";

/** The way to the deleted records of the form. */
export function BinButton({ list }: { list: List }) {
  const { t } = useTranslation("changes");
  const navigate = useNavigate();
  const { app, form } = list;
  return (
    <Tooltip title={t("bin.open")}>
      <Button
        icon={<RestOutlined aria-hidden />}
        aria-label={t("bin.open")}
        onClick={() => void navigate({ to: "/apps/$app/forms/$form/bin", params: { app, form } })}
      />
    </Tooltip>
  );
}
