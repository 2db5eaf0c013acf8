import { PrintButton } from "@/features/print/PrintButton";
import { DetailPage } from "@/features/records/detail/DetailPage";
import { RecordApproval } from "@/features/tasks/RecordApproval";
import { SubmitButton } from "@/features/tasks/SubmitButton";

/** The page of a record, put together from features that do not know each other. */
export function RecordPage() {
  return (
    <DetailPage
      aside={({ app, form, published, record }) =>
        published.workflow ? <RecordApproval app={app} form={form} id={record.id} /> : null
      }
      submit={({ app, form, record }) => <SubmitButton app={app} form={form} record={record} />}
      print={({ app, form, published, record }) => (
        <PrintButton app={app} form={form} record={record} prints={published.prints} />
      )}
    />
  );
}
