import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Form, Modal, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { appRolesQuery, setRolesOf, type UserView } from "@/api/queries/admin";
import { useMe } from "@/api/queries/session";
import type { AppBrief } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { tell } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import { useTellProblem } from "@/ui/problems";

/** The roles of a person, app by app. */
export function UserRoles({ user, onClose }: { user: UserView; onClose: () => void }) {
  const { t } = useTranslation("admin");
  const apps = useMe()?.apps ?? [];
  return (
    <Modal open title={t("roles.of", { name: user.name })} footer={null} onCancel={onClose}>
      {apps.length === 0 ? <EmptyState title={t("roles.noApps")} /> : null}
      <Form layout="vertical">
        {apps.map((app) => (
          <AppRoles key={app.key} app={app} user={user} />
        ))}
      </Form>
    </Modal>
  );
}

function AppRoles({ app, user }: { app: AppBrief; user: UserView }) {
  const { t } = useTranslation("admin");
  const localised = useLocalised();
  const id = useId();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const roles = useQuery({ ...appRolesQuery(app.key), retry: false });
  const [busy, setBusy] = useState(false);
  const held = roles.data?.filter((role) => role.people.includes(user.id)).map((role) => role.key) ?? [];
  const save = async (keys: string[]) => {
    setBusy(true);
    try {
      await setRolesOf(app.key, user.id, keys);
      await client.invalidateQueries({ queryKey: ["admin"] });
      tell.success(t("roles.saved"));
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form.Item label={localised(app.name)} htmlFor={id} help={roles.error ? t("roles.notYours") : undefined}>
      <Select
        id={id}
        mode="multiple"
        loading={busy || roles.isPending}
        disabled={busy || !roles.data}
        value={held}
        options={roles.data?.map((role) => ({ value: role.key, label: localised(role.name) })) ?? []}
        onChange={(keys) => void save(keys)}
      />
    </Form.Item>
  );
}
