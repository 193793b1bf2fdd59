import { words } from "../words";

export const w = words({
  en: {
    order: "Order",
    orders: {
      code: "By code",
      name: "By name",
      open: "Most open pairs first",
      group: "By region",
      alike: "Like beside like",
    },
    larger: "Larger cells",
    smaller: "Smaller cells",
    keys: "Arrow keys move, Enter opens the pathways of the pair, plus and minus change the size.",
    pair: "{home} → {target}: {what}",
    same: "the same place",
    nothing: "closed",
    ask: "Show the pathways",
    hint: "Point at a cell, or choose one with the arrow keys.",
    heads: ["home", "home_label", "target", "target_label", "id", "label"],
  },
  zh: {
    order: "顺序",
    orders: {
      code: "按代码",
      name: "按名称",
      open: "可行对数多者在前",
      group: "按区域",
      alike: "相似者相邻",
    },
    larger: "放大单元格",
    smaller: "缩小单元格",
    keys: "方向键移动，回车键打开该对的路径，加减号改变大小。",
    pair: "{home} → {target}：{what}",
    same: "同一辖区",
    nothing: "不可行",
    ask: "查看路径",
    hint: "请指向某一单元格，或用方向键选择。",
    heads: ["来源代码", "来源", "目标代码", "目标", "结果代码", "结果"],
  },
});
