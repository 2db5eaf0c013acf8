import { LockOutlined, ShopOutlined, UserOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import type { Credentials } from "@/api/queries/session";
import { useProblemText } from "@/ui/problems";

interface Props {
  tenant?: string;
  busy: boolean;
  error: unknown;
  onSubmit: (credentials: Credentials) => void;
}

const lastTenant = "mortise.tenant";

/** Tenant, username and password. */
export function LoginForm({ tenant, busy, error, onSubmit }: Props) {
  const { t } = useTranslation("auth");
  const text = useProblemText();
  const problem = error ? asProblem(error) : null;
  const submit = (credentials: Credentials) => {
    localStorage.setItem(lastTenant, credentials.tenant);
    onSubmit({ ...credentials, tenant: credentials.tenant.trim(), username: credentials.username.trim() });
  };
  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      initialValues={{ tenant: tenant ?? localStorage.getItem(lastTenant) ?? "", username: "", password: "" }}
      onFinish={submit}
    >
      {problem ? (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={problem.status === 401 ? t("wrong") : text(problem)}
        />
      ) : null}
      <Form.Item name="tenant" label={t("tenant")} rules={[{ required: true, message: t("tenantMissing") }]}>
        <Input
          size="large"
          prefix={<ShopOutlined aria-hidden />}
          autoComplete="organization"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Form.Item>
      <Form.Item name="username" label={t("username")} rules={[{ required: true, message: t("usernameMissing") }]}>
        <Input
          size="large"
          prefix={<UserOutlined aria-hidden />}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Form.Item>
      <Form.Item name="password" label={t("password")} rules={[{ required: true, message: t("passwordMissing") }]}>
        <Input.Password size="large" prefix={<LockOutlined aria-hidden />} autoComplete="current-password" />
      </Form.Item>
      <Button size="large" type="primary" htmlType="submit" block loading={busy}>
        {t("enter")}
      </Button>
    </Form>
  );
}
