import { LogoutOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown, type MenuProps } from "antd";
import { useTranslation } from "react-i18next";
import { useLogout } from "@/api/queries/session";
import type { Me } from "@/api/types";
import { locales, usePrefs } from "@/prefs";
import { PersonBadge } from "@/ui/PersonBadge";
import styles from "./UserMenu.module.css";

const modes = ["system", "light", "dark"] as const;
const densities = ["comfortable", "compact"] as const;

/** Language, appearance, density and the way out. */
export function UserMenu({ me }: { me: Me }) {
  const { t } = useTranslation("shell");
  const prefs = usePrefs();
  const logout = useLogout();
  const navigate = useNavigate();
  const choice = <T extends string>(
    name: "language" | "mode" | "density",
    values: readonly T[],
    pick: (value: T) => void,
  ) => ({
    type: "group" as const,
    key: name,
    label: t(`common:${name}.label`),
    children: values.map((value) => ({
      key: `${name}:${value}`,
      label: t(`common:${name}.${value}`),
      onClick: () => pick(value),
    })),
  });
  const menu: MenuProps = {
    selectable: true,
    multiple: true,
    selectedKeys: [`language:${prefs.locale}`, `mode:${prefs.mode}`, `density:${prefs.density}`],
    items: [
      choice("language", locales, (locale) => prefs.set({ locale })),
      choice("mode", modes, (mode) => prefs.set({ mode })),
      choice("density", densities, (density) => prefs.set({ density })),
      { type: "divider" },
      ...(me.user.is_owner
        ? [
            {
              key: "people",
              label: t("people"),
              onClick: () => void navigate({ to: "/admin/people" }),
            },
            {
              key: "templates",
              label: t("templates"),
              onClick: () => void navigate({ to: "/templates" }),
            },
            { type: "divider" as const },
          ]
        : []),
      { key: "logout", icon: <LogoutOutlined aria-hidden />, label: t("logout"), onClick: () => logout.mutate() },
    ],
  };
  return (
    <Dropdown menu={menu} trigger={["click"]} placement="bottomRight" autoFocus>
      <Button type="text" className={styles.button} aria-label={t("userMenu", { name: me.user.name })}>
        <PersonBadge name={me.user.name} size={28} />
        <span className={styles.name}>{me.user.name}</span>
      </Button>
    </Dropdown>
  );
}
