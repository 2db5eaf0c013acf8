import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Form, Input, Modal, TreeSelect } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { createDepartment, type DepartmentView, updateDepartment } from "@/api/queries/admin";
import { peopleQuery } from "@/api/queries/flow";
import { withBelow } from "@/core/tree";
import { PersonPicker } from "@/fields/PersonPicker";
import { useTellProblem } from "@/ui/problems";
import { departmentChoices } from "./departmentChoices";

interface Props {
  list: DepartmentView[];
  department?: DepartmentView;
  parent: string | null;
  onClose: () => void;
}

/** Adds a department, or changes one. */
export function DepartmentForm({ list, department, parent, onClose }: Props) {
  const { t } = useTranslation("admin");
  const id = useId();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const people = useQuery(peopleQuery).data ?? [];
  const [name, setName] = useState(department?.name ?? "");
  const [above, setAbove] = useState(parent);
  const [head, setHead] = useState(department?.head ?? null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const params = { name: name.trim(), parent: above, head };
    try {
      await (department ? updateDepartment(department, params) : createDepartment(params));
      await client.invalidateQueries({ queryKey: ["admin", "departments"] });
      onClose();
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={department ? t("departments.edit", { name: department.name }) : t("departments.add")}
      okText={t("common:act.save")}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ loading: busy, disabled: name.trim() === "" }}
      onCancel={onClose}
      onOk={() => void save()}
    >
      <Form layout="vertical">
        <Form.Item label={t("departments.name")} htmlFor={`${id}-name`} required>
          <Input id={`${id}-name`} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        </Form.Item>
        <Form.Item label={t("departments.parent")} htmlFor={`${id}-parent`}>
          <TreeSelect
            id={`${id}-parent`}
            allowClear
            treeDefaultExpandAll
            value={above ?? undefined}
            treeData={departmentChoices(list, department ? withBelow(list, department.id) : undefined)}
            onChange={(next) => setAbove(next ?? null)}
          />
        </Form.Item>
        <Form.Item label={t("departments.head")} htmlFor={`${id}-head`}>
          <PersonPicker
            id={`${id}-head`}
            label={t("departments.head")}
            value={head ? [{ id: head, name: people.find((person) => person.id === head)?.name ?? head }] : []}
            onChange={([person]) => setHead(person?.id ?? null)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
