import { createLink } from "@tanstack/react-router";
import { Button } from "antd";

/** A way to another page that looks like a button; one thing to reach with the keyboard, not a button inside of a link. */
export const LinkButton = createLink(Button);
