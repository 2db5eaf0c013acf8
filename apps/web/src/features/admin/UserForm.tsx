import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Modal, TreeSelect } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import { createUser, type DepartmentView, type UserView, updateUser } from "@/api/queries/admin";
import { tell } from "@/ui/feedback";
import { useIssueText } from "@/ui/issues";
import { useTellProblem } from "@/ui/problems";
import { departmentChoices } from "./departmentChoices";

interface Props {
  user?: UserView;
  departments: DepartmentView[];
  /** The department of a new person. */
  dept: string | null;
  onClose: () => void;
}

interface Fields {
  username: string;
  name: string;
  password: string;
  email: string;
  phone: string;
  depts: string[];
}

/** Adds a person, or changes one. */
export function UserForm({ user, departments, dept, onClose }: Props) {
  const { t } = useTranslation("admin");
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const issueText = useIssueText();
  const tellProblem = useTellProblem();
  const [busy, setBusy] = useState(false);
  const save = async (values: Fields) => {
    setBusy(true);
    const shared = {
      name: values.name.trim(),
      email: values.email?.trim() || undefined,
      phone: values.phone?.trim() || undefined,
      depts: values.depts ?? [],
    };
    try {
      if (user) {
        await updateUser(user, shared);
      } else {
        await createUser({ ...shared, username: values.username.trim(), password: values.password || undefined });
      }
      tell.success(t(user ? "user.changed" : "user.added", { name: shared.name }));
      await client.invalidateQueries({ queryKey: ["admin", "users"] });
      onClose();
    } catch (error) {
      const problem = asProblem(error);
      if (problem.issues.length === 0) {
        tellProblem(problem);
      }
      form.setFields(
        problem.issues.map((issue) => ({
          name: (issue.pointer.split("/")[1] ?? "name") as keyof Fields,
          errors: [issueText(issue)],
        })),
      );
    } finally {
      setBusy(false);
    }
  };
  const required = [{ required: true, message: t("user.required") }];
  return (
    <Modal
      open
      title={t(user ? "user.edit" : "people.add")}
      okText={t("common:act.save")}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ loading: busy }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        autoComplete="off"
        initialValues={{
          username: user?.username,
          name: user?.name,
          email: user?.email ?? "",
          phone: user?.phone ?? "",
          depts: user?.depts ?? (dept ? [dept] : []),
        }}
        onFinish={(values) => void save(values)}
      >
        {user ? null : (
          <Form.Item name="username" label={t("user.username")} rules={required} extra={t("user.usernameHelp")}>
            <Input maxLength={60} />
          </Form.Item>
        )}
        <Form.Item name="name" label={t("user.name")} rules={required}>
          <Input maxLength={80} />
        </Form.Item>
        {user ? null : (
          <Form.Item name="password" label={t("user.password")} extra={t("user.passwordHelp")}>
            <Input.Password autoComplete="new-password" />
          </Form.Item>
        )}
        <Form.Item name="depts" label={t("user.depts")} extra={t("user.deptsHelp")}>
          <TreeSelect multiple treeDefaultExpandAll treeData={departmentChoices(departments)} />
        </Form.Item>
        <Form.Item name="email" label={t("user.email")}>
          <Input type="email" />
        </Form.Item>
        <Form.Item name="phone" label={t("user.phone")}>
          <Input type="tel" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
