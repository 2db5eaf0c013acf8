import "dayjs/locale/zh-cn";
import antdZh from "antd/locale/zh_CN";

export const antd = antdZh;
export const calendar = "zh-cn";
