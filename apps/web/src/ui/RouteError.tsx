import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { asProblem } from "@/api/errors";
import { NotFound } from "./NotFound";
import { ProblemView } from "./ProblemView";

/** What a page shows when it could not be loaded or drawn. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (asProblem(error).status === 404) {
    return <NotFound />;
  }
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <ProblemView page error={error} retry={retry} />;
}
