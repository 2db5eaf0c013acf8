import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";

/** Goes to the log-in page: the session is over. */
export function Leave() {
  const navigate = useNavigate();
  useEffect(() => {
    const { pathname, search } = window.location;
    const next = pathname === "/" ? undefined : pathname + search;
    void navigate({ to: "/login", search: { next }, replace: true });
  }, [navigate]);
  return null;
}
