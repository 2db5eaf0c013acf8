import antdEn from "antd/locale/en_US";

export const antd = antdEn;
export const calendar = "en";
