import { MoreOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown, Form, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import { type DepartmentView, resetPassword, setActive, type UserView } from "@/api/queries/admin";
import { useMe } from "@/api/queries/session";
import { ask, tell } from "@/ui/feedback";
import { useIssueText } from "@/ui/issues";
import { useTellProblem } from "@/ui/problems";
import { UserForm } from "./UserForm";
import { UserRoles } from "./UserRoles";

interface Props {
  user: UserView;
  departments: DepartmentView[];
}

/** What an administrator can do with a person. */
export function UserActs({ user, departments }: Props) {
  const { t } = useTranslation("admin");
  const me = useMe();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const [open, setOpen] = useState<"edit" | "password" | "roles" | null>(null);
  const close = () => setOpen(null);
  const toggle = async () => {
    const sure =
      !user.active ||
      (await ask({
        title: t("disable.title", { name: user.name }),
        content: t("disable.text"),
        okText: t("disable.go"),
        okButtonProps: { danger: true },
      }));
    if (!sure) {
      return;
    }
    try {
      await setActive(user, !user.active);
      tell.success(t(user.active ? "disable.done" : "enable.done", { name: user.name }));
      await client.invalidateQueries({ queryKey: ["admin", "users"] });
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <>
      <Button size="small" type="text" onClick={() => setOpen("edit")}>
        {t("common:act.edit")}
      </Button>
      <Button size="small" type="text" onClick={() => setOpen("roles")}>
        {t("roles.short")}
      </Button>
      <Dropdown
        trigger={["click"]}
        autoFocus
        menu={{
          items: [
            { key: "password", label: t("password.title"), onClick: () => setOpen("password") },
            {
              key: "active",
              danger: user.active,
              disabled: user.id === me?.user.id,
              label: t(user.active ? "disable.go" : "enable.go"),
              onClick: () => void toggle(),
            },
          ],
        }}
      >
        <Button
          size="small"
          type="text"
          icon={<MoreOutlined aria-hidden />}
          aria-label={t("people.more", { name: user.name })}
        />
      </Dropdown>
      {open === "edit" ? <UserForm user={user} departments={departments} dept={null} onClose={close} /> : null}
      {open === "password" ? <PasswordForm user={user} onClose={close} /> : null}
      {open === "roles" ? <UserRoles user={user} onClose={close} /> : null}
    </>
  );
}

function PasswordForm({ user, onClose }: { user: UserView; onClose: () => void }) {
  const { t } = useTranslation("admin");
  const id = useId();
  const issueText = useIssueText();
  const tellProblem = useTellProblem();
  const [password, setPassword] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await resetPassword(user, password);
      tell.success(t("password.done", { name: user.name }));
      onClose();
    } catch (error) {
      const problem = asProblem(error);
      const [issue] = problem.issues;
      if (issue) {
        setWrong(issueText(issue));
      } else {
        tellProblem(problem);
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={`${t("password.title")} · ${user.name}`}
      okText={t("common:act.save")}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ disabled: password === "", loading: busy }}
      onCancel={onClose}
      onOk={() => void save()}
    >
      <p>{t("password.text")}</p>
      <Form layout="vertical">
        <Form.Item
          label={t("password.new")}
          htmlFor={id}
          validateStatus={wrong ? "error" : undefined}
          help={wrong ?? undefined}
        >
          <Input.Password
            id={id}
            autoComplete="new-password"
            value={password}
            onChange={(event) => {
              setPassword(event.target.value);
              setWrong(null);
            }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
