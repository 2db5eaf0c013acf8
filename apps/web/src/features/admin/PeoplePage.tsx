import { EditOutlined, PlusOutlined, UserAddOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Skeleton, Table, Tree, TreeSelect } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type DepartmentView, departmentsQuery, type UserView, usersQuery } from "@/api/queries/admin";
import { type Branch, treeOf, withBelow } from "@/core/tree";
import { OptionTag } from "@/fields/_shared/OptionTag";
import { EmptyState } from "@/ui/EmptyState";
import { PageHeader } from "@/ui/PageHeader";
import { PersonBadge } from "@/ui/PersonBadge";
import { ProblemView } from "@/ui/ProblemView";
import { useDebounced } from "@/ui/useDebounced";
import { useNarrow } from "@/ui/useNarrow";
import styles from "./Admin.module.css";
import { DepartmentForm } from "./DepartmentForm";
import { UserActs } from "./UserActs";
import { UserForm } from "./UserForm";

/** The people of the tenant, by department. */
export function PeoplePage() {
  const { t } = useTranslation("admin");
  const [search, setSearch] = useState("");
  const asked = useDebounced(search.trim(), 250);
  const [dept, setDept] = useState<string | null>(null);
  const users = useQuery(usersQuery(asked));
  const departments = useQuery(departmentsQuery);
  const [making, setMaking] = useState(false);
  const list = departments.data ?? [];
  const within = dept ? withBelow(list, dept) : null;
  const shown = users.data?.filter((user) => !within || user.depts.some((one) => within.has(one)));
  return (
    <div className={styles.page}>
      <PageHeader title={t("people.title")} text={t("people.text")}>
        <Input.Search
          allowClear
          className={styles.search}
          value={search}
          placeholder={t("people.search")}
          aria-label={t("people.search")}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Button type="primary" icon={<UserAddOutlined aria-hidden />} onClick={() => setMaking(true)}>
          {t("people.add")}
        </Button>
      </PageHeader>
      <div className={styles.columns}>
        <Departments list={list} chosen={dept} onChoose={setDept} />
        <div className={styles.people}>
          {users.error ? <ProblemView error={users.error} retry={() => void users.refetch()} /> : null}
          {users.isPending ? <Skeleton active /> : null}
          {shown ? <People users={shown} departments={list} /> : null}
        </div>
      </div>
      {making ? <UserForm departments={list} dept={dept} onClose={() => setMaking(false)} /> : null}
    </div>
  );
}

interface TreeNode {
  key: string;
  title: string;
  children: TreeNode[];
}

const nodeOf = ({ item, children }: Branch<DepartmentView>): TreeNode => ({
  key: item.id,
  title: item.name,
  children: children.map(nodeOf),
});

interface DepartmentsProps {
  list: DepartmentView[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

function Departments({ list, chosen, onChoose }: DepartmentsProps) {
  const { t } = useTranslation("admin");
  const [form, setForm] = useState<{ department?: DepartmentView; parent: string | null } | null>(null);
  const narrow = useNarrow();
  const current = list.find((department) => department.id === chosen);
  return (
    <section className={styles.tree} aria-label={t("departments.title")}>
      <div className={styles.treeHead}>
        <h2>{t("departments.title")}</h2>
        <span>
          {current ? (
            <Button
              size="small"
              type="text"
              icon={<EditOutlined aria-hidden />}
              aria-label={t("departments.edit", { name: current.name })}
              onClick={() => setForm({ department: current, parent: current.parent })}
            />
          ) : null}
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined aria-hidden />}
            aria-label={t("departments.add")}
            onClick={() => setForm({ parent: chosen })}
          />
        </span>
      </div>
      {narrow ? (
        <TreeSelect
          className={styles.choice}
          aria-label={t("departments.title")}
          treeDefaultExpandAll
          allowClear
          placeholder={t("departments.all")}
          treeData={treeOf(list).map(nodeOf)}
          fieldNames={{ label: "title", value: "key" }}
          value={chosen ?? undefined}
          onChange={(key?: string) => onChoose(key ?? null)}
        />
      ) : (
        <Button type="text" block className={styles.all} aria-pressed={chosen === null} onClick={() => onChoose(null)}>
          {t("departments.all")}
        </Button>
      )}
      {list.length > 0 && !narrow ? (
        <Tree
          blockNode
          defaultExpandAll
          treeData={treeOf(list).map(nodeOf)}
          selectedKeys={chosen ? [chosen] : []}
          onSelect={(keys) => onChoose(keys.length > 0 ? String(keys[0]) : null)}
        />
      ) : null}
      {form ? (
        <DepartmentForm list={list} department={form.department} parent={form.parent} onClose={() => setForm(null)} />
      ) : null}
    </section>
  );
}

function People({ users, departments }: { users: UserView[]; departments: DepartmentView[] }) {
  const { t } = useTranslation("admin");
  const state = (key: "active" | "disabled" | "owner", colour: string) => {
    const label = t(`people.${key}`);
    return { key, label: { "zh-CN": label, en: label }, colour };
  };
  const nameOf = (id: string) => departments.find((department) => department.id === id)?.name ?? "";
  if (users.length === 0) {
    return <EmptyState title={t("people.none")} text={t("people.noneText")} />;
  }
  return (
    <Table<UserView>
      rowKey="id"
      size="middle"
      dataSource={users}
      scroll={{ x: 720 }}
      pagination={users.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      columns={[
        {
          key: "name",
          title: t("people.name"),
          render: (_, user) => (
            <span className={styles.person}>
              <PersonBadge name={user.name} size={28} />
              <span>
                {user.name}
                <span className={styles.soft}>{user.username}</span>
              </span>
            </span>
          ),
        },
        { key: "depts", title: t("people.depts"), render: (_, user) => user.depts.map(nameOf).join(t("listComma")) },
        {
          key: "state",
          title: t("people.state"),
          width: 160,
          render: (_, user) => (
            <>
              <OptionTag option={state(user.active ? "active" : "disabled", user.active ? "green" : "grey")} />{" "}
              {user.is_owner ? <OptionTag option={state("owner", "blue")} /> : null}
            </>
          ),
        },
        {
          key: "acts",
          title: t("people.acts"),
          width: 168,
          render: (_, user) => <UserActs user={user} departments={departments} />,
        },
      ]}
    />
  );
}
