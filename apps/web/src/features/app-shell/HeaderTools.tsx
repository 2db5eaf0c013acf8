import { JobTray } from "./JobTray";
import { SearchButton } from "./search/SearchButton";

/** What the header offers beside news and tasks; fetched after it, for nobody waits for these. */
export function HeaderTools({ person }: { person: string }) {
  return (
    <>
      <SearchButton person={person} />
      <JobTray />
    </>
  );
}
