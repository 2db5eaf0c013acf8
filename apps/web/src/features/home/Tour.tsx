import type { Me } from "@/api/types";

/** The four-step tour of the demo. */
export function Tour(_: { me: Me }) {
  return null;
}
