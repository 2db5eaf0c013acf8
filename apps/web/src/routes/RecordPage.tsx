import { DetailPage } from "@/features/records/detail/DetailPage";

/** The page of a record, put together from features that do not know each other. */
export function RecordPage() {
  return <DetailPage />;
}
