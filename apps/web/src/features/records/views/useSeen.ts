import { useEffect, useRef, useState } from "react";

/** Whether an element has been in sight; it stays so. */
export function useSeen<E extends HTMLElement>() {
  const frame = useRef<E>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const node = frame.current;
    if (!node || seen) {
      return;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          setSeen(true);
        }
      },
      { rootMargin: "200px" },
    );
    observer.observe(node);
    return () => observer.disconnect();
  }, [seen]);
  return [seen, frame] as const;
}
